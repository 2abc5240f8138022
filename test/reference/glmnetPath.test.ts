import { describe, expect, it } from 'vitest';
import { columnDeviation, toOriginal } from '../../src/engine/data/scaling.ts';
import { elasticNetPath } from '../../src/engine/linalg/quadraticPath.ts';
import { linearFactors } from '../../src/engine/objectives/penalty.ts';
import { unpackTheta } from '../../src/engine/objectives/theta.ts';
import { type Case, expectClose, readFamily, tableOf, trainModel } from './engine.ts';
import { elasticNetObjective, squaredProblem } from './squaredProblems.ts';

interface PathCase extends Case {
  target: string;
  params: { alpha: number; standardize: boolean; sd_y: number; lam: number[] };
  expected: { a0: number[]; beta: number[][] };
  tolerance: { coef_normwise: number };
}

const COUNT = 12;
const family = readFamily<PathCase>('glmnet_path');

/** glmnet divides the L2 part by the deviation of y: its λ and alpha in ours. */
function converted(lambda: number, alpha: number, deviation: number): { lambda: number; l1Ratio: number } {
  const whole = alpha + (1 - alpha) / deviation;
  return { lambda: lambda * whole, l1Ratio: alpha / whole };
}

describe('glmnet_path', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(family.cases.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { params, expected, tolerance } = own;
    const problem = await squaredProblem(own, own.target, params.standardize);
    const p = own.features.length;
    const deviation = columnDeviation(problem.moments, p);
    expectClose('the deviation of y', deviation, params.sd_y, 1e-12);
    const objective = elasticNetObjective(problem, 0, 0);
    const n = objective.size;
    const hessian = new Float64Array(n * n);
    const gradient = new Float64Array(n);
    objective.hessian!(new Float64Array(n), hessian);
    objective.evaluate(new Float64Array(n), gradient);
    const settings = params.lam.map((lambda) => converted(lambda, params.alpha, deviation));
    const path = elasticNetPath(
      {
        n,
        hessian,
        linear: gradient.map((slope) => -slope),
        factors: linearFactors({ p, k: 1, intercept: true }),
        l1Ratio: settings[0]!.l1Ratio,
      },
      settings.map(({ lambda }) => lambda),
    );
    const most = Math.max(...expected.beta.flat().map(Math.abs));
    let row = 0;
    for (const theta of path) {
      const { weights, intercept } = toOriginal(unpackTheta(theta, p, 1, true), problem.scaling);
      const wanted = expected.beta[row]!;
      const artefact = params.alpha === 0 && row === 0;
      // The first λ of a lasso is the largest one in 15 digits: weights there are 0 but for rounding.
      const size = Math.max(...wanted.map(Math.abs), 1e-9 * most);
      for (const [j, weight] of weights.entries()) {
        if (!artefact)
          expect(Math.abs(weight - wanted[j]!)).toBeLessThanOrEqual(tolerance.coef_normwise * size);
      }
      if (!artefact) expectClose('intercept', intercept[0], expected.a0[row]!, tolerance.coef_normwise);
      row++;
    }
    expect(row).toBe(params.lam.length);
  });

  it.each(family.cases.map((own) => [own.case, own] as const))('%s, trained at each λ', async (_, own) => {
    const { params, expected, tolerance, features } = own;
    const table = await tableOf(`data/${own.data}`);
    const most = Math.max(...expected.beta.flat().map(Math.abs));
    for (const [row, given] of params.lam.entries()) {
      // At alpha = 0 glmnet's first row is an artefact.
      if (params.alpha === 0 && row === 0) continue;
      const { lambda, l1Ratio } = converted(given, params.alpha, params.sd_y);
      const { file } = await trainModel(
        table,
        {
          target: [own.target],
          features,
          model: 'linear',
          lambda,
          lambdaScale: 'perSample',
          l1Ratio,
          standardize: params.standardize ? 'all' : 'none',
        },
        { compare: false },
      );
      const found = file.coefficients as Record<string, number>;
      const wanted = expected.beta[row]!;
      const size = Math.max(...wanted.map(Math.abs), 1e-9 * most);
      for (const [j, feature] of features.entries()) {
        const error = Math.abs(found[feature]! - wanted[j]!);
        expect(error, `${feature} at λ ${given}`).toBeLessThanOrEqual(tolerance.coef_normwise * size);
      }
      expectClose('intercept', file.intercept as number, expected.a0[row]!, tolerance.coef_normwise);
    }
  });
});
