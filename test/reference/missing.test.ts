import { describe, expect, it } from 'vitest';
import {
  type Case,
  expectClose,
  expectCoefficients,
  expectMetrics,
  readFamily,
  type Tolerance,
  trainOn,
  withSolvers,
} from './engine.ts';

interface MissingCase extends Case {
  target: string;
  params: { alpha: number; standardize: boolean };
  expected: {
    coef: number[];
    intercept: number;
    n_used: number;
    rows_in_file: number;
    impute_means: number[] | null;
    metrics: Record<string, number>;
  };
  tolerance: Tolerance;
}

const COUNT = 36;
const family = readFamily<MissingCase>('missing');

describe('missing', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance } = own;
    const { file, result } = await trainOn(`data/${own.data}`, {
      target: [own.target],
      features: own.features,
      lambda: params.alpha,
      standardize: params.standardize ? 'all' : 'none',
      missing: expected.impute_means ? 'mean' : 'drop',
      solver,
    });
    const coefficients = file.coefficients as Record<string, number>;
    expectCoefficients(coefficients, own.features, expected.coef, tolerance.coef_rel);
    expectClose('intercept', file.intercept as number, expected.intercept, tolerance.coef_rel);
    expectMetrics(result.now.scores, expected.metrics, tolerance.metric_rel);
    expect(file.rows).toMatchObject({
      read: expected.rows_in_file,
      train: expected.n_used,
      dropped: expected.rows_in_file - expected.n_used,
    });
    for (const [j, mean] of (expected.impute_means ?? []).entries()) {
      const column = file.columns.find(({ name }) => name === own.features[j])!;
      if (column.fill !== null) expectClose(`fill of ${column.name}`, column.fill as number, mean, 1e-13);
    }
  });
});
