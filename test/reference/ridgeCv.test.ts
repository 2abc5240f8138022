import { describe, expect, it } from 'vitest';
import { parseSpec, prepareData, type RunSpecInput } from '../../src/engine/index.ts';
import { type CrossValidation, crossValidate } from '../../src/engine/selection/crossValidation.ts';
import { type Case, expectClose, readFamily, tableOf } from './engine.ts';

interface RidgeCvCase extends Case {
  target: string;
  params: { alphas: number[]; fold_sizes?: number[] };
  expected: {
    loo_mse?: number[];
    gcv?: number[];
    df?: number[];
    train_mse?: number[];
    best_alpha_loo?: number;
    best_alpha_gcv?: number;
    fold_mse?: number[][];
    pooled_mse?: number[];
    best_alpha_pooled?: number;
  };
  tolerance: { score_rel: number };
}

const COUNT = 32;
const family = readFamily<RidgeCvCase>('ridge_cv');

async function validated(own: RidgeCvCase, folds: RunSpecInput['folds']): Promise<CrossValidation> {
  const spec = parseSpec({
    target: [own.target],
    features: own.features,
    standardize: own.preprocessing.startsWith('z-scale') ? 'all' : 'none',
    lambdaChoice: 'min',
    folds,
  });
  const data = await prepareData(await tableOf(`data/${own.data}`), spec);
  const steps = crossValidate(spec, data, { lambdas: own.params.alphas, memoryLimitBytes: 2 ** 28 });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

/** The reference lists λ from small to large. */
function expectCurve(
  what: string,
  actual: readonly number[] | null,
  wanted: number[],
  tolerance: number,
): void {
  expect(actual).toHaveLength(wanted.length);
  const rising = [...(actual ?? [])].reverse();
  for (const [at, own] of wanted.entries()) expectClose(`${what} at λ ${at}`, rising[at], own, tolerance);
}

function best(lambdas: readonly number[], losses: readonly number[]): number {
  return lambdas[losses.indexOf(Math.min(...losses))]!;
}

describe('ridge_cv', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  const leftOut = family.cases.filter((own) => own.case.startsWith('loo/'));
  it.each(leftOut.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { expected, tolerance } = own;
    const found = await validated(own, { kind: 'loo' });
    expectCurve('loo', found.loo, expected.loo_mse!, tolerance.score_rel);
    expectCurve('cvMean', found.cvMean, expected.loo_mse!, tolerance.score_rel);
    expectCurve('gcv', found.gcv, expected.gcv!, tolerance.score_rel);
    expectCurve('degrees of freedom', found.degreesOfFreedom, expected.df!, tolerance.score_rel);
    expectCurve('train', found.trainMean, expected.train_mse!, tolerance.score_rel);
    expect(found.lambdaMin).toBe(expected.best_alpha_loo);
    expect(best(found.lambdas, found.gcv!)).toBe(expected.best_alpha_gcv);
  });

  const folded = family.cases.filter((own) => own.case.startsWith('kfold5/'));
  it.each(folded.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { expected, params, tolerance } = own;
    const found = await validated(own, { kind: 'contiguous', count: 5 });
    expect(found.folds.sizes).toEqual(params.fold_sizes);
    for (const [fold, wanted] of expected.fold_mse!.entries())
      expectCurve(`fold ${fold}`, found.folds.losses[fold]!, wanted, tolerance.score_rel);
    expectCurve('mean', found.cvMean, expected.pooled_mse!, tolerance.score_rel);
    expect(found.lambdaMin).toBe(expected.best_alpha_pooled);
  });
});
