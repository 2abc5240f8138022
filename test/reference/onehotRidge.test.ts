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

interface OnehotCase extends Case {
  target: string;
  categorical: Record<string, string[]>;
  params: { alpha: number; drop_first: boolean; scaling: 'raw' | 'numeric_z'; split: string };
  expected: { coef: number[]; intercept: number; metrics: Record<string, number> };
  tolerance: Tolerance;
}

const COUNT = 54;
const family = readFamily<OnehotCase>('onehot_ridge');

describe('onehot_ridge', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance } = own;
    const { file, result } = await trainOn(`data/${own.data}`, {
      target: [own.target],
      features: [...new Set(own.features.map((feature) => feature.split('=')[0]!))],
      lambda: params.alpha,
      standardize: params.scaling === 'raw' ? 'none' : 'numeric',
      dropFirst: params.drop_first,
      split: splitOf(params.split),
      solver,
    });
    const allowed = tolerance.coef_rel;
    const raw = params.scaling === 'raw';
    const named = (raw ? file.coefficients : file.standardized.coefficients) as Record<string, number>;
    expect(Object.keys(named).sort()).toEqual([...own.features].sort());
    expectCoefficients(named, own.features, expected.coef, allowed);
    const coefficients = file.coefficients as Record<string, number>;
    let intercept = file.intercept as number;
    for (const { name: column, kind, mean } of file.columns) {
      if (!raw && kind === 'numeric') intercept += coefficients[column]! * mean;
    }
    expectClose('intercept', intercept, expected.intercept, allowed);
    expectMetrics(result.now.scores, expected.metrics, tolerance.metric_rel);
  });
});
