import { describe, expect, test } from 'vitest';
import { columnDeviation, columnVariation } from '../../../../src/engine/data/scaling.ts';
import { PART } from '../../../../src/engine/data/types.ts';
import { type PreparedData, parseSpec, type RunSpecInput, readData } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, prepared, sourceOf } from '../runs.ts';

const random = stream(3, 'weights');
const rows = Array.from({ length: 700 }, (_, row) => {
  const a = 100 + random.normal();
  const text = ['u', 'v', 'w'][row % 3]!;
  return { cells: [a, text, 3 * a + random.normal()], weight: [0, 1, 2, 3][(row * row) % 4]! };
});
const names = ['a', 't', 'y'];
const weighted = csvOf(
  [...names, 'w'],
  rows.map(({ cells, weight }) => [...cells, weight]),
);
const repeated = csvOf(
  names,
  rows.flatMap(({ cells, weight }) => Array.from({ length: weight }, () => cells)),
);
const y: RunSpecInput = { target: ['y'] };

/** Every moment of two data sets within rounding of each other. */
function expectSame(found: PreparedData, wanted: PreparedData): void {
  const [own, other] = [found.moments.train, wanted.moments.train];
  expect(own.count).toBeCloseTo(other.count, 9);
  for (let j = 0; j < own.mean.length; j++) {
    expect(own.mean[j]! / other.mean[j]!).toBeCloseTo(1, 13);
    expect(columnDeviation(own, j) / columnDeviation(other, j)).toBeCloseTo(1, 12);
    expect(columnVariation(own, j) / columnVariation(other, j)).toBeCloseTo(1, 12);
  }
  if (!('scatter' in own) || !('scatter' in other)) throw new Error('no scatter');
  const scale = Math.max(...other.scatter.map(Math.abs));
  own.scatter.forEach((value, at) => {
    expect((value - other.scatter[at]!) / scale).toBeCloseTo(0, 12);
  });
}

async function weightsOf(data: PreparedData): Promise<[number, number][]> {
  const found: [number, number][] = [];
  for await (const { weight, part } of data.rows('test'))
    for (const [row, own] of (weight ?? []).entries()) found.push([own, part[row]!]);
  return found;
}

