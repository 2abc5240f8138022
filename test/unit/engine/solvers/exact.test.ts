import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOriginal } from '../../../../src/engine/data/scaling.ts';
import type { DesignBlock, LinearWeights } from '../../../../src/engine/data/types.ts';
import { stream } from '../../../../src/engine/random.ts';
import { solvers } from '../../../../src/engine/solvers/index.ts';
import type { RidgeProblem } from '../../../../src/engine/solvers/types.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { families, largest, problemOf, scaledRows } from './problems.ts';

/** X̃ᵀ(y − ŷ) − λ w and, with an intercept, Σ (y − ŷ), relative to X̃ᵀy: zero at the solution. */
function stationarity(
  block: DesignBlock,
  problem: RidgeProblem,
  model: LinearWeights,
  lambda: number,
): number {
  const rows = scaledRows(block, problem.scaling);
  const { p, k, weights, intercept } = model;
  let worst = 0;
  for (let t = 0; t < k; t++) {
    const w = weights.subarray(t * p, (t + 1) * p);
    const errors = rows.map((row, i) => {
      return block.y[i * k + t]! - intercept[t]! - row.reduce((sum, value, j) => sum + value * w[j]!, 0);
    });
    const sums = rows[0]!.map((_, j) =>
      errors.reduce((sum, error, i) => sum + error * rows[i]![j]!, -lambda * w[j]!),
    );
    if (problem.intercept) sums.push(errors.reduce((sum, error) => sum + error, 0));
    const y = largest(block.y) * rows.length * Math.max(1, ...rows.map(largest));
    worst = Math.max(worst, largest(sums) / y);
  }
  return worst;
}

function expectSame(actual: LinearWeights, wanted: LinearWeights, digits = 1e-10): void {
  const size = largest([...wanted.weights, ...wanted.intercept]);
  for (const part of ['weights', 'intercept'] as const) {
    actual[part].forEach((value, at) => {
      expect(Math.abs(value - wanted[part][at]!)).toBeLessThanOrEqual(digits * size);
    });
  }
}

