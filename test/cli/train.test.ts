import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseModelFile } from '../../src/engine/index.ts';
import { MIXED } from './data.ts';
import { example, json, ridgeline, useFolder, write } from './ridgeline.ts';

const file = useFolder();
let mixed = '';
beforeAll(() => {
  mixed = write(file('mixed.csv'), MIXED);
});

const COLUMNS = ['--features', 'a,b'];
const onMixed = (...words: string[]) => json('train', mixed, ...COLUMNS, ...words);
type Numbers = Record<string, number>;
type ByName = Record<string, Numbers>;

describe.concurrent('the JSON of a trained model', () => {
  test('of one target holds its weights by column, and reads back as a model', async () => {
    const { stdout } = await ridgeline('train', mixed, ...COLUMNS, '--target', 'y', '--json');
    const model = parseModelFile(stdout);
    expect(model).toMatchObject({ schema: 'ridgeline.model/1', model: 'linear', solver: 'cholesky' });
    expect(Object.keys(model.coefficients)).toEqual(['a', 'b']);
    expect(model.intercept).toBeTypeOf('number');
    expect(model.classes).toBeUndefined();
  });

  test('of several targets is keyed by target first, coupled or not', async () => {
    const apart = await onMixed('--target', 'y,z', '--lambda', '30');
    const together = await onMixed('--target', 'y,z', '--lambda', '30', '--coupling', '1');
    for (const { coefficients, intercept } of [apart, together]) {
      expect(Object.keys(coefficients)).toEqual(['y', 'z']);
      expect(Object.keys(coefficients['y'] as Numbers)).toEqual(['a', 'b']);
      expect(Object.keys(intercept)).toEqual(['y', 'z']);
    }
    expect(together.coefficients).not.toEqual(apart.coefficients);
  });

  test('of two classes holds the weights of the positive one, by default the second', async () => {
    const usual = await onMixed('--target', 'two');
    expect(usual).toMatchObject({ model: 'logistic', classes: ['no', 'yes'] });
    expect(usual.convergence).toMatchObject({ reason: 'converged', converged: true });
    expect(usual.convergence!.iterations).toBeGreaterThan(1);
    expect(usual.convergence!.kktResidual).toBeLessThan(1e-8);
    const other = await onMixed('--target', 'two', '--positive', 'no');
    expect(other.classes).toEqual(['yes', 'no']);
    for (const name of ['a', 'b']) {
      expect(other.coefficients[name]).toBeCloseTo(-(usual.coefficients as Numbers)[name]!, 8);
    }
  });

  test('of more classes is keyed by class first; the intercepts sum to 0', async () => {
    const model = await onMixed('--target', 'three');
    expect(model).toMatchObject({ model: 'softmax', classes: ['p', 'q', 'r'] });
    expect(Object.keys(model.coefficients)).toEqual(['p', 'q', 'r']);
    expect(Object.keys(model.coefficients['q'] as Numbers)).toEqual(['a', 'b']);
    for (const intercept of [model.intercept, model.standardized.intercept] as Numbers[])
      expect(Object.values(intercept).reduce((sum, own) => sum + own, 0)).toBeCloseTo(0, 12);
    expect(model.convergence!.converged).toBe(true);
  });

  test('of two classes by softmax is keyed by class too', async () => {
    const model = await onMixed('--target', 'two', '--model', 'softmax');
    const { no, yes } = model.coefficients as ByName;
    expect(yes!['a']).toBeCloseTo(-no!['a']!, 8);
  });

  test.each([
    ['huber', 'y'],
    ['poisson', 'n'],
    ['squared-hinge', 'two'],
  ])('of %s has weights by column', async (model, target) => {
    const found = await onMixed('--target', target, '--model', model);
    expect(Object.keys(found.coefficients)).toEqual(['a', 'b']);
    expect(found.convergence!.converged).toBe(true);
  });

  test('of a network holds its layers, which do not stay where zeros would leave them', async () => {
    const words = ['--target', 'two', '--model', 'mlp', '--hidden', '4,3', '--activation', 'sigmoid'];
    const { network, spec } = await onMixed(...words, '--iterations', '50');
    expect(network!.activation).toBe('sigmoid');
    expect(network!.layers.map(({ biases }) => biases.length)).toEqual([4, 3, 1]);
    expect(network!.layers[0]!.weights[0]).toHaveLength(2);
    expect(new Set(network!.layers[0]!.weights.flat()).size).toBe(8);
    expect(spec.initializer.id).toBe('xavierNormal');
  });
});

describe.concurrent('options of the penalty and of rows', () => {
  test('an L1 share of 1 leaves exact zeros', async () => {
    const { coefficients } = await onMixed('--target', 'y', '--l1-ratio', '1', '--lambda', '100');
    expect(coefficients).toMatchObject({ b: 0 });
    expect(coefficients['a']).not.toBe(0);
  });

  test('a factor of 0 leaves a column unpenalized', async () => {
    const strong = ['--target', 'two', '--lambda', '1e9'];
    const { coefficients } = await onMixed(...strong, '--penalty-factor', 'a=0');
    expect(Math.abs((coefficients as Numbers)['a']!)).toBeGreaterThan(0.5);
    expect(Math.abs((coefficients as Numbers)['b']!)).toBeLessThan(1e-6);
  });

  test('sample weights of 0 leave rows out', async () => {
    const words = ['--target', 'two', '--lambda', '2'];
    const lines = MIXED.trim().split('\n');
    const doubled = lines.flatMap((line, at) => {
      const weight = at === 0 ? 1 : (at - 1) % 3;
      return new Array<string>(weight).fill(line);
    });
    const repeated = write(file('repeated.csv'), `${doubled.join('\n')}\n`);
    const weighted = await onMixed(...words, '--sample-weight', 'w');
    const plain = await json('train', repeated, ...COLUMNS, ...words);
    for (const name of ['a', 'b'])
      expect(weighted.coefficients[name]).toBeCloseTo((plain.coefficients as Numbers)[name]!, 9);
  });

  test('balanced classes move the intercept', async () => {
    const plain = await onMixed('--target', 'two');
    const balanced = await onMixed('--target', 'two', '--class-weight', 'balanced');
    expect(balanced.intercept).not.toBeCloseTo(plain.intercept as number, 2);
  });

  test('λ per sample is λ total over the rows', async () => {
    const total = await onMixed('--target', 'three', '--lambda', '9');
    const each = await onMixed('--target', 'three', '--lambda', '0.1', '--lambda-scale', 'per-sample');
    expect(each.intercept).toEqual(total.intercept);
  });
});

