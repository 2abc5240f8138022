import { describe, expect, test } from 'vitest';
import { toOriginal } from '../../../../src/engine/data/scaling.ts';
import type { DesignBlock, LinearWeights } from '../../../../src/engine/data/types.ts';
import { factorRows } from '../../../../src/engine/linalg/factorRows.ts';
import { refine } from '../../../../src/engine/linalg/refine.ts';
import { ResidualSums } from '../../../../src/engine/linalg/residualSums.ts';
import { svd } from '../../../../src/engine/solvers/svd.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { families, problemOf } from '../solvers/problems.ts';

async function* inBlocks(block: DesignBlock, size: number): AsyncGenerator<DesignBlock> {
  const p = block.x.length / block.rows;
  const k = block.y.length / block.rows;
  for (let from = 0; from < block.rows; from += size) {
    const to = Math.min(block.rows, from + size);
    yield {
      rows: to - from,
      x: block.x.slice(from * p, to * p),
      y: block.y.slice(from * k, to * k),
      part: block.part.slice(from, to),
    };
  }
}

function relative(actual: LinearWeights, wanted: LinearWeights): number {
  const errors = [...actual.weights].map((value, j) => Math.abs(value / wanted.weights[j]! - 1));
  return Math.max(
    ...errors,
    ...[...actual.intercept].map((value, t) => Math.abs(value / wanted.intercept[t]! - 1)),
  );
}

describe('ResidualSums', () => {
  test('keep what cancels in single precision', () => {
    const rows = [
      [1e8, 1e16 + 2],
      [1, 1e8 + 2 ** -20],
      [3, 3e8 - 2 ** -20],
    ];
    const weights = { p: 1, k: 1, weights: Float64Array.of(1e8), intercept: Float64Array.of(0) };
    const sums = new ResidualSums(weights);
    sums.add(blockOf(rows, 1), 0);
    expect(sums.sum(0, 1)).toEqual([2, 0]);
    const wanted = 2e8 + 2 ** -20 - 3 * 2 ** -20;
    expect(sums.sum(0, 0)[0] + sums.sum(0, 0)[1]).toBe(wanted);
  });

  test('count the rows of one part alone', () => {
    const block = blockOf(randomRows(20, 2), 2);
    block.part.fill(2, 5);
    const weights = { p: 2, k: 1, weights: new Float64Array(2), intercept: new Float64Array(1) };
    const sums = new ResidualSums(weights);
    sums.add(block, 0);
    const direct = [...block.y.subarray(0, 5)].reduce((sum, y) => sum + y, 0);
    expect(sums.sum(0, 2)[0]).toBeCloseTo(direct, 12);
  });
});

describe('refine', () => {
  // Whole numbers and a solution in whole numbers: the truth is known exactly.
  const truth = [3, -2, 7, 1];
  const rows = Array.from({ length: 60 }, (_, i) => {
    const a = 1e6 + i;
    const b = i * i;
    const c = (i * 7919) % 101;
    return [a, b, c, truth[3]! + truth[0]! * a + truth[1]! * b + truth[2]! * c];
  });
  const block = blockOf(rows, 3);
  const exact = {
    p: 3,
    k: 1,
    weights: Float64Array.from(truth.slice(0, 3)),
    intercept: Float64Array.of(truth[3]!),
  };

  test.each(families)('%s: every digit, from blocks that come asynchronously', async (_, prepare) => {
    const problem = problemOf(block, 'none');
    const family = prepare(problem);
    const start = toOriginal(family.solve(0), problem.scaling);
    const before = structuredClone(start);
    const refined = await refine(() => inBlocks(block, 17), start, problem, family, 0);
    expect(start).toEqual(before);
    expect(relative(refined.weights, exact)).toBe(0);
    expect(refined.firstChange).toBeGreaterThanOrEqual(relative(start, exact) * 0.5);
  });

  test('starts far off and still arrives; says how far off it was', async () => {
    const problem = problemOf(block);
    const far = {
      ...exact,
      weights: exact.weights.map((value) => value * 1.01),
      intercept: Float64Array.of(5),
    };
    const refined = await refine(() => [block], far, problem, svd.prepare(problem), 0);
    expect(relative(refined.weights, exact)).toBe(0);
    expect(refined.firstChange).toBeGreaterThan(5e-3);
    expect(refined.passes).toBeLessThanOrEqual(4);
  });

  test('with a penalty, several targets and any scale, every family arrives at the same weights', async () => {
    const own = blockOf(randomRows(90, 5, 2), 5);
    for (const standardize of ['all', 'none'] as const) {
      for (const intercept of [true, false]) {
        const problem = problemOf(own, standardize, intercept);
        const reached = await Promise.all(
          families.map(([, prepare]) => {
            const family = prepare(problem);
            return refine(() => [own], toOriginal(family.solve(3), problem.scaling), problem, family, 3);
          }),
        );
        for (const { weights } of reached) {
          weights.weights.forEach((value, at) => {
            expect(Math.abs(value / reached[0]!.weights.weights[at]! - 1)).toBeLessThan(1e-15);
          });
        }
      }
    }
  });

  test('weights that should be 0 do not keep it busy', async () => {
    const own = blockOf(
      rows.map((row) => [...row.slice(0, 3), 5 + 2 * row[0]!]),
      3,
    );
    const problem = problemOf(own);
    const family = svd.prepare(problem);
    const { weights, passes } = await refine(
      () => [own],
      toOriginal(family.solve(0), problem.scaling),
      problem,
      family,
      0,
    );
    expect(passes).toBeLessThanOrEqual(3);
    expect(weights.weights[0]).toBeCloseTo(2, 14);
    expect(Math.abs(weights.weights[1]!)).toBeLessThan(1e-16);
  });

  test('gives up where a sum overflows, keeping the start', async () => {
    const problem = problemOf(block);
    const huge = blockOf([[1e305, 1, 1, 1e308]], 3);
    const { weights, passes } = await refine(() => [huge], exact, problem, svd.prepare(problem), 0);
    expect(weights).toBe(exact);
    expect(passes).toBe(1);
  });
});

test('factorRows reads rows once and gives the factor of all of them', async () => {
  const block = blockOf(randomRows(100, 4), 4);
  const problem = problemOf(block);
  const factor = await factorRows(inBlocks(block, 33), problem);
  expect(factor.count).toBe(100);
  const [whole, read] = [problem, { ...problem, factor }].map((own) => svd.prepare(own).solve(1).weights);
  read!.forEach((value, j) => {
    expect(value).toBeCloseTo(whole![j]!, 12);
  });
});