describe.each(families)('%s', (_, prepare) => {
  test.each([
    ['all', true],
    ['all', false],
    ['none', true],
    ['none', false],
  ] as const)(
    'standardize %s, intercept %s: the normal equations hold at every λ',
    (standardize, intercept) => {
      const block = blockOf(randomRows(120, 6, 2), 6);
      const problem = problemOf(block, standardize, intercept);
      const family = prepare(problem);
      for (const lambda of [0, 1e-6, 0.1, 1, 100, 1e6]) {
        expect(stationarity(block, problem, family.solve(lambda), lambda)).toBeLessThan(1e-13);
      }
    },
  );

  test('random problems: the normal equations hold', () => {
    const shape = fc.record({
      seed: fc.nat(),
      p: fc.integer({ min: 1, max: 8 }),
      extra: fc.integer({ min: 3, max: 40 }),
      lambda: fc.double({ min: 0, max: 1e4, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, ({ seed, p, extra, lambda }) => {
        const block = blockOf(randomRows(p + extra, p, 1, seed), p);
        const problem = problemOf(block);
        expect(stationarity(block, problem, prepare(problem).solve(lambda), lambda)).toBeLessThan(1e-11);
      }),
      { numRuns: 50 },
    );
  });

  test('λ → ∞ leaves the mean alone', () => {
    const problem = problemOf(blockOf(randomRows(60, 4), 4));
    const model = prepare(problem).solve(1e18);
    expect(largest(model.weights)).toBeLessThan(1e-12);
    expect(model.intercept[0]).toBeCloseTo(problem.moments.mean[4]!, 10);
  });

  test('rows twice and λ twice: the same model', () => {
    const rows = randomRows(40, 5);
    const once = prepare(problemOf(blockOf(rows, 5))).solve(3);
    expectSame(prepare(problemOf(blockOf([...rows, ...rows], 5))).solve(6), once);
  });

  test('units of a column do not matter when standardizing', () => {
    const rows = randomRows(40, 3);
    const rescaled = rows.map(([a, b, c, y]) => [a! * 1e9, b! * 1e-7, c! + 1e6, y!]);
    const problems = [rows, rescaled].map((own) => problemOf(blockOf(own, 3)));
    const [first, second] = problems.map((problem) => prepare(problem).solve(2));
    expectSame(second!, first!, 1e-8);
  });

  test('a column twice: both copies share its weight; at λ = 0 too, by the minimum norm', () => {
    const rows = randomRows(50, 3).map(([a, b, c, y]) => [a!, b!, c!, a!, y!]);
    const problem = problemOf(blockOf(rows, 4));
    const family = prepare(problem);
    expect(family.rank).toBe(3);
    for (const lambda of [0, 1]) {
      const { weights } = family.solve(lambda);
      expect(weights[0]).toBeCloseTo(weights[3]!, 9);
      expect(stationarity(blockOf(rows, 4), problem, family.solve(lambda), lambda)).toBeLessThan(1e-12);
    }
    expect(family.condition).toBe(Number.POSITIVE_INFINITY);
  });

  test('fewer rows than columns at λ = 0: passes through every row with the smallest weights', () => {
    const rows = randomRows(6, 9);
    const problem = problemOf(blockOf(rows, 9));
    const family = prepare(problem);
    expect(family.rank).toBe(5);
    const model = family.solve(0);
    const x = scaledRows(blockOf(rows, 9), problem.scaling);
    x.forEach((row, i) => {
      const predicted = row.reduce((sum, value, j) => sum + value * model.weights[j]!, model.intercept[0]!);
      expect(predicted).toBeCloseTo(rows[i]![9]!, 8);
    });
    // The minimum norm is the limit of ridge.
    expectSame(model, family.solve(1e-9), 1e-5);
  });

  test('constant columns get weight 0 and disturb nothing', () => {
    const rows = randomRows(50, 3);
    const alone = prepare(problemOf(blockOf(rows, 3))).solve(1);
    const flat = rows.map(([a, b, c, y]) => [a!, 7, b!, c!, 0.1, y!]);
    for (const standardize of ['all', 'none'] as const) {
      const family = prepare(problemOf(blockOf(flat, 5), standardize));
      const { weights } = family.solve(1);
      expect([weights[1], weights[4]]).toEqual([0, 0]);
      expect(family.rank).toBe(3);
      expect(family.condition).toBeLessThan(100);
      if (standardize === 'all') {
        expect(largest([weights[0]! - alone.weights[0]!, weights[3]! - alone.weights[2]!])).toBeLessThan(
          1e-12,
        );
      }
    }
  });

  test('columns in units 24 orders apart, without standardizing: every weight keeps its digits', () => {
    const rows = randomRows(60, 4);
    const units = [1e12, 1e-12, 1e8, 1e-8];
    const wild = rows.map((row) => row.map((value, j) => value * (units[j] ?? 1)));
    const plain = toOriginal(
      prepare(problemOf(blockOf(rows, 4), 'none')).solve(0),
      problemOf(blockOf(rows, 4), 'none').scaling,
    );
    const { weights } = prepare(problemOf(blockOf(wild, 4), 'none')).solve(0);
    weights.forEach((value, j) => {
      expect(Math.abs((value * units[j]!) / plain.weights[j]! - 1)).toBeLessThan(1e-11);
    });
  });

  test('an offset of 1e9 costs no digits', () => {
    const moved = randomRows(2000, 4).map(([a, ...rest]) => [a! + 1e9, ...rest]);
    const exact = moved.map(([a, ...rest]) => [a! - 1e9, ...rest]);
    const [far, near] = [moved, exact].map((rows) => prepare(problemOf(blockOf(rows, 4))).solve(0).weights);
    far!.forEach((value, j) => {
      expect(Math.abs(value / near![j]! - 1)).toBeLessThan(1e-13);
    });
  });

  test('degrees of freedom: p + 1 at λ = 0, falling to 1', () => {
    const family = prepare(problemOf(blockOf(randomRows(60, 5), 5)));
    expect(family.degreesOfFreedom(0)).toBeCloseTo(6, 12);
    const path = [0, 1, 10, 100, 1e4].map((lambda) => family.degreesOfFreedom(lambda));
    expect(path).toEqual([...path].sort((a, b) => b - a));
    expect(family.degreesOfFreedom(1e15)).toBeCloseTo(1, 8);
    const bare = prepare(problemOf(blockOf(randomRows(60, 5), 5), 'all', false));
    expect(bare.degreesOfFreedom(0)).toBeCloseTo(5, 12);
  });

  test('correct applies the inverse', () => {
    const block = blockOf(randomRows(60, 4, 2), 4);
    const problem = problemOf(block);
    const family = prepare(problem);
    const random = stream(3, 'right');
    const right = Float64Array.from({ length: 8 }, () => random.normal());
    const solution = family.correct(right, 2);
    const x = scaledRows(block, problem.scaling);
    for (const t of [0, 1]) {
      for (let i = 0; i < 4; i++) {
        let image = 2 * solution[t * 4 + i]!;
        for (let j = 0; j < 4; j++) {
          image += x.reduce((sum, row) => sum + row[i]! * row[j]!, 0) * solution[t * 4 + j]!;
        }
        expect(image).toBeCloseTo(right[t * 4 + i]!, 10);
      }
    }
  });

  test('no columns: the mean', () => {
    const model = prepare(problemOf(blockOf([[1], [2], [6]], 0))).solve(1);
    expect([...model.weights]).toEqual([]);
    expect(model.intercept[0]).toBe(3);
  });
});

test('wide problems agree whichever decomposition is used', () => {
  const p = 230;
  const block = blockOf(randomRows(400, p, 2), p);
  const problem = problemOf(block);
  const [chol, sv, spec] = families.map(([, prepare]) => prepare(problem));
  for (const lambda of [0, 1, 1000]) {
    expectSame(sv!.solve(lambda), chol!.solve(lambda));
    expectSame(spec!.solve(lambda), chol!.solve(lambda));
  }
  expect(sv!.condition / spec!.condition).toBeCloseTo(1, 6);
  expect(chol!.degreesOfFreedom(5)).toBeCloseTo(sv!.degreesOfFreedom(5), 8);
});

test('wide problems in mixed units, without standardizing, keep their digits with a little λ', () => {
  const p = 200;
  const rows = randomRows(450, p).map((row) =>
    row.map((value, j) => value * 10 ** (j < p ? (j % 7) - 3 : 0)),
  );
  const problem = problemOf(blockOf(rows, p), 'none');
  const [chol, , spec] = families.map(([, prepare]) => prepare(problem).solve(1));
  spec!.weights.forEach((value, j) => {
    expect(Math.abs(value / chol!.weights[j]! - 1)).toBeLessThan(1e-7);
  });
});

test('svd without a factor answers from the moments', () => {
  const problem = problemOf(blockOf(randomRows(40, 3), 3));
  const solver = solvers.get('svd');
  if (solver.kind !== 'exact') throw new Error('svd is exact');
  expectSame(solver.prepare({ ...problem, factor: null }).solve(1), solver.prepare(problem).solve(1));
});

test('gramCondition: the size of the columns does not matter, their likeness does', () => {
  const rows = randomRows(80, 3);
  const prepare = families[0]![1];
  const plain = prepare(problemOf(blockOf(rows, 3), 'none'));
  const units = rows.map(([a, b, c, y]) => [a! * 1e10, b! * 1e-10, c!, y!]);
  expect(prepare(problemOf(blockOf(units, 3), 'none')).gramCondition(0) / plain.gramCondition(0)).toBeCloseTo(
    1,
    6,
  );
  const alike = rows.map(([a, b, , y]) => [a!, b!, a! + 1e-5 * b!, y!]);
  const near = prepare(problemOf(blockOf(alike, 3)));
  expect(near.gramCondition(0)).toBeGreaterThan(1e8);
  expect(near.gramCondition(80)).toBeLessThan(100);
  const same = rows.map(([a, b, , y]) => [a!, b!, a!, y!]);
  expect(prepare(problemOf(blockOf(same, 3))).gramCondition(0)).toBe(Number.POSITIVE_INFINITY);
});

test('the registry offers every solver', () => {
  expect(solvers.ids()).toEqual(expect.arrayContaining(['cholesky', 'svd', 'gradientDescent']));
  expect(solvers.get('gradient-descent').kind).toBe('iterative');
});
