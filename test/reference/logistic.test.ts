import { describe, expect, it } from 'vitest';
import {
  type ClassesCase,
  completeRows,
  expectArrived,
  expectFit,
  trainCase,
  withArrivingSolvers,
} from './classes.ts';
import { expectClose, expectNormwise, readFamily, tableOf } from './engine.ts';

interface LogisticCase extends ClassesCase {
  positive_class: string | number;
  params: ClassesCase['params'] & { standardize: boolean };
  expected: ClassesCase['expected'] & {
    coef: number[];
    intercept: number;
    coef_original: number[];
    intercept_original: number;
    first5_prob_positive: number[];
    metrics: { test_confusion?: { tp: number; fp: number; fn: number; tn: number } };
  };
  tolerance: ClassesCase['tolerance'] & { prob_abs: number };
}

const COUNT = 56;
const family = readFamily<LogisticCase>('logistic');

describe('logistic', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withArrivingSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance, features } = own;
    const path = `data/${own.data}`;
    const trained = await trainCase(await tableOf(path), own, 'logistic', solver, {
      standardize: params.standardize ? 'all' : 'none',
    });
    const { file, model } = trained;
    expectArrived(trained);
    const allowed = tolerance.coef_normwise;
    const original = file.coefficients as Record<string, number>;
    expectNormwise(original, features, expected.coef_original, allowed);
    expectClose('intercept', file.intercept as number, expected.intercept_original, allowed);
    if (params.standardize) {
      const { coefficients, intercept } = file.standardized;
      expectNormwise(coefficients as Record<string, number>, features, expected.coef, allowed);
      expectClose('intercept at the means', intercept as number, expected.intercept, allowed);
    }
    expectFit(trained, own);
    const { test_confusion: confusion } = expected.metrics;
    if (confusion) {
      const { tp, fp, fn, tn } = confusion;
      expect(file.inspection?.details?.test?.classes?.confusion).toEqual([
        [tn, fp],
        [fn, tp],
      ]);
    }
    const rows = completeRows(path, [...features, own.target]);
    for (const [row, wanted] of expected.first5_prob_positive.entries()) {
      const { values } = await model.predict(rows[row]!, null);
      expect(values).toHaveLength(2);
      expect(Math.abs(values[1]! - wanted), `row ${row}`).toBeLessThanOrEqual(tolerance.prob_abs);
    }
  });
});
