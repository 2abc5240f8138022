import { describe, expect, test } from 'vitest';
import { resolvePenaltyFactors } from '../../../../../src/engine/data/penaltyFactors.ts';
import { scalingOf } from '../../../../../src/engine/data/scaling.ts';
import { targetTransform } from '../../../../../src/engine/data/targetTransform.ts';
import {
  type PreparedData,
  parseSpec,
  type RunSpecInput,
  readData,
} from '../../../../../src/engine/index.ts';
import { csvOf, prepared, sourceOf } from '../../runs.ts';

const y: RunSpecInput = { target: ['y'] };
const names = ({ plan }: PreparedData) => plan.columns.map(({ name }) => name);

async function rowsOf(data: PreparedData): Promise<{ x: number[]; y: number[] }[]> {
  const found: { x: number[]; y: number[] }[] = [];
  for await (const block of data.rows('test')) {
    const p = block.x.length / block.rows;
    for (let row = 0; row < block.rows; row++)
      found.push({ x: Array.from(block.x.slice(row * p, (row + 1) * p)), y: [block.y[row]!] });
  }
  return found;
}

const mixed = 'a,c,b,y\n2,u,3,1\n-1,v,5,2\n4,u,7,9\n';

describe('powers', () => {
  test('to the second and the third of numbers, after all other columns', async () => {
    const two = await prepared(mixed, { ...y, degree: 2 });
    expect(names(two)).toEqual(['a', 'c=u', 'c=v', 'b', 'a^2', 'b^2']);
    const three = await prepared(mixed, { ...y, degree: 3, features: ['a', 'c'] });
    expect(names(three)).toEqual(['a', 'c=u', 'c=v', 'a^2', 'a^3']);
    expect((await rowsOf(three)).map(({ x }) => x)).toEqual([
      [2, 1, 0, 4, 8],
      [-1, 0, 1, 1, -1],
      [4, 1, 0, 16, 64],
    ]);
    expect(three.moments.train.mean[3]).toBe(7);
    expect(three.moments.train.mean[4]).toBeCloseTo(71 / 3, 12);
  });

  test('leave names that the file has to it', async () => {
    const data = await prepared('a,a^2,y\n1,7,1\n2,8,2\n3,7,1\n', { ...y, degree: 2 });
    expect(names(data)).toEqual(['a', 'a^2', 'a^2_2', 'a^2^2']);
  });
});

describe('products', () => {
  test('are of two columns of the file, numbers or levels', async () => {
    const data = await prepared(mixed, { ...y, interactions: true });
    expect(names(data).slice(4)).toEqual(['a:c=u', 'a:c=v', 'a:b', 'c=u:b', 'c=v:b']);
    expect((await rowsOf(data))[1]!.x.slice(4)).toEqual([-0, -1, -5, 0, 5]);
    const levels = await prepared('c,d,y\nu,p,1\nv,q,2\nu,q,3\n', { ...y, interactions: true });
    expect(names(levels).slice(4)).toEqual(['c=u:d=p', 'c=u:d=q', 'c=v:d=p', 'c=v:d=q']);
    const scaling = scalingOf(levels.moments.train, levels.plan.columns, 'numeric', true);
    expect(scaling.scale).toEqual(new Float64Array(8).fill(1));
  });

  test('have penalty factors of their own, powers those of their column', async () => {
    const { plan } = await prepared(mixed, { ...y, degree: 2, interactions: true, features: ['a', 'c'] });
    expect(plan.columns.map(({ name }) => name)).toEqual(['a', 'c=u', 'c=v', 'a^2', 'a:c=u', 'a:c=v']);
    expect([...resolvePenaltyFactors({ c: 2, 'a^2': 3, 'a:c=v': 0 }, plan)]).toEqual([1, 2, 2, 3, 1, 0]);
  });

  test('past the limit of columns are refused before they are made', async () => {
    const wide = csvOf(
      [...Array.from({ length: 200 }, (_, j) => `x${j}`), 'y'],
      Array.from({ length: 5 }, (_, row) => Array.from({ length: 201 }, (_, j) => row * (j + 1))),
    );
    await expect(prepared(wide, { ...y, interactions: true, degree: 2 })).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('of 200 columns make 20,300, more than the 4,000'),
    });
  });
});

describe('missing indicators', () => {
  const more = Array.from({ length: 12 }, () => '4.5,9,u,1\n').join('');
  const text = `a,b,c,y\n1,4,u,1\n,5,v,2\n3,6,,3\nx,7,u,4\n8,8,v,5\n${more}`;

  test('keep the rows, and tell where a number is missing', async () => {
    const data = await prepared(text, { ...y, missingIndicators: true });
    expect(names(data)).toEqual(['a', 'a.missing', 'b', 'c=u', 'c=v']);
    expect(data.counts).toMatchObject({ train: 16, dropped: 1 });
    expect((await rowsOf(data)).slice(0, 4).map(({ x }) => x.slice(0, 2))).toEqual([
      [1, 0],
      [4.5, 1],
      [4.5, 1],
      [8, 0],
    ]);
    const median = await prepared(text, { ...y, missingIndicators: true, missing: 'median' });
    expect((await rowsOf(median))[1]!.x).toEqual([4.5, 1, 5, 0, 1]);
  });

  test('are found in the reading pass too late, so that the file is read again', async () => {
    const spec = parseSpec({ ...y, missingIndicators: true });
    const data = await readData(sourceOf(text), spec, { memoryLimitBytes: 0 });
    expect(data.passes.reasons).toEqual(['filling missing values', 'moments of every part']);
    expect(await rowsOf(data)).toEqual(await rowsOf(await prepared(text, spec)));
  });
});