describe.concurrent('solvers', () => {
  test('to tolerance agree', async () => {
    const [newton, lbfgs, coordinates] = await Promise.all(
      ['newton', 'lbfgs', 'coordinate-descent'].map((solver) =>
        onMixed('--target', 'two', '--solver', solver, '--tolerance', '1e-10'),
      ),
    );
    for (const other of [lbfgs!, coordinates!]) {
      expect(other.convergence!.kktResidual).toBeLessThan(1e-10);
      expect(other.coefficients['a']).toBeCloseTo((newton!.coefficients as Numbers)['a']!, 7);
    }
  });

  test('that are watched take schedule, momentum, batches and clipping, and leave a trace', async () => {
    const steps = ['--iterations', '40', '--trace-every', '10', '--schedule', 'cosine', '--clip', '5'];
    const watched = ['--target', 'y', '--solver', 'momentum', '--momentum', '0.5', '--batch-size', '16'];
    const model = await onMixed(...watched, ...steps);
    expect(model.spec).toMatchObject({
      solver: 'momentum',
      solverParameters: { momentum: 0.5 },
      schedule: { id: 'cosine' },
      batchSize: 16,
      clip: 5,
    });
    expect(model.convergence).toMatchObject({ iterations: 40, reason: 'iterations', converged: false });
    expect(model.trace!.length).toBeGreaterThan(1);
  });

  test.each(['adam', 'nesterov', 'lbfgs'])('%s resumed is as if it had not stopped', async (solver) => {
    const words = ['--target', 'three', '--solver', solver, '--lambda', '0.01'];
    const half = file(`${solver}.json`);
    write(half, JSON.stringify(await onMixed(...words, '--iterations', '6')));
    const whole = await onMixed(...words, '--iterations', '14');
    const resumed = await onMixed(...words, '--iterations', '14', '--resume', half);
    expect(resumed.coefficients).toEqual(whole.coefficients);
    expect(resumed.intercept).toEqual(whole.intercept);
    expect(resumed.state).toEqual(whole.state);
  });

  test('that diverge say so in words, and still end well', async () => {
    const words = ['--solver', 'gradient-descent', '--learning-rate', '1000', '--target', 'y'];
    const { code, stdout } = await ridgeline('train', mixed, ...COLUMNS, ...words);
    expect(code).toBe(0);
    expect(stdout).toContain('The training diverged.');
  });

  test('what auto does not heed is said, and nothing is lost', async () => {
    const words = ['train', mixed, ...COLUMNS, '--target', 'y'];
    const { code, stdout, stderr } = await ridgeline(...words, '--iterations', '5');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^--iterations: not used, auto goes to the minimum\./);
    expect(stdout).toBe((await ridgeline(...words)).stdout);
  });
});

describe.concurrent('what is asked for besides', () => {
  test('importance and intervals stand in the JSON, the columns of the file by name', async () => {
    const model = await onMixed('--target', 'two', '--importance', '--bootstrap', '10');
    const { importance, intervals } = model;
    expect(importance!.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(importance!.columns[0]!.mean).toBeGreaterThan(importance!.columns[1]!.mean);
    expect(intervals!.outputs).toEqual(['yes']);
    expect(intervals!.intervals).toHaveLength(3);
    for (const { low, high } of intervals!.intervals) expect(low).toBeLessThan(high);
    expect(intervals!.note).toContain('no confidence intervals');
  });

  test('they are printed as tables without it', async () => {
    const words = ['--target', 'two', '--importance', '--bootstrap', '5'];
    const { stdout } = await ridgeline('train', mixed, ...COLUMNS, ...words);
    expect(stdout).toMatch(/^shuffled column +log loss it adds \(train\)/m);
    expect(stdout).toMatch(/^weight per unit +from +to/m);
  });

  test('the same words give the same bytes; a model is written whole', async () => {
    const words = ['train', mixed, ...COLUMNS, '--target', 'three', '--json'];
    const [one, other] = await Promise.all([
      ridgeline(...words),
      ridgeline(...words, '--output', file('m.json')),
    ]);
    expect(one.stdout).toBe(other.stdout);
    expect(readFileSync(file('m.json'), 'utf8')).toBe(one.stdout);
  });
});

test('the help lists every command and every registered kind', async () => {
  const { code, stdout } = await ridgeline('--help');
  expect(code).toBe(0);
  for (const word of ['train', 'race', 'predict', 'squared-hinge', 'coordinate-descent', 'inverse-time'])
    expect(stdout).toContain(word);
  expect((await ridgeline()).stdout).toBe(stdout);
  expect((await ridgeline('train', '--help')).stdout).toBe(stdout);
});

test('the examples of the README run', async () => {
  const diabetes = ['train', example('diabetes.csv'), '--target', 'progression'];
  const { code, stdout } = await ridgeline(...diabetes, '--split', 'random:0.2', '--lambda', '20');
  expect(code).toBe(0);
  expect(stdout).toContain('λ = 20');
});
