import { describe, expect, it } from 'vitest';
import {
  type Case,
  expectClose,
  expectCoefficients,
  expectMetrics,
  readFamily,
  splitOf,
  type Tolerance,
  trainOn,
  withSolvers,
} from './engine.ts';

interface MultiCase extends Case {
  target: string[];
  params: { alpha: number; standardize: boolean; split: string };
  expected: { coef: number[][]; intercept: number[]; metrics: Record<string, Record<string, number>> };
  tolerance: Tolerance;
}

const COUNT = 18;
const family = readFamily<MultiCase>('multi_output');

describe('multi_output', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance, target } = own;
    const { file, result } = await trainOn(`data/${own.data}`, {
      target,
      features: own.features,
      lambda: params.alpha,
      standardize: params.standardize ? 'all' : 'none',
      split: splitOf(params.split),
      solver,
    });
    const coefficients = file.coefficients as Record<string, Record<string, number>>;
    const intercepts = file.intercept as Record<string, number>;
    expect(Object.keys(coefficients)).toEqual(target);
    for (const [t, name] of target.entries()) {
      expectCoefficients(coefficients[name]!, own.features, expected.coef[t]!, tolerance.coef_rel);
      expectClose(`intercept of ${name}`, intercepts[name], expected.intercept[t]!, tolerance.coef_rel);
      expectMetrics(result.byTarget[t]!, expected.metrics[name]!, tolerance.metric_rel);
    }
    expectMetrics(result.now.scores, expected.metrics['mean_over_targets']!, tolerance.metric_rel);
  });
});
