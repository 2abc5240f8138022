import { describe, expect, test } from 'vitest';
import type { ModelColumn } from '../../../../src/engine/model/modelFile.ts';
import { encodeCells } from '../../../../src/engine/model/predict.ts';
import { csvOf, run } from '../runs.ts';

const number = (name: string, fill: number | null = null): ModelColumn => ({
  name,
  column: name,
  kind: 'numeric',
  mean: 7,
  scale: 2,
  fill,
});
const level = (text: string, more: Partial<ModelColumn> = {}): ModelColumn => ({
  name: `c=${text}`,
  column: 'c',
  kind: 'level',
  level: text,
  mean: 0.5,
  scale: 1,
  fill: null,
  ...more,
});

const encode = (columns: ModelColumn[], cells: Record<string, string>, decimal: '.' | ',' = '.') => {
  const { x, notes } = encodeCells(columns, cells, decimal);
  return { x: Array.from(x), notes };
};

describe('a number', () => {
  test.each([
    ['3', 3],
    [' -2.5e3 ', -2500],
    ['.5', 0.5],
    ['+4', 4],
  ])('%j is read', (text, value) => {
    expect(encode([number('a')], { a: text })).toEqual({ x: [value], notes: [] });
  });

  test.each(['0x10', '1_000', 'abc', '1 2', '--3'])('%j is none: its mean, and a note', (text) => {
    const { x, notes } = encode([number('a')], { a: text });
    expect(x).toEqual([7]);
    expect(notes).toEqual([`a: "${text}" is not a number, so its mean was taken.`]);
  });

  test('that is missing is its mean, or what missing cells were filled with', () => {
    expect(encode([number('a')], {})).toEqual({ x: [7], notes: ['a: is empty, so its mean was taken.'] });
    expect(encode([number('a', 4)], { a: ' ' })).toEqual({
      x: [4],
      notes: ['a: is empty, so the fill value was taken.'],
    });
  });

  test('may have a decimal comma where the file has; a point is understood too', () => {
    expect(encode([number('a')], { a: '1,5' }, ',').x).toEqual([1.5]);
    expect(encode([number('a')], { a: '1.5' }, ',').x).toEqual([1.5]);
  });

  test('too large to be one is none', () => {
    const { x, notes } = encode([number('a')], { a: '1e999' });
    expect(x).toEqual([7]);
    expect(notes).toHaveLength(1);
  });

  test('never comes from a prototype', () => {
    expect(encode([number('constructor')], {}).x).toEqual([7]);
    expect(encode([number('__proto__')], JSON.parse('{"__proto__":"3"}')).x).toEqual([3]);
  });
});

describe('a level', () => {
  const levels = [level('u'), level('v')];

  test('is 1 in its column', () => {
    expect(encode(levels, { c: 'v' })).toEqual({ x: [0, 1], notes: [] });
  });

  test('that was not seen is none, and a note', () => {
    expect(encode(levels, { c: 'w' })).toEqual({
      x: [0, 0],
      notes: ['c: "w" was not seen in training, so none of its levels counts.'],
    });
  });

  test('that is missing is none, or the most frequent one where gaps were filled', () => {
    expect(encode(levels, {})).toEqual({ x: [0, 0], notes: ['c: is empty, so none of its levels counts.'] });
    const filled = levels.map((own) => ({ ...own, fill: 'v' }));
    expect(encode(filled, {}).x).toEqual([0, 1]);
  });

  test('that was dropped as the first is known: all zero, and no note', () => {
    const dropped = [level('v', { baseline: 'u' }), level('w', { baseline: 'u' })];
    expect(encode(dropped, { c: 'u' })).toEqual({ x: [0, 0], notes: [] });
    expect(encode(dropped, { c: 'z' }).notes).toHaveLength(1);
  });
});

describe('a model’s prediction', () => {
  const rows = Array.from({ length: 20 }, (_, row) => [row, 'uvw'[row % 3]!, 3 * row + 10 * (row % 3)]);
  const text = csvOf(['a', 'c', 'y'], rows);

  test('of a training row is what its weights give, for any λ', async () => {
    const { model, result } = await run(text, { target: ['y'], lambda: 0, dropFirst: true });
    expect(result.now.scores.train!.mse).toBeLessThan(1e-18);
    for (const [a, c, wanted] of rows) {
      const { values, notes } = model.predict({ a: String(a), c: String(c) }, null);
      expect(values[0]).toBeCloseTo(Number(wanted), 9);
      expect(notes).toEqual([]);
    }
    const shrunk = (await run(text, { target: ['y'], lambda: 50, dropFirst: true })).model;
    const cells = { a: '4', c: 'v' };
    expect(model.predict(cells, 50).values[0]).toBeCloseTo(shrunk.predict(cells, null).values[0]!, 9);
  });

  test('has one value for each target', async () => {
    const { model } = await run(
      csvOf(
        ['a', 'y', 'z'],
        [
          [1, 2, 5],
          [2, 4, 4],
          [3, 6, 3],
        ],
      ),
      {
        target: ['y', 'z'],
        lambda: 0,
      },
    );
    const { values } = model.predict({ a: '10' }, null);
    expect(values[0]).toBeCloseTo(20, 9);
    expect(values[1]).toBeCloseTo(-4, 9);
  });

  test('reads cells as the file writes them', async () => {
    const german = 'a;y\n1,5;3\n2,5;5\n3,5;7\n';
    const { model } = await run(german, { target: ['y'], lambda: 0 });
    expect(model.predict({ a: '4,5' }, null).values[0]).toBeCloseTo(9, 9);
  });
});
