import { describe, expect, it } from 'vitest';
import {
  type ClassesCase,
  completeRows,
  expectArrived,
  expectFit,
  trainCase,
  withArrivingSolvers,
} from './classes.ts';
import { expectNormwise, readFamily, tableOf } from './engine.ts';

interface SoftmaxCase extends ClassesCase {
  params: ClassesCase['params'] & { standardize: boolean };
  expected: ClassesCase['expected'] & {
    coef: number[][];
    intercept: number[];
    prob_rows: number[];
    prob: number[][];
  };
  tolerance: ClassesCase['tolerance'] & { prob_abs: number };
}

const COUNT = 24;
const family = readFamily<SoftmaxCase>('softmax');

describe('softmax', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withArrivingSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance, features, classes } = own;
    const path = `data/${own.data}`;
    const trained = await trainCase(await tableOf(path), own, 'softmax', solver, {
      standardize: params.standardize ? 'all' : 'none',
    });
    const { file, model } = trained;
    expectArrived(trained);
    const { coefficients, intercept } = params.standardize ? file.standardized : file;
    const found = byClassAndColumn(coefficients as Record<string, Record<string, number>>);
    const names = classes.flatMap((name) => features.map((feature) => `${name}: ${feature}`));
    expectNormwise(found, names, expected.coef.flat(), tolerance.coef_normwise);
    const intercepts = intercept as Record<string, number>;
    expectNormwise(intercepts, classes.map(String), expected.intercept, tolerance.coef_normwise);
    expectSumsToZero(file.intercept as Record<string, number>);
    expectFit(trained, own);
    const rows = completeRows(path, [...features, own.target]);
    for (const [at, row] of expected.prob_rows.entries()) {
      const { values } = await model.predict(rows[row]!, null);
      expect(values).toHaveLength(classes.length);
      for (const [c, wanted] of expected.prob[at]!.entries()) {
        expect(Math.abs(values[c]! - wanted), `row ${row}`).toBeLessThanOrEqual(tolerance.prob_abs);
      }
    }
  });
});

function byClassAndColumn(coefficients: Record<string, Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(coefficients).flatMap(([name, own]) =>
      Object.entries(own).map(([feature, weight]) => [`${name}: ${feature}`, weight] as const),
    ),
  );
}

function expectSumsToZero(intercepts: Record<string, number>): void {
  const values = Object.values(intercepts);
  const sum = values.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum)).toBeLessThanOrEqual(1e-14 * Math.max(...values.map(Math.abs)));
}
