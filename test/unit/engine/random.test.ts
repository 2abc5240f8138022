import { describe, expect, test } from 'vitest';
import { rowHash, stream } from '../../../src/engine/random.ts';

const N = 40_000;
const draw = (n: number, next: () => number) => Array.from({ length: n }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const moment = (values: number[], power: number) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** power));
};
/** Pearson's χ² of counts that should all be alike. */
const chiSquare = (counts: number[]) => {
  const wanted = mean(counts);
  return counts.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
};
const histogram = (values: number[], bins: number) => {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor(value * bins)]!++;
  return counts;
};
const correlation = (a: number[], b: number[]) => {
  const [centreA, centreB] = [mean(a), mean(b)];
  const both = mean(a.map((value, i) => (value - centreA) * (b[i]! - centreB)));
  return both / Math.sqrt(moment(a, 2) * moment(b, 2));
};

describe('stream', () => {
  test('a seed and a label fix the numbers', () => {
    const numbers = (seed: number, label: string) =>
      draw(5, () => 0).map(() => stream(seed, label).uniform());
    expect(numbers(7, 'a')).toEqual(numbers(7, 'a'));
    const random = stream(0, 'initializer');
    expect([random.uniform(), random.normal(), random.integer(1, 6)]).toMatchInlineSnapshot(`
      [
        0.7310923020877454,
        -1.314376985150988,
        3,
      ]
    `);
  });

  test('seeds and labels give streams that have nothing to do with one another', () => {
    const base = draw(
      N,
      (
        (random) => () =>
          random.uniform()
      )(stream(1, 'folds')),
    );
    for (const other of [
      stream(2, 'folds'),
      stream(1, 'folds2'),
      stream(1, 'initializer'),
      stream(-1, 'folds'),
    ]) {
      expect(
        Math.abs(
          correlation(
            base,
            draw(N, () => other.uniform()),
          ),
        ),
      ).toBeLessThan(4 / Math.sqrt(N));
    }
  });

  test('uniform: bounds, mean, variance, even bins', () => {
    const random = stream(3, 'uniform');
    const values = draw(N, () => random.uniform(-2, 4));
    expect(values.every((value) => value >= -2 && value < 4)).toBe(true);
    expect(Math.abs(mean(values) - 1)).toBeLessThan(4 * Math.sqrt(3 / N));
    expect(moment(values, 2)).toBeCloseTo(3, 1);
    const counts = histogram(
      values.map((value) => (value + 2) / 6),
      100,
    );
    expect(chiSquare(counts)).toBeLessThan(150);
  });

  test('normal: the first four moments', () => {
    const random = stream(4, 'normal');
    const values = draw(N, () => random.normal(5, 2));
    expect(Math.abs(mean(values) - 5)).toBeLessThan(4 * Math.sqrt(4 / N));
    expect(moment(values, 2) / 4).toBeCloseTo(1, 1);
    expect(Math.abs(moment(values, 3) / 8)).toBeLessThan(4 * Math.sqrt(15 / N));
    expect(Math.abs(moment(values, 4) / 16 - 3)).toBeLessThan(4 * Math.sqrt(96 / N));
  });

  test('shuffle: in place, every position equally likely', () => {
    const random = stream(5, 'shuffle');
    const counts = new Array<number>(25).fill(0);
    for (let run = 0; run < 5000; run++) {
      const items = [0, 1, 2, 3, 4];
      expect(random.shuffle(items)).toBe(items);
      items.forEach((item, place) => {
        counts[item * 5 + place]!++;
      });
    }
    expect(chiSquare(counts)).toBeLessThan(50);
    expect([...random.shuffle(Uint32Array.of(1, 2, 3))].sort()).toEqual([1, 2, 3]);
  });

  test('integer: both ends included', () => {
    const random = stream(6, 'integer');
    expect(new Set(draw(500, () => random.integer(2, 4)))).toEqual(new Set([2, 3, 4]));
  });
});

describe('rowHash', () => {
  const column = (seed: number, from = 0) => draw(N, () => 0).map((_, index) => rowHash(seed, from + index));

  test.each([0, 1, 2, 42, 0xffffffff])('seed %d: uniform over neighbouring rows', (seed) => {
    const values = column(seed);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(chiSquare(histogram(values, 100))).toBeLessThan(160);
    expect(Math.abs(values.filter((value) => value < 0.2).length / N - 0.2)).toBeLessThan(
      4 * Math.sqrt(0.16 / N),
    );
  });

  test('neighbouring rows, seeds and distant rows are unrelated', () => {
    const values = column(0);
    const limit = 4 / Math.sqrt(N);
    expect(Math.abs(correlation(values, column(0, 1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(values, column(0, 2)))).toBeLessThan(limit);
    expect(Math.abs(correlation(values, column(0, 256)))).toBeLessThan(limit);
    expect(Math.abs(correlation(values, column(1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(values, column(0, 2 ** 32)))).toBeLessThan(limit);
    expect(Math.abs(correlation(values, column(0, 5 * 2 ** 40)))).toBeLessThan(limit);
  });

  test('has no repeats among the first rows beyond what chance gives', () => {
    const repeats = N - new Set(column(9)).size;
    expect(repeats).toBeLessThan(4);
  });

  test('is the same for ever', () => {
    expect([rowHash(0, 0), rowHash(0, 1), rowHash(1, 0), rowHash(0, 2 ** 40)]).toMatchInlineSnapshot(`
      [
        0.7944836230017245,
        0.13379073445685208,
        0.8715440081432462,
        0.18316624173894525,
      ]
    `);
  });
});
