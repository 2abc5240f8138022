import { describe, expect, test } from 'vitest';
import { toOriginal, toScaled } from '../../../../src/engine/data/scaling.ts';
import { equilibrate, inverseTrace, solveAll } from '../../../../src/engine/linalg/equilibrated.ts';
import { levelGroups, nullDirections } from '../../../../src/engine/linalg/nullDirections.ts';
import { refine } from '../../../../src/engine/linalg/refine.ts';
import { normalResidual, scaleMoments } from '../../../../src/engine/linalg/scaledMoments.ts';
import { stream } from '../../../../src/engine/random.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import { svd } from '../../../../src/engine/solvers/svd.ts';
import type { ColumnFamily, RidgeProblem } from '../../../../src/engine/solvers/types.ts';
import type { RunSpec } from '../../../../src/engine/spec.ts';
import { blockOf } from '../data/blocks.ts';
import { largest, problemOf } from '../solvers/problems.ts';

const GROUPS = [
  [2, 3, 4, 5],
  [6, 7, 8],
];

/** Two numbers and two text columns, every row with one level of each; a rare level; the first `gaps` rows with none. */
function oneHotRows(n: number, gaps = 0): number[][] {
  const random = stream(3, 'one-hot');
  return Array.from({ length: n }, (_, row) => {
    const x = [random.normal(), 100 + 5 * random.normal(), 0, 0, 0, 0, 0, 0, 0];
    const first = row % 500 === 7 ? 3 : random.integer(0, 2);
    const second = random.integer(0, 2);
    if (row >= gaps) x[2 + first] = 1;
    x[6 + second] = 1;
    return [...x, x[0]! - 0.3 * x[1]! + first - 2 * second + random.normal()];
  });
}

const block = blockOf(oneHotRows(3000), 9);

function problem(standardize: RunSpec['standardize'] = 'all', rows = block): RidgeProblem {
  return { ...problemOf(rows, standardize), groups: GROUPS };
}

test('levels of one text column are a group', () => {
  const columns = [0, 2, 2, 1, 4, 4].map((source) => {
    return { source, kind: source % 2 === 0 && source > 0 ? ('level' as const) : ('numeric' as const) };
  });
  expect(levelGroups(columns)).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

test('a direction is known only where every row has a level', () => {
  const known = ({ moments, scaling }: RidgeProblem) => nullDirections(moments, scaling, GROUPS);
  expect(known(problem()).map(({ columns }) => [...columns])).toEqual(GROUPS);
  const gap = problem('all', blockOf(oneHotRows(3000, 1), 9));
  expect(known(gap).map(({ columns }) => [...columns])).toEqual([GROUPS[1]]);
});

test.each(['all', 'numeric', 'none'] as const)('directions are null in the moments: %s', (standardize) => {
  const { moments, scaling } = problem(standardize);
  const { p, gram } = scaleMoments(moments, scaling, true);
  for (const { columns, values } of nullDirections(moments, scaling, GROUPS)) {
    for (let i = 0; i < p; i++) {
      let sum = 0;
      for (const [at, j] of columns.entries()) sum += gram[i * p + j]! * values[at]!;
      expect(Math.abs(sum)).toBeLessThan(1e-10 * Math.sqrt(gram[i * (p + 1)]! * moments.count));
    }
  }
});

describe.each([1e-9, 1e-4, 1, 1e3])('λ = %d', (lambda) => {
  test.each(['all', 'numeric', 'none'] as const)(
    'keeps its digits without the rows: %s',
    async (standardize) => {
      const own = problem(standardize);
      const family = cholesky.prepare(own);
      const precise = svd.prepare(own);
      const start = toOriginal(precise.solve(lambda), own.scaling);
      const { weights } = await refine(() => [block], start, own, precise, lambda);
      const wanted = toScaled(weights, own.scaling).weights;
      const solved = family.solve(lambda).weights;
      const distance = largest(solved.map((weight, j) => weight - wanted[j]!));
      expect(distance).toBeLessThan(2e-13 * largest(wanted));
      expect(family.gramCondition(lambda)).toBeLessThan(2e3);
    },
  );

  test('refinement comes to the same weights as without the directions', async () => {
    const own = problem();
    const refined = async (family: ColumnFamily) => {
      const start = toOriginal(family.solve(lambda), own.scaling);
      return (await refine(() => [block], start, own, family, lambda)).weights.weights;
    };
    const actual = await refined(cholesky.prepare(own));
    const wanted = await refined(cholesky.prepare({ ...own, groups: [] }));
    const distance = largest(actual.map((weight, j) => weight / wanted[j]! - 1));
    expect(distance).toBeLessThan(lambda < 1e-6 ? 1e-10 : 1e-14);
  });
});

test('the inverse is that of the matrix without what was added, along the directions too', () => {
  const { moments, scaling } = problem();
  const scaled = scaleMoments(moments, scaling, true);
  const system = equilibrate(scaled, 0.5, nullDirections(moments, scaling, GROUPS));
  const right = Float64Array.from({ length: 9 }, (_, j) => Math.cos(j) * 10);
  const residual = normalResidual({ ...scaled, cross: right }, solveAll(system, right), 0.5);
  expect(largest(residual)).toBeLessThan(1e-10 * largest(right));
  expect(inverseTrace(system) / inverseTrace(equilibrate(scaled, 0.5))).toBeCloseTo(1, 10);
});

test('without λ the solution of least norm, the rank and the degrees of freedom are those of the spectrum', () => {
  const own = problem();
  const family = cholesky.prepare(own);
  const spectral = cholesky.prepare({ ...own, groups: [] });
  const wanted = spectral.solve(0).weights;
  const distance = largest(family.solve(0).weights.map((weight, j) => weight - wanted[j]!));
  expect(distance).toBeLessThan(1e-12 * largest(wanted));
  expect([family.singular, family.rank, family.condition]).toEqual([true, 7, Number.POSITIVE_INFINITY]);
  expect(family.gramCondition(0)).toBe(Number.POSITIVE_INFINITY);
  for (const lambda of [50, 3, 0]) {
    expect(family.degreesOfFreedom(lambda)).toBeCloseTo(spectral.degreesOfFreedom(lambda), 9);
  }
});

test('a column that repeats another leaves the rank to the spectrum', () => {
  const rows = oneHotRows(500).map((row) => [...row.slice(0, 9), 2 * row[0]!, row[9]!]);
  const family = cholesky.prepare({ ...problemOf(blockOf(rows, 10)), groups: GROUPS });
  expect([family.singular, family.rank]).toEqual([true, 7]);
});
