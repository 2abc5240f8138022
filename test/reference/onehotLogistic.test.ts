import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/engine/index.ts';
import { type ClassesCase, expectArrived, expectFit, trainCase, withArrivingSolvers } from './classes.ts';
import { expectClose, expectNormwise, readFamily, readFixture, tableFrom, tableOf } from './engine.ts';

interface OnehotCase extends ClassesCase {
  categorical: Record<string, string[]>;
  params: ClassesCase['params'] & { drop_first: boolean };
  expected: ClassesCase['expected'] & { coef: number[]; intercept: number };
}

const COUNT = 24;
const family = readFamily<OnehotCase>('onehot_logistic');

/** L-BFGS takes thousands of steps over adult's 32,561 rows where λ is small: there one λ is enough. */
const cases = withArrivingSolvers(family.cases).filter(
  ([, solver, { data, params }]) => solver !== 'lbfgs' || data !== 'adult.csv' || params.C === 0.1,
);
let titanic: Promise<Table> | null = null;

/** Titanic's passenger class is a number in the file and a category in the reference: here it is made text. */
function tableFor(data: string): Promise<Table> {
  if (data !== 'titanic.csv') return tableOf(`data/${data}`);
  titanic ??= tableFrom(readFixture('data/titanic.csv').replace(/^(\d+,[01]),([123]),/gm, '$1,class $2,'));
  return titanic;
}

function named(feature: string): string {
  return feature.replace(/^Pclass=/, 'Pclass=class ');
}

describe('onehot_logistic', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(cases)('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance } = own;
    const trained = await trainCase(await tableFor(own.data), own, 'logistic', solver, {
      features: [...new Set(own.features.map((feature) => feature.split('=')[0]!))],
      standardize: 'numeric',
      dropFirst: params.drop_first,
    });
    const { file } = trained;
    expectArrived(trained);
    const allowed = tolerance.coef_normwise;
    const standardized = file.standardized.coefficients as Record<string, number>;
    expectNormwise(standardized, own.features.map(named), expected.coef, allowed);
    // The reference's intercept belongs to centred numbers beside dummies of 0 and 1.
    const coefficients = file.coefficients as Record<string, number>;
    let intercept = file.intercept as number;
    for (const { name, kind, mean } of file.columns) {
      if (kind === 'numeric') intercept += coefficients[name]! * mean;
    }
    expectClose('intercept', intercept, expected.intercept, allowed);
    expectFit(trained, own);
  });
});
