import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHIPPED } from '../../scripts/lib/bundles.mjs';
import { type ModelFile, parseModelFile } from '../../src/engine/index.ts';
import { expectClose, expectNormwise, readFamily } from './engine.ts';

/** The terminal program as it ships, as a process of its own: one case a family. */
const root = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = path.join(root, 'test/fixtures/reference');
const folder = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-cli-'));
const PARTS = ['dist/cli.js', 'dist/terminal.mjs', 'dist/chunkThread.cjs'];

beforeAll(async () => {
  for (const { entry, outfile, options } of SHIPPED.filter((bundle) => PARTS.includes(bundle.outfile))) {
    const to = path.join(folder, 'dist', path.basename(outfile)).replace(/cli\.js$/, 'cli.mjs');
    await build({ ...options, absWorkingDir: root, entryPoints: [entry], outfile: to, logLevel: 'error' });
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ridgeline(...words: string[]) {
  const program = path.join(folder, 'dist', 'cli.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

/** The JSON that `train … --json` prints. */
function trained(data: string, ...words: string[]): ModelFile {
  const { status, stdout, stderr } = ridgeline(
    'train',
    path.join(fixtures, data),
    '--json',
    '--quiet',
    ...words,
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return parseModelFile(stdout);
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

describe('ridgeline train', () => {
  it('logistic', () => {
    const own = caseOf('logistic', 'logistic/breast_cancer/std/every5/C=1');
    const file = trained(`data/${own.data}`, '--target', own.target, '--lambda', '1', '--split', 'every:5');
    expect(file.model).toBe('logistic');
    const coefficients = file.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef_original, own.tolerance.coef_normwise);
    expect(file.convergence).toMatchObject({ converged: true });
  });

  it('softmax', () => {
    const own = caseOf('softmax', 'softmax/iris/std/all/C=100');
    const choice = ['--target', own.target, '--lambda', '0.01', '--solver', 'lbfgs'];
    const file = trained(`data/${own.data}`, ...choice);
    expect(file.classes).toEqual(own.classes);
    const keyed = file.standardized.coefficients as Record<string, Record<string, number>>;
    const expected = own.expected.coef as unknown as number[][];
    const found = own.classes.flatMap((name) => own.features.map((feature) => keyed[name]![feature]!));
    expectNormwise(
      Object.fromEntries(found.entries()),
      [...found.keys()].map(String),
      expected.flat(),
      own.tolerance.coef_normwise,
    );
    const intercepts = Object.values(file.intercept as Record<string, number>);
    expect(Math.abs(intercepts.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-12);
  });

  it('logistic with categories', () => {
    const own = caseOf('onehot_logistic', 'onehot_logistic/attrition/drop_first/all/C=1');
    const features = [...new Set(own.features.map((name) => name.split('=')[0]!))].join(',');
    const choice = ['--target', own.target, '--features', features, '--lambda', '1'];
    const file = trained(`data/${own.data}`, ...choice, '--standardize', 'numeric', '--drop-first');
    const coefficients = file.standardized.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef, own.tolerance.coef_normwise);
  });

  it('elastic net', () => {
    const family = readFamily<AnyCase>('lasso_enet');
    const own = family.cases.find(({ data, params }) => data === 'boston.csv' && params['l1_ratio'] === 0.5)!;
    const { alpha, l1_ratio, standardize } = own.params;
    const net = ['--lambda', String(alpha), '--lambda-scale', 'per-sample', '--l1-ratio', String(l1_ratio)];
    const columns = ['--target', own.target, '--features', own.features.join(',')];
    const file = trained(
      `data/${own.data}`,
      ...columns,
      ...net,
      '--standardize',
      standardize ? 'all' : 'none',
    );
    const coefficients = file.coefficients as Record<string, number>;
    expectNormwise(coefficients, own.features, own.expected.coef, own.tolerance.coef_normwise);
    for (const [j, name] of own.features.entries()) {
      expect(coefficients[name] === 0).toBe(own.expected.coef[j] === 0);
    }
    expectClose('intercept', file.intercept as number, own.expected.intercept, own.tolerance.coef_normwise);
  });

  it('a training that was written goes on where it stopped, bit for bit', () => {
    const choice = ['--target', 'species', '--solver', 'adam', '--batch-size', '16', '--seed', '5'];
    const half = path.join(folder, 'half.json');
    const whole = trained('data/iris.csv', ...choice, '--iterations', '100');
    const first = ridgeline(
      'train',
      path.join(fixtures, 'data/iris.csv'),
      ...choice,
      '--iterations',
      '50',
      '--output',
      half,
      '--quiet',
    );
    expect(first.status).toBe(0);
    const resumed = trained('data/iris.csv', ...choice, '--iterations', '100', '--resume', half);
    expect(resumed.coefficients).toEqual(whole.coefficients);
    expect(resumed.state).toEqual(whole.state);
  });

  it('digits by a network', () => {
    const data = 'documents/digits.csv';
    const choice = ['--target', 'digit', '--split', 'every:5', '--seed', '0', '--model', 'mlp'];
    const network = ['--hidden', '64', '--activation', 'relu', '--initializer', 'he-normal', '--lambda', '5'];
    const file = trained(data, ...choice, ...network, '--solver', 'lbfgs', '--iterations', '100');
    expect((file.metrics as { test: { accuracy: number } }).test.accuracy).toBeGreaterThanOrEqual(0.97);
  });

  it('wrong usage ends with 2, what cannot be trained with 1 and a sentence', () => {
    const usage = ridgeline('train', path.join(fixtures, 'data/iris.csv'), '--model', 'nothing');
    expect(usage.status).toBeGreaterThan(0);
    expect(usage.stderr).toContain('There is no model "nothing"');
    const wrong = ridgeline(
      'train',
      path.join(fixtures, 'data/iris.csv'),
      '--target',
      'species',
      '--model',
      'logistic',
    );
    expect(wrong.status).toBe(1);
    expect(wrong.stderr.trim().split('\n')).toHaveLength(1);
    expect(wrong.stdout).toBe('');
  });
});
