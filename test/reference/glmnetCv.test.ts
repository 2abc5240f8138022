import { describe, expect, it } from 'vitest';
import { columnDeviation } from '../../src/engine/data/scaling.ts';
import { type PreparedData, parseSpec, prepareData, type RunSpec } from '../../src/engine/index.ts';
import { chooseIn, type FoldCurve, type MeanCurve, meanCurve } from '../../src/engine/selection/curve.ts';
import { foldData } from '../../src/engine/selection/foldData.ts';
import { foldLosses } from '../../src/engine/selection/foldLosses.ts';
import { type Case, expectClose, readFamily, tableOf } from './engine.ts';

interface CvCase extends Case {
  target: string;
  params: { alpha: number; lam: number[] };
  expected: { cvm: number[]; cvsd: number[]; lambda_min: number; lambda_1se: number };
  tolerance: { cvm_rel: number };
}

const COUNT = 6;
const family = readFamily<CvCase>('glmnet_cv');

async function folded(own: CvCase): Promise<{ spec: RunSpec; data: PreparedData }> {
  const spec = parseSpec({
    target: [own.target],
    features: own.features,
    l1Ratio: own.params.alpha,
    lambdaScale: 'perSample',
    lambdaChoice: 'min',
    folds: { kind: 'contiguous', count: 5 },
  });
  return { spec, data: await prepareData(await tableOf(`data/${own.data}`), spec) };
}

/** glmnet divides the L2 part by the deviation of the fold's y, so that ridge has another λ in each fold. */
async function curveOf(own: CvCase): Promise<MeanCurve> {
  const { spec, data } = await folded(own);
  const folding = data.folding!;
  const curve: FoldCurve & { sizes: number[]; losses: Float64Array[] } = { sizes: [], losses: [] };
  for (const held of folding.held) {
    const fold = await foldData(data, folding, held);
    const deviation = own.params.alpha === 0 ? columnDeviation(fold.moments.train, own.features.length) : 1;
    const lambdas = own.params.lam.map((lambda) => lambda / deviation);
    const steps = foldLosses(spec, fold, lambdas, { memoryLimitBytes: 2 ** 28 });
    let next = await steps.next();
    while (!next.done) next = await steps.next();
    curve.sizes.push(folding.rows[held]!);
    curve.losses.push(next.value.validation);
  }
  return meanCurve(curve);
}

describe('glmnet_cv', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(family.cases.map((own) => [own.case, own] as const))('%s', async (_, own) => {
    const { expected, params, tolerance } = own;
    const curve = await curveOf(own);
    // The first λ of a path with alpha = 0 is an artefact: weights that are all 0.
    const first = params.alpha === 0 ? 1 : 0;
    for (let at = first; at < params.lam.length; at++) {
      expectClose(`mean at ${at}`, curve.mean[at], expected.cvm[at]!, tolerance.cvm_rel);
      expectClose(`standard error at ${at}`, curve.se[at], expected.cvsd[at]!, tolerance.cvm_rel);
    }
    const { min, oneSe } = chooseIn(curve);
    expect(params.lam[min]).toBe(expected.lambda_min);
    expect(params.lam[oneSe]).toBe(expected.lambda_1se);
  });
});