describe('dates', () => {
  const text = 'when,y\n2024-01-01,1\n2024-03-04,2\n,3\n2023-07-02,4\n2024-03-04,5\n';

  test('are left out or levels, unless they are taken apart', async () => {
    await expect(prepared(text, y)).rejects.toMatchObject({ code: 'no-features' });
    const data = await prepared(text, { ...y, dateParts: true });
    expect(names(data)).toEqual(['when', 'when.year.sin', 'when.year.cos', 'when.week.sin', 'when.week.cos']);
    const all = await rowsOf(data);
    expect(data.counts).toMatchObject({ train: 4, dropped: 1 });
    expect(all[0]!.x).toEqual([19_723, 0, 1, 0, 1]);
    expect(all[1]!.x[0]).toBe(19_786);
    expect(all[1]!.x[3]).toBe(0);
    expect(all[2]!.x[3]).toBeCloseTo(Math.sin((2 * Math.PI * 6) / 7), 12);
  });

  test('with times have a day too, and are filled like numbers', async () => {
    const timed = 'when,y\n2024-01-01 06:00,1\n,3\n2024-01-03 18:00,4\nnever,1\n2024-01-02,5\n';
    const more = `${timed}${Array.from({ length: 20 }, () => '2024-01-02 12:00,2\n').join('')}`;
    const data = await prepared(more, { ...y, dateParts: true, missing: 'median', missingIndicators: true });
    expect(names(data).slice(5)).toEqual(['when.day.sin', 'when.day.cos', 'when.missing']);
    const all = await rowsOf(data);
    expect(all[1]!.x[0]).toBe(19_724.5);
    expect(all[1]!.x.slice(5)).toEqual([0, -1, 1]);
    expect(all[3]!.x[7]).toBe(1);
    expect(data.plan.sources[0]).toMatchObject({ kind: 'numeric', missing: 1, bad: 1 });
  });
});

describe('ln(1 + y)', () => {
  test('is what is trained on, and is taken back', async () => {
    const data = await prepared('a,y\n1,0\n2,1e-17\n3,9\n', { ...y, targetTransform: 'log1p' });
    const found = (await rowsOf(data)).map((row) => row.y[0]!);
    expect(found[0]).toBe(0);
    expect(found[1]).toBe(1e-17);
    expect(found[2]).toBeCloseTo(Math.log1p(9), 14);
    const { forward, back } = targetTransform({ targetTransform: 'log1p' });
    for (const value of [-0.999, -1e-9, 0, 1e-12, 0.3, 2, 1e6, 1e300]) {
      expect(forward(value)).toBeCloseTo(Math.log1p(value), 13);
      expect(back(forward(value))).toBeCloseTo(value, value > 1e3 ? -295 : 12);
      expect(back(value / 1e299)).toBeCloseTo(Math.expm1(value / 1e299), 12);
    }
    expect(back(forward(1e6)) / 1e6).toBeCloseTo(1, 12);
    expect(back(-40)).toBeCloseTo(-1, 15);
  });

  test('of numbers from −1 down, of classes and of counts is refused', async () => {
    const refused = (cells: (number | string)[], spec: RunSpecInput) =>
      expect(
        prepared(
          csvOf(
            ['a', 'y'],
            cells.map((cell, row) => [row, cell]),
          ),
          {
            ...y,
            targetTransform: 'log1p',
            ...spec,
          },
        ),
      ).rejects;
    await refused([0, 3, -1], {}).toMatchObject({ message: expect.stringContaining('down to -1') });
    await refused(['a', 'b', 'a'], {}).toMatchObject({ message: expect.stringContaining('a linear model') });
    await refused([1, 2, 3], { model: 'poisson' }).toMatchObject({ code: 'bad-spec' });
  });
});

test('every expansion gives the same from the file as from memory', async () => {
  const text = csvOf(
    ['a', 'c', 'when', 'y'],
    Array.from({ length: 3000 }, (_, row) => [
      row % 7 === 3 ? '' : (row * 7) % 31,
      ['u', 'v', 'w'][row % 3]!,
      `2024-0${1 + (row % 9)}-1${row % 10}`,
      row % 5,
    ]),
  );
  const input: RunSpecInput = {
    ...y,
    degree: 3,
    interactions: true,
    dateParts: true,
    missingIndicators: true,
    targetTransform: 'log1p',
    split: { kind: 'every', every: 4 },
  };
  const again = await readData(sourceOf(text), parseSpec(input), { memoryLimitBytes: 0 });
  const kept = await prepared(text, input);
  expect(again.moments.train.mean.every(Number.isFinite)).toBe(true);
  expect(again.moments.train.mean).toEqual(kept.moments.train.mean);
  expect(await rowsOf(again)).toEqual(await rowsOf(kept));
  const coded: number[][] = Array.from({ length: kept.counts.train + kept.counts.test }, () => []);
  let first = 0;
  for await (const block of kept.codedRows('test')) {
    for (const column of block.columns) {
      if (!('values' in column)) throw new Error('codes of a made column');
      for (const [row, value] of column.values.entries()) coded[first + row]!.push(value);
    }
    first += block.rows;
  }
  expect(coded).toEqual((await rowsOf(kept)).map(({ x }) => x));
});
