import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ModelFile, parseModelFile } from '../../src/engine/index.ts';
import { expectClose, expectNormwise, readFamily } from '../reference/engine.ts';
import { json, ridgeline, useFolder } from './ridgeline.ts';

/** The terminal program as it ships against reference results: one case a family. */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/reference/${name}`, import.meta.url));
const file = useFolder();

/** The JSON that `train … --json` prints, which is a model file. */
async function trained(data: string, ...words: string[]): Promise<ModelFile> {
  return parseModelFile(JSON.stringify(await json('train', fixture(data), '--quiet', ...words)));
}

interface AnyCase {
  case: string;
  data: string;
  target: string;
  features: string[];
  preprocessing: string;
  classes: string[];
  params: Record<string, number>;
  expected: { coef: number[]; coef_original: number[]; intercept: number };
  tolerance: { coef_normwise: number };
}

function caseOf(family: string, name: string): AnyCase {
  const found = readFamily<AnyCase>(family).cases.find((own) => own.case === name);
  if (!found) throw new Error(`no case ${name}`);
  return found;
}

describe.concurrent('ridgeline train', () => {
  it('logistic', async () => {
    const own = caseOf('logistic', 'logistic/breast_cancer/std/every5/C=1');
    const model = await trained(
      `data/${own.data}`,
      '--target',
      own.target,
      '--lambda',
      '1',
      '--split',
      'every:5',
    );
    expect(model.model).toBe('logistic');
    const coefficients = model.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef_original, own.tolerance.coef_normwise);
    expect(model.convergence).toMatchObject({ converged: true });
  });

  it('softmax', async () => {
    const own = caseOf('softmax', 'softmax/iris/std/all/C=100');
    const choice = ['--target', own.target, '--lambda', '0.01', '--solver', 'lbfgs'];
    const model = await trained(`data/${own.data}`, ...choice);
    expect(model.classes).toEqual(own.classes);
    const keyed = model.standardized.coefficients as Record<string, Record<string, number>>;
    const expected = own.expected.coef as unknown as number[][];
    const found = own.classes.flatMap((name) => own.features.map((feature) => keyed[name]![feature]!));
    expectNormwise(
      Object.fromEntries(found.entries()),
      [...found.keys()].map(String),
      expected.flat(),
      own.tolerance.coef_normwise,
    );
    const intercepts = Object.values(model.intercept as Record<string, number>);
    expect(Math.abs(intercepts.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-12);
  });

  it('logistic with categories', async () => {
    const own = caseOf('onehot_logistic', 'onehot_logistic/attrition/drop_first/all/C=1');
    const features = [...new Set(own.features.map((name) => name.split('=')[0]!))].join(',');
    const choice = ['--target', own.target, '--features', features, '--lambda', '1'];
    const model = await trained(`data/${own.data}`, ...choice, '--standardize', 'numeric', '--drop-first');
    const coefficients = model.standardized.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef, own.tolerance.coef_normwise);
  });

  it('elastic net', async () => {
    const family = readFamily<AnyCase>('lasso_enet');
    const own = family.cases.find(({ data, params }) => data === 'boston.csv' && params['l1_ratio'] === 0.5)!;
    const { alpha, l1_ratio, standardize } = own.params;
    const net = ['--lambda', String(alpha), '--lambda-scale', 'per-sample', '--l1-ratio', String(l1_ratio)];
    const columns = ['--target', own.target, '--features', own.features.join(',')];
    const model = await trained(
      `data/${own.data}`,
      ...columns,
      ...net,
      '--standardize',
      standardize ? 'all' : 'none',
    );
    const coefficients = model.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef, own.tolerance.coef_normwise);
    for (const [j, name] of own.features.entries()) {
      expect(coefficients[name] === 0).toBe(own.expected.coef[j] === 0);
    }
    expectClose('intercept', model.intercept as number, own.expected.intercept, own.tolerance.coef_normwise);
  });

  it('a training that was written goes on where it stopped, bit for bit', async () => {
    const choice = ['--target', 'species', '--solver', 'adam', '--batch-size', '16', '--seed', '5'];
    const half = file('half.json');
    const whole = await trained('data/iris.csv', ...choice, '--iterations', '100');
    const words = [...choice, '--iterations', '50', '--output', half, '--quiet'];
    expect((await ridgeline('train', fixture('data/iris.csv'), ...words)).code).toBe(0);
    const resumed = await trained('data/iris.csv', ...choice, '--iterations', '100', '--resume', half);
    expect(resumed.coefficients).toEqual(whole.coefficients);
    expect(resumed.state).toEqual(whole.state);
  });

  it('digits by a network', async () => {
    const data = 'documents/digits.csv';
    const choice = ['--target', 'digit', '--split', 'every:5', '--seed', '0', '--model', 'mlp'];
    const network = ['--hidden', '64', '--activation', 'relu', '--initializer', 'he-normal', '--lambda', '5'];
    const model = await trained(data, ...choice, ...network, '--solver', 'lbfgs', '--iterations', '100');
    expect((model.metrics as { test: { accuracy: number } }).test.accuracy).toBeGreaterThanOrEqual(0.97);
  });
});
