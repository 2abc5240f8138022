import { describe, expect, test } from 'vitest';
import { columnVariation } from '../../../../src/engine/data/scaling.ts';
import { PART } from '../../../../src/engine/data/types.ts';
import type { PreparedData, RunSpecInput } from '../../../../src/engine/index.ts';
import { csvOf, prepared } from '../runs.ts';

interface Row {
  x: number[];
  y: number[];
  part: number;
}

/** The rows of the design matrix, as copies. */
async function rowsOf(data: PreparedData): Promise<Row[]> {
  const found: Row[] = [];
  for await (const { rows, x, y, part } of data.rows('test')) {
    const [p, k] = [x.length / rows, y.length / rows];
    for (let row = 0; row < rows; row++) {
      found.push({
        x: Array.from(x.slice(row * p, (row + 1) * p)),
        y: Array.from(y.slice(row * k, (row + 1) * k)),
        part: part[row]!,
      });
    }
  }
  return found;
}

const y: RunSpecInput = { target: ['y'] };

describe('rows', () => {
  const gaps = 'a,b,y\n1,10,1\n2,,2\n3,30,3\n4,40,\n5,50,5\n6,60,6\n7,x,7\n';

  test('with a gap in a used column are dropped and counted', async () => {
    const data = await prepared(gaps, { ...y, features: ['a'] });
    expect(data.counts).toEqual({ read: 7, train: 6, validation: 0, test: 0, dropped: 1, excluded: 0 });
    const both = await prepared('a,b,y\n1,10,1\n2,,2\n3,30,3\n4,40,\n5,50,5\n', y);
    expect(both.counts).toEqual({ read: 5, train: 3, validation: 0, test: 0, dropped: 2, excluded: 0 });
    expect(await rowsOf(both)).toEqual([
      { x: [1, 10], y: [1], part: PART.train },
      { x: [3, 30], y: [3], part: PART.train },
      { x: [5, 50], y: [5], part: PART.train },
    ]);
  });

  test('are counted by the split after the dropped ones', async () => {
    const text = csvOf(
      ['a', 'y'],
      [
        [0, 0],
        ['', 1],
        [2, 2],
        [3, 3],
        ['', 4],
        [5, 5],
        [6, 6],
        [7, ''],
      ],
    );
    const ys = async (spec: RunSpecInput, part: number) =>
      (await rowsOf(await prepared(text, { ...y, ...spec }))).flatMap((row) =>
        row.part === part ? row.y : [],
      );
    expect(await ys({ split: { kind: 'every', every: 2 } }, PART.test)).toEqual([2, 5]);
    expect(await ys({ split: { kind: 'last', fraction: 0.4 } }, PART.train)).toEqual([0, 2, 3]);
    const mean = { missing: 'mean', split: { kind: 'every', every: 2 } } as const;
    expect(await ys(mean, PART.test)).toEqual([1, 3, 5]);
    expect(await ys({ missing: 'mean', split: { kind: 'last', fraction: 0.4 } }, PART.train)).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test('that the split column sends nowhere are excluded and counted, and count for nothing', async () => {
    const text = csvOf(
      ['a', 's', 'y'],
      [
        [1, 'train', 1],
        [2, 'dev', 20],
        [3, 'train', 3],
        [4, 'test', 4],
        [5, '', 50],
      ],
    );
    const data = await prepared(text, { ...y, split: { kind: 'column', column: 's' } });
    expect(data.counts).toEqual({ read: 5, train: 2, validation: 0, test: 1, dropped: 0, excluded: 2 });
    expect((await rowsOf(data)).map((row) => row.y[0])).toEqual([1, 3, 4]);
    expect(data.moments.train.mean[1]).toBe(2);
  });

  test('of a numeric split column are read as its numbers', async () => {
    const text = csvOf(
      ['a', 'v', 'y'],
      [
        [1, 0, 1],
        [2, 1, 2],
        [3, 0, 4],
        [4, 1, 3],
      ],
    );
    const data = await prepared(text, { ...y, validation: { kind: 'column', column: 'v' } });
    expect(data.counts).toMatchObject({ train: 2, validation: 2 });
    expect(data.plan.columns.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('missing values', () => {
  /** The last two of six rows are held out; their values must not count. */
  const text = csvOf(
    ['a', 'c', 'y'],
    [
      [1, 'u', 1],
      ['', 'v', 2],
      [2, 'v', 3],
      [9, '', 4],
      [1000, 'w', 5],
      ['', '', 6],
    ],
  );
  const split = { kind: 'last', fraction: 0.34 } as const;

  test('are filled with the mean of training rows, texts with their most frequent level', async () => {
    const data = await prepared(text, { ...y, missing: 'mean', split });
    expect(data.counts).toMatchObject({ train: 3, test: 3, dropped: 0 });
    const all = await rowsOf(data);
    expect(data.plan.columns.map(({ name }) => name)).toEqual(['a', 'c=u', 'c=v', 'c=w']);
    expect(all[1]!.x).toEqual([1.5, 0, 1, 0]);
    expect(all[5]!.x).toEqual([1.5, 0, 1, 0]);
  });

  test('are filled with the median of training rows', async () => {
    const data = await prepared(text, { ...y, missing: 'median', split: { kind: 'last', fraction: 0.3 } });
    expect(data.counts).toMatchObject({ train: 4, test: 2 });
    const all = await rowsOf(data);
    expect(all[1]!.x[0]).toBe(2);
    expect(all[3]!.x.slice(1)).toEqual([0, 1, 0]);
  });

  test('by a median of an even count are filled with the middle of two', async () => {
    const data = await prepared('a,y\n1,1\n,2\n10,3\n4,4\n2,5\n', { ...y, missing: 'median' });
    expect((await rowsOf(data))[1]!.x).toEqual([3]);
  });

  test('by a mode go to the first level in code-point order among equals', async () => {
    const data = await prepared('c,y\nb,1\na,2\n,3\nb,4\na,5\n', { ...y, missing: 'mean' });
    expect((await rowsOf(data))[2]!.x).toEqual([1, 0]);
  });

  test('of the target are dropped whatever is filled', async () => {
    const data = await prepared('a,y\n1,1\n2,\n3,3\n,4\n', { ...y, missing: 'mean' });
    expect(data.counts).toMatchObject({ train: 3, dropped: 1 });
    expect((await rowsOf(data)).at(-1)!.x).toEqual([2]);
  });

  test('are an error where that is wanted, but not in columns that are not used', async () => {
    await expect(prepared(text, { ...y, missing: 'error' })).rejects.toMatchObject({
      code: 'missing-values',
    });
    const data = await prepared('a,b,y\n1,,1\n2,3,4\n', { ...y, missing: 'error', features: ['a'] });
    expect(data.counts.train).toBe(2);
  });

  test('without a value in the training rows cannot be filled', async () => {
    const empty = 'a,b,y\n1,,2\n2,,3\n3,4,5\n4,5,6\n';
    const spec: RunSpecInput = { ...y, missing: 'mean', split: { kind: 'last', fraction: 0.5 } };
    await expect(prepared(empty, spec)).rejects.toMatchObject({
      code: 'missing-values',
      message: expect.stringContaining('"b" has no value in the training rows'),
    });
  });

  test('a question mark is one in a numeric column, and a level in a text column', async () => {
    const data = await prepared('a,c,y\n1,u,1\n?,?,2\n3,u,3\n4,?,4\n', y);
    expect(data.counts).toMatchObject({ train: 3, dropped: 1 });
    expect(data.plan.columns.map(({ name }) => name)).toEqual(['a', 'c=?', 'c=u']);
  });
});

describe('levels', () => {
  test('are one column each, missing ones none', async () => {
    const data = await prepared('c,y\nu,1\nv,2\nu,3\nw,4\n', y);
    expect((await rowsOf(data)).map(({ x }) => x)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const dropped = await prepared('c,y\nu,1\nv,2\nu,3\nw,4\n', { ...y, dropFirst: true });
    expect((await rowsOf(dropped)).map(({ x }) => x)).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 1],
    ]);
  });

  test('hold for all rows, also those of the test part and of dropped rows', async () => {
    const data = await prepared('c,y\nu,1\nv,2\nu,3\nw,4\nz,\n', {
      ...y,
      split: { kind: 'last', fraction: 0.25 },
    });
    expect(data.plan.columns.map(({ name }) => name)).toEqual(['c=u', 'c=v', 'c=w', 'c=z']);
  });
});

describe('twins', () => {
  const text = csvOf(
    ['a', 'c', 'y'],
    [
      [1, 'u', 1],
      [2, 'v', 2],
      [3, 'u', 3],
      [1, 'u', 1],
      [1, 'u', 9],
      [2, 'u', 2],
      [3, 'u', 3],
    ],
  );

  test('are test rows of which every value also stands in a training row', async () => {
    const data = await prepared(text, { ...y, split: { kind: 'last', fraction: 0.5 } });
    expect(data.counts).toMatchObject({ train: 3, test: 4 });
    expect(data.twins).toBe(2);
  });

  test('are told apart by used columns alone', async () => {
    const data = await prepared(text, { ...y, features: ['a'], split: { kind: 'last', fraction: 0.5 } });
    expect(data.twins).toBe(3);
  });

  test('are none without a test part', async () => {
    expect((await prepared(text, y)).twins).toBe(0);
  });
});

describe('moments of the parts', () => {
  test('are those of their rows', async () => {
    const text = csvOf(
      ['a', 'y'],
      Array.from({ length: 50 }, (_, row) => [(row * 7) % 13, (row * row) % 17]),
    );
    const spec: RunSpecInput = {
      ...y,
      split: { kind: 'every', every: 5 },
      validation: { kind: 'random', fraction: 0.3 },
    };
    const data = await prepared(text, spec);
    const all = await rowsOf(data);
    for (const part of ['train', 'validation', 'test'] as const) {
      const own = all.filter((row) => row.part === PART[part]);
      expect(data.moments[part].count).toBe(own.length);
      expect(data.counts[part]).toBe(own.length);
      const mean = own.reduce((sum, row) => sum + row.x[0]!, 0) / own.length;
      expect(data.moments[part].mean[0]).toBeCloseTo(mean, 12);
      const square = own.reduce((sum, row) => sum + (row.x[0]! - mean) ** 2, 0);
      expect(columnVariation(data.moments[part], 0)).toBeCloseTo(square, 9);
    }
  });
});
