import { describe, expect, it } from 'vitest';
import { toOriginal } from '../../src/engine/data/scaling.ts';
import { unpackTheta } from '../../src/engine/objectives/theta.ts';
import { coordinateDescent } from '../../src/engine/solvers/coordinateDescent.ts';
import { lbfgs } from '../../src/engine/solvers/lbfgs.ts';
import type { IterativeSolver, Objective } from '../../src/engine/solvers/types.ts';
import { type Case, expectClose, expectNormwise, readFamily, tableOf, trainModel } from './engine.ts';
import { elasticNetObjective, squaredProblem } from './squaredProblems.ts';

interface LassoCase extends Case {
  target: string;
  params: { alpha: number; l1_ratio: number; standardize: boolean; alpha_max: number };
  expected: {
    coef: number[];
    coef_standardized?: number[];
    intercept: number;
    nonzero: number;
    objective: number;
    metrics: { train_mse: number; train_r2: number };
  };
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

  it.each(family.cases.map((own) => [own.case, own] as const))('%s, trained', async (_, own) => {
    const { params, expected, tolerance, features } = own;
    const { file, result } = await trainModel(await tableOf(`data/${own.data}`), {
      target: [own.target],
      features,
      model: 'linear',
      lambda: params.alpha,
      lambdaScale: 'perSample',
      l1Ratio: params.l1_ratio,
      standardize: params.standardize ? 'all' : 'none',
    });
    const found = file.coefficients as Record<string, number>;
    for (const [j, feature] of features.entries()) {
      expect(found[feature] === 0, `${feature} is ${found[feature]}`).toBe(expected.coef[j] === 0);
    }
    expectNormwise(found, features, expected.coef, tolerance.coef_normwise);
    if (expected.coef_standardized) {
      const standardized = file.standardized.coefficients as Record<string, number>;
      expectNormwise(standardized, features, expected.coef_standardized, tolerance.coef_normwise);
    }
    expectClose('intercept', file.intercept as number, expected.intercept, tolerance.coef_normwise);
    const { dataLoss, penalty, exactZeros, scores } = result.now;
    expectClose('objective', dataLoss + penalty, expected.objective, tolerance.objective_rel);
    expectClose('mse', scores.train?.mse, expected.metrics.train_mse, tolerance.coef_normwise);
    expectClose('r2', scores.train?.r2, expected.metrics.train_r2, tolerance.coef_normwise);
    expect(exactZeros).toBe(features.length - expected.nonzero);
    expect(file.convergence).toMatchObject({ converged: true });
    expect(file.convergence!.kktResidual).toBeLessThanOrEqual(1e-8);
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
