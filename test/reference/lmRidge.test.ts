import { describe, expect, it } from 'vitest';
import { coefficientPath, parseSpec, prepareData } from '../../src/engine/index.ts';
import { closedForms } from '../../src/engine/selection/closedForms.ts';
import { type Case, expectClose, readFamily, tableOf } from './engine.ts';

interface LmRidgeCase extends Case {
  target: string;
  params: { lam: number[] };
  expected: { coef: number[][]; GCV: number[] };
  tolerance: { coef_rel: number };
}

const COUNT = 3;
const family = readFamily<LmRidgeCase>('lm_ridge');

describe('lm_ridge', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(family.cases.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { expected, params, tolerance } = own;
    const spec = parseSpec({ target: [own.target], features: own.features });
    const data = await prepareData(await tableOf(`data/${own.data}`), spec);
    const { lambdas, models } = await coefficientPath(spec, data, params.lam);
    for (const [row, lambda] of params.lam.entries()) {
      const { weights, intercept } = models[lambdas.indexOf(lambda)]!;
      const [wantedIntercept, ...wanted] = expected.coef[row]!;
      expectClose(`intercept at ${lambda}`, intercept[0], wantedIntercept!, tolerance.coef_rel);
      for (const [j, own] of wanted.entries())
        expectClose(`weight ${j} at ${lambda}`, weights[j], own, tolerance.coef_rel);
    }
    const steps = closedForms(spec, data, params.lam, { memoryLimitBytes: 2 ** 28 });
    let next = await steps.next();
    while (!next.done) next = await steps.next();
    const { train, freedom } = next.value!;
    const m = data.counts.train;
    for (const [at, wanted] of expected.GCV.entries()) {
      // lm.ridge leaves the intercept out of the degrees of freedom, and divides by (m − d.f.)² alone.
      const theirs = (m * train[at]!) / (m - (freedom![at]! - 1)) ** 2;
      expectClose(`GCV at ${params.lam[at]}`, theirs, wanted, tolerance.coef_rel);
    }
  });
});
