import { describe, expect, test } from 'vitest';
import { elasticNetPenalty, linearFactors } from '../../../../src/engine/objectives/penalty.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { unpackTheta } from '../../../../src/engine/objectives/theta.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import { coordinateDescent } from '../../../../src/engine/solvers/coordinateDescent.ts';
import { kktAt, kktResidual, kktScale } from '../../../../src/engine/solvers/kkt.ts';
import { lbfgs } from '../../../../src/engine/solvers/lbfgs.ts';
import { newton } from '../../../../src/engine/solvers/newton.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeSolver,
  Objective,
} from '../../../../src/engine/solvers/types.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { largest, problemOf } from './problems.ts';

const P = 6;
const K = 2;
const SOLVERS = [coordinateDescent, newton, lbfgs];

interface Choice {
  readonly standardize?: 'all' | 'none';
  readonly intercept?: boolean;
  readonly lambda?: number;
  readonly l1Ratio?: number;
}

function problemFor({ standardize = 'all', intercept = true, lambda = 0, l1Ratio = 0 }: Choice) {
  const problem = problemOf(blockOf(randomRows(150, P, K), P), standardize, intercept);
  const factors = linearFactors({ p: P, k: K, intercept });
  const penalty = elasticNetPenalty({ lambda, l1Ratio, factors });
  const objective: Objective = squaredObjective(problem.moments, problem.scaling, intercept, 0, penalty);
  return { problem, objective };
}

async function runAll(
  solver: IterativeSolver,
  objective: Objective,
  options: Partial<IterativeOptions> = {},
) {
  const steps: (Iterate & { saved: string })[] = [];
  const start = new Float64Array(objective.size).fill(0.3);
  const run = solver.run(objective, start, {
    iterations: 2000,
    learningRate: 'auto',
    tolerance: 1e-8,
    ...options,
  });
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, result: next.value };
    steps.push({
      ...next.value,
      theta: next.value.theta.slice(),
      saved: JSON.stringify(next.value.state!()),
    });
  }
}

describe.each(SOLVERS)('$id on squared error', (solver) => {
  test.each([
    { standardize: 'all', intercept: true },
    { standardize: 'none', intercept: true },
    { standardize: 'all', intercept: false },
  ] as const)('is the exact ridge solution: %j', async (choice) => {
    const { problem, objective } = problemFor({ ...choice, lambda: 5 / 150 });
    const { result } = await runAll(solver, objective, { tolerance: 1e-12 });
    expect(result.reason).toBe('converged');
    const exact = cholesky.prepare(problem).solve(5);
    const reached = unpackTheta(result.theta, P, K, choice.intercept);
    reached.weights.forEach((weight, at) => {
      expect(Math.abs(weight - exact.weights[at]!)).toBeLessThan(1e-9 * largest(exact.weights));
    });
  });
});

test('coordinate descent streams its sweeps, the loss never rising, and resumes bit for bit', async () => {
  const { objective } = problemFor({ lambda: 0.2, l1Ratio: 0.7, standardize: 'none' });
  const { steps, result } = await runAll(coordinateDescent, objective, { tolerance: 0 });
  expect(result.reason).toBe('stalled');
  expect(await kktAt(objective, result.theta)).toBeLessThan(1e-13);
  expect(steps.length).toBeGreaterThan(4);
  const totals = steps.map(({ dataLoss, penalty }) => dataLoss + penalty);
  for (const [at, total] of totals.slice(1).entries())
    expect(total).toBeLessThanOrEqual(totals[at]! * (1 + 1e-14));
  for (const at of [0, 1, 3, steps.length - 2]) {
    const rest = await runAll(coordinateDescent, objective, {
      tolerance: 0,
      resume: JSON.parse(steps[at]!.saved),
    });
    expect(rest.steps.map(({ theta }) => theta)).toEqual(steps.slice(at).map(({ theta }) => theta));
    expect(rest.result).toEqual(result);
  }
});

test.each([0.5, 1])(
  'coordinate descent ends with all digits at its own tolerance, l1Ratio %d',
  async (l1Ratio) => {
    for (const lambda of [0.1, 0.02, 0.004]) {
      const { objective } = problemFor({ lambda, l1Ratio });
      const { result, steps } = await runAll(coordinateDescent, objective);
      expect(result.reason).toBe('converged');
      expect(steps.at(-1)!.kktResidual).toBeLessThan(1e-13);
    }
  },
);

test('a lasso is 0 at the largest λ and not below it', async () => {
  const { objective } = problemFor({});
  const most = await kktScale(objective);
  for (const [share, none] of [
    [1 + 1e-12, true],
    [0.99, false],
  ] as const) {
    const { objective: lasso } = problemFor({ lambda: share * most, l1Ratio: 1 });
    for (const solver of [coordinateDescent, lbfgs]) {
      const { result } = await runAll(solver, lasso);
      expect(result.reason).toBe('converged');
      const { weights } = unpackTheta(result.theta, P, K, true);
      expect(
        weights.every((weight) => weight === 0),
        solver.id,
      ).toBe(none);
    }
  }
});

describe('kkt', () => {
  test('residuals are relative to the largest covariance with the target, also of raw columns', async () => {
    for (const standardize of ['all', 'none'] as const) {
      const { problem, objective } = problemFor({ standardize });
      const { scatter, count } = problem.moments;
      const d = P + K;
      const products = [0, 1].flatMap((t) =>
        Array.from({ length: P }, (_, j) => scatter[j * d + P + t]! / count / problem.scaling.scale[j]!),
      );
      expect(await kktScale(objective)).toBeCloseTo(largest(products), 9);
      expect(await kktAt(objective, objective.origin!)).toBeCloseTo(1, 12);
    }
  });

  test('an L1 part holds weights at 0 whose slope is smaller, and says so of a gradient that is no number', () => {
    const penalty = elasticNetPenalty({ lambda: 2, l1Ratio: 1, factors: Float64Array.of(1, 1, 1) });
    const theta = Float64Array.of(0, 0, 1);
    expect(kktResidual({ penalty }, theta, Float64Array.of(2, -5, -2), 1)).toBe(3);
    expect(kktResidual({ penalty }, theta, Float64Array.of(2, -5, 1), 2)).toBe(1.5);
    expect(kktResidual({ penalty }, theta, Float64Array.of(0, Number.NaN, 0), 1)).toBeNaN();
  });
});

test('too many weights for their second derivatives are refused with another solver', async () => {
  const { objective } = problemFor({});
  for (const solver of [newton, coordinateDescent])
    await expect(runAll(solver, { ...objective, size: 5001 })).rejects.toThrow(/5001 weights .* lbfgs/);
});