describe('sample weights', () => {
  test('count rows as if they stood there so often, and not at all at 0', async () => {
    const data = await prepared(weighted, { ...y, sampleWeight: 'w' });
    expect(data.counts).toMatchObject({ train: 700, dropped: 0 });
    const total = rows.reduce((sum, { weight }) => sum + weight, 0);
    expect(data.weights).toEqual({ train: total, validation: 0, test: 0 });
    expect(data.plan.columns.map(({ name }) => name)).toEqual(['a', 't=u', 't=v', 't=w']);
    expectSame(data, await prepared(repeated, y));
  });

  test('that are all 1 change nothing but rounding, also where rows stand for moments', async () => {
    const ones = csvOf(
      [...names, 'w'],
      rows.map(({ cells }) => [...cells, 1]),
    );
    expectSame(
      await prepared(ones, { ...y, sampleWeight: 'w' }),
      await prepared(ones, { ...y, exclude: ['w'] }),
    );
    const wide = csvOf(
      [...Array.from({ length: 600 }, (_, j) => `x${j}`), 'c', 'w'],
      Array.from({ length: 30 }, (_, row) => [
        ...Array.from({ length: 600 }, (_, j) => (row * (j + 3)) % 17),
        row % 2,
        1 + (row % 2),
      ]),
    );
    const data = await prepared(wide, { target: ['c'], sampleWeight: 'w' });
    expect(data.kept?.weight).toHaveLength(30);
    expect(data.moments.train.count).toBe(45);
    const mean = Array.from({ length: 30 }, (_, row) => ((row * 3) % 17) * (1 + (row % 2)));
    expect(data.moments.train.mean[0]).toBeCloseTo(mean.reduce((a, b) => a + b) / 45, 12);
  });

  test('stand in every block, of the parts they belong to', async () => {
    const text = 'a,y,w\n1,2,0.5\n2,3,\n3,5,0\n4,1,2\n5,4,1\n';
    const data = await prepared(text, { ...y, sampleWeight: 'w', split: { kind: 'every', every: 4 } });
    expect(data.counts).toEqual({ read: 5, train: 3, validation: 0, test: 1, dropped: 1, excluded: 0 });
    expect(data.weights).toEqual({ train: 2.5, validation: 0, test: 1 });
    expect(await weightsOf(data)).toEqual([
      [0.5, PART.train],
      [0, PART.train],
      [2, PART.train],
      [1, PART.test],
    ]);
    for await (const block of data.codedRows('test'))
      expect(block.weight).toEqual(Float64Array.from([0.5, 0, 2, 1]));
  });

  test.each(['mean', 'median'] as const)('count in the %s that stands in for gaps', async (missing) => {
    const text = 'a,y,w\n1,2,1\n5,3,3\n,5,1\n9,1,0\n7,6,2\n';
    const again = 'a,y\n1,2\n5,3\n5,3\n5,3\n,5\n7,6\n7,6\n';
    const fill = async (content: string, spec: RunSpecInput) =>
      (await prepared(content, { ...y, missing, ...spec })).fill.get(0);
    expect(await fill(text, { sampleWeight: 'w' })).toBeCloseTo((await fill(again, {}))!, 14);
  });

  test('that cannot be are refused with a way out', async () => {
    const refused = (text: string, spec: RunSpecInput) =>
      expect(prepared(text, { ...y, sampleWeight: 'w', ...spec })).rejects;
    await refused('a,y,w\n1,2,-1\n2,3,1\n', {}).toMatchObject({
      message: expect.stringContaining('down to -1'),
    });
    await refused('a,y,w\n1,2,x\n2,3,z\n', {}).toMatchObject({
      message: expect.stringContaining('holds text (x, z)'),
    });
    await refused('a,y,w\n1,2,0\n2,3,0\n', {}).toMatchObject({
      code: 'no-rows',
      message: expect.stringContaining('The weights in "w" are 0 in every training row'),
    });
    await refused('a,y,w\n1,2,1\n2,3,1\n', { features: ['a', 'w'] }).toMatchObject({ code: 'bad-spec' });
    await refused('a,y\n1,2\n2,3\n', {}).toMatchObject({ code: 'unknown-column' });
  });
});

describe('balanced class weights', () => {
  const text = csvOf(
    ['a', 'y', 'w'],
    [
      [1, 'p', 2],
      [2, 'p', 1],
      [3, 'p', 1],
      [4, 'q', 4],
      [5, 'q', 1],
    ],
  );
  const spec: RunSpecInput = { ...y, classWeight: 'balanced', exclude: ['w'] };

  test('are n / (classes × count) of training rows, times sample weights, and leave held-out rows alone', async () => {
    const data = await prepared(text, spec);
    const own = (await weightsOf(data)).map(([weight]) => weight);
    expect(own.slice(0, 3)).toEqual([5 / 6, 5 / 6, 5 / 6]);
    expect(own.slice(3)).toEqual([5 / 4, 5 / 4]);
    expect(data.weights.train).toBeCloseTo(5, 12);
    const split = await prepared(text, {
      ...spec,
      exclude: [],
      sampleWeight: 'w',
      split: { kind: 'last', fraction: 0.2 },
    });
    const sum = [(2 * 4) / 6, 4 / 6, 4 / 6, (4 * 4) / 2, 1];
    (await weightsOf(split)).forEach(([weight], at) => {
      expect(weight).toBeCloseTo(sum[at]!, 12);
    });
  });

  test('are the same where the file is read again for them', async () => {
    const again = await readData(sourceOf(text), parseSpec(spec), { memoryLimitBytes: 0 });
    const kept = await prepared(text, spec);
    expect(again.moments).toEqual(kept.moments);
    expect(await weightsOf(again)).toEqual(await weightsOf(kept));
    expect(again.passes.reasons).toContain('counting classes, to balance them');
  });

  test('need classes', async () => {
    await expect(prepared('a,y\n1,2\n2,3\n3,4\n', { ...y, classWeight: 'balanced' })).rejects.toMatchObject({
      code: 'bad-spec',
      message: expect.stringContaining('no classes to balance'),
    });
  });
});
