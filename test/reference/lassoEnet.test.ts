import { describe, expect, it } from 'vitest';
import { toOriginal } from '../../src/engine/data/scaling.ts';
import { unpackTheta } from '../../src/engine/objectives/theta.ts';
import { coordinateDescent } from '../../src/engine/solvers/coordinateDescent.ts';
import { lbfgs } from '../../src/engine/solvers/lbfgs.ts';
import type { IterativeSolver, Objective } from '../../src/engine/solvers/types.ts';
import { type Case, expectClose, readFamily } from './engine.ts';
import { elasticNetObjective, squaredProblem } from './squaredProblems.ts';

interface LassoCase extends Case {
  target: string;
  params: { alpha: number; l1_ratio: number; standardize: boolean; alpha_max: number };
  expected: { coef: number[]; intercept: number; nonzero: number; objective: number };
  tolerance: { coef_normwise: number; objective_rel: number };
}

const COUNT = 168;
const family = readFamily<LassoCase>('lasso_enet');

async function solve(
  solver: IterativeSolver,
  objective: Objective,
  tolerance: number,
): Promise<Float64Array> {
  const options = { iterations: 10_000, learningRate: 'auto', tolerance } as const;
  const steps = solver.run(objective, new Float64Array(objective.size), options);
  for (;;) {
    const next = await steps.next();
    if (!next.done) continue;
    expect(next.value.reason).toBe('converged');
    return next.value.theta;
  }
}

describe('lasso_enet', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(family.cases.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { params, expected, tolerance } = own;
    const problem = await squaredProblem(own, own.target, params.standardize);
    const objective = elasticNetObjective(problem, params.alpha, params.l1_ratio);
    const p = own.features.length;
    const theta = await solve(coordinateDescent, objective, 1e-8);
    const { weights, intercept } = toOriginal(unpackTheta(theta, p, 1, true), problem.scaling);
    const size = Math.max(...expected.coef.map(Math.abs));
    for (const [j, wanted] of expected.coef.entries()) {
      expect(weights[j] === 0, `${own.features[j]} is ${weights[j]}`).toBe(wanted === 0);
      expect(Math.abs(weights[j]! - wanted)).toBeLessThanOrEqual(tolerance.coef_normwise * size);
    }
    expect(weights.filter((weight) => weight !== 0)).toHaveLength(expected.nonzero);
    expectClose('intercept', intercept[0], expected.intercept, tolerance.coef_normwise);
    const { dataLoss, penalty } = objective.evaluate(theta, null);
    expectClose('objective', dataLoss + penalty, expected.objective, tolerance.objective_rel);
  });

  const standardized = family.cases.filter(({ params }) => params.standardize);
  it.each(standardized.map((own) => [own.case, own] as const))('%s by L-BFGS', async (_, own) => {
    const { params, expected, tolerance } = own;
    const problem = await squaredProblem(own, own.target, true);
    const objective = elasticNetObjective(problem, params.alpha, params.l1_ratio);
    const theta = await solve(lbfgs, objective, 1e-10);
    const { weights } = toOriginal(unpackTheta(theta, own.features.length, 1, true), problem.scaling);
    const size = Math.max(...expected.coef.map(Math.abs));
    for (const [j, wanted] of expected.coef.entries()) {
      expect(weights[j] === 0, `${own.features[j]} is ${weights[j]}`).toBe(wanted === 0);
      expect(Math.abs(weights[j]! - wanted)).toBeLessThanOrEqual(tolerance.coef_normwise * size);
    }
  });
});
