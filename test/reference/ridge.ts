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

interface RidgeCase extends Case {
  target: string;
  params: { alpha: number; standardize: boolean; split?: string; n_train?: number; n_test?: number };
  expected: {
    coef: number[];
    intercept: number;
    metrics: Record<string, number>;
    coef_standardized?: number[];
    intercept_standardized?: number;
  };
  tolerance: Tolerance;
}

/** The families of plain ridge regression on numeric columns: every case with every exact solver. */
export function ridgeFamily(name: string, count: number): void {
  const family = readFamily<RidgeCase>(name);

  describe(name, () => {
    it(`has ${count} cases`, () => {
      expect(family.count).toBe(count);
      expect(family.cases).toHaveLength(count);
    });

    it.each(withSolvers(family.cases))('%s, %s', async (_, solver, own) => {
      const { params, expected, tolerance } = own;
      const { file, result } = await trainOn(`data/${own.data}`, {
        target: [own.target],
        features: own.features,
        lambda: params.alpha,
        standardize: params.standardize ? 'all' : 'none',
        split: splitOf(params.split),
        solver,
      });
      const coefficients = file.coefficients as Record<string, number>;
      expectCoefficients(coefficients, own.features, expected.coef, tolerance.coef_rel);
      expectClose('intercept', file.intercept as number, expected.intercept, tolerance.coef_rel);
      expectMetrics(result.now.scores, expected.metrics, tolerance.metric_rel);
      if (params.n_train !== undefined) {
        expect(file.rows).toMatchObject({ train: params.n_train, test: params.n_test, dropped: 0 });
      }
      if (expected.coef_standardized) {
        const standardized = file.standardized.coefficients as Record<string, number>;
        const { coef_standardized: wanted, intercept_standardized: centre } = expected;
        expectCoefficients(standardized, own.features, wanted!, tolerance.coef_rel);
        expectClose('centre', file.standardized.intercept as number, centre!, tolerance.coef_rel);
      }
    });
  });
}
