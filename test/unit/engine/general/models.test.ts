import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, trained } from '../runs.ts';

const random = stream(11, 'general');
const noise = () => 0.7 * random.normal();
const rows = Array.from({ length: 90 }, (_, row) => {
  const [a, b] = [random.normal(), 3 + 2 * random.normal()];
  const y = 2 + a - 0.5 * b + noise();
  const z = 1 + 0.6 * a + 0.4 * b + noise();
  const level = ['low', 'mid', 'top'][Math.min(2, Math.max(0, Math.round(1 + a + noise())))]!;
  return [
    a,
    b,
    y,
    z,
    a - b / 2 + 1 + noise() > 0 ? 'yes' : 'no',
    level,
    Math.max(0, Math.round(2 + a + noise())),
    row % 4,
  ];
});
const text = csvOf(['a', 'b', 'y', 'z', 'two', 'three', 'n', 'w'], rows);
const from = (more: RunSpecInput): RunSpecInput => ({ features: ['a', 'b'], tolerance: 1e-12, ...more });
const weightsAt = async (spec: RunSpecInput) => {
  const { weights, intercept } = (await trained(text, from(spec))).result().now;
  return [...weights, ...intercept];
};

function expectNear(found: readonly number[], wanted: readonly number[], digits = 8): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted[at]!, digits);
  });
}

describe('the model that auto stands for', () => {
  test.each([
    [['y'], 'linear'],
    [['two'], 'logistic'],
    [['three'], 'softmax'],
    [['n'], 'linear'],
    [['y', 'z'], 'linear'],
  ])('of %j is %s', async (target, model) => {
    expect((await trained(text, from({ target }))).file().model).toBe(model);
  });
});

describe.each<[string, RunSpecInput]>([
  ['logistic', { target: ['two'] }],
  ['softmax', { target: ['three'] }],
  ['poisson', { target: ['n'], model: 'poisson' }],
  ['huber', { target: ['y'], model: 'huber' }],
  ['squared hinge', { target: ['two'], model: 'squaredHinge' }],
  ['lasso', { target: ['y'], l1Ratio: 1 }],
  ['elastic net of classes', { target: ['three'], l1Ratio: 0.5 }],
  ['coupled targets', { target: ['y', 'z'], coupling: 0.6 }],
  ['logarithm of the target', { target: ['n'], targetTransform: 'log1p' }],
  ['λ per sample', { target: ['two'], lambdaScale: 'perSample', lambda: 0.02 }],
])('%s', (_name, spec) => {
  test('moved to another λ is the model trained with it, in any order', async () => {
    const model = await trained(text, from({ lambda: 1, ...spec }));
    for (const factor of [10, 0.1, 100]) {
      const lambda = factor * (spec.lambda ?? 1);
      const { view } = await model.preview(lambda);
      const fresh = (await trained(text, from({ ...spec, lambda }))).result().now;
      expectNear(view.weights, fresh.weights, 7);
      expectNear(view.intercept, fresh.intercept, 7);
      expect(view.dataLoss + view.penalty).toBeCloseTo(fresh.dataLoss + fresh.penalty, 9);
      expect(view.lambdaTotal).toBe(fresh.lambdaTotal);
      expect(view.exactZeros).toBe(fresh.exactZeros);
    }
  });

  test('does not depend on whether its rows are held', async () => {
    const model = await trained(text, from({ ...spec, solver: 'lbfgs' }));
    const reread = await trained(text, from({ ...spec, solver: 'lbfgs' }), { memoryLimitBytes: 0 });
    expect(reread.result().now).toEqual(model.result().now);
  });
});

test.each<RunSpecInput>([
  { target: ['two'] },
  { target: ['three'] },
  { target: ['n'], model: 'poisson' },
  { target: ['y'], l1Ratio: 0.5 },
])('with all weights at 0 a model is the guess: %j', async (spec) => {
  const { now, baseline, metrics } = (await trained(text, from({ ...spec, lambda: 1e10 }))).result();
  const { id } = metrics[0]!;
  expect(now.scores.train![id]).toBeCloseTo(baseline.train![id]!, 6);
});

describe('the penalty', () => {
  test.each(['linear', 'huber'])('per sample is the total one over the rows: %s', async (model) => {
    const total = await weightsAt({ target: ['y'], model, lambda: 90 * 0.3, l1Ratio: 0.2 });
    const each = await weightsAt({
      target: ['y'],
      model,
      lambda: 0.3,
      lambdaScale: 'perSample',
      l1Ratio: 0.2,
    });
    expectNear(each, total, 10);
  });

  test.each<RunSpecInput>([{ target: ['y'] }, { target: ['two'] }, { target: ['three'] }])(
    'with a factor of 0 leaves a weight as if it alone were trained: %j',
    async (spec) => {
      const free = await trained(text, from({ ...spec, lambda: 1e10, penaltyFactors: { a: 0 } }));
      const alone = await trained(text, { ...from(spec), features: ['a'], lambda: 0 });
      const found = free.result().now;
      const wanted = alone.result().now;
      wanted.intercept.forEach((_, t) => {
        expect(found.weights[2 * t + 1]).toBeCloseTo(0, 6);
        // A softmax's weights are told but for what is added to all of them.
        const shift = spec.target![0] === 'three' ? mean(found.weights, 0) - mean(wanted.weights, 0, 1) : 0;
        expect(found.weights[2 * t]! - shift).toBeCloseTo(wanted.weights[t]!, 5);
      });
    },
  );

  test('with factors is that of columns divided by their roots', async () => {
    const factors = { a: 4, b: 0.25 };
    const scaled = rows.map(([a, b, ...rest]) => [(a as number) / 2, (b as number) * 2, ...rest]);
    const spec: RunSpecInput = { target: ['two'], standardize: 'none', lambda: 3 };
    const weighed = await weightsAt({ ...spec, penaltyFactors: factors });
    const names = ['a', 'b', 'y', 'z', 'two', 'three', 'n', 'w'];
    const other = (await trained(csvOf(names, scaled), from(spec))).result().now;
    expectNear(weighed, [other.weights[0]! / 2, other.weights[1]! * 2, ...other.intercept], 7);
  });
});

function mean(weights: readonly number[], from: number, width = 2): number {
  const own = weights.filter((_, at) => at % width === from);
  return own.reduce((sum, weight) => sum + weight, 0) / own.length;
}

describe('a target that is trained as ln(1 + y)', () => {
  test('has the weights of its logarithm, and is predicted and scored in its own unit', async () => {
    const logs = rows.map((row) => [...row.slice(0, 6), Math.log1p(row[6] as number), row[7]!]);
    const names = ['a', 'b', 'y', 'z', 'two', 'three', 'n', 'w'];
    const model = await trained(text, from({ target: ['n'], targetTransform: 'log1p' }));
    const plain = (await trained(csvOf(names, logs), from({ target: ['n'] }))).result().now;
    const { now } = model.result();
    expectNear([...now.weights, ...now.intercept], [...plain.weights, ...plain.intercept], 9);
    let squares = 0;
    for (const [a, b, , , , , n] of rows as number[][]) {
      const { values } = await model.predict({ a: `${a}`, b: `${b}` }, null);
      expect(values[0]).toBeCloseTo(
        Math.expm1(now.intercept[0]! + now.weights[0]! * a! + now.weights[1]! * b!),
        9,
      );
      squares += (values[0]! - n!) ** 2;
    }
    expect(now.scores.train!.mse).toBeCloseTo(squares / rows.length, 9);
    // The mean is that of the counts, not of their logarithms.
    const { train } = model.result().baseline;
    expect(train!.r2).toBeCloseTo(0, 12);
  });
});

describe('without a penalty', () => {
  const notes = async (columns: string[], own: (string | number)[][], spec: RunSpecInput) =>
    (await trained(csvOf(columns, own), spec)).result().notes;

  test('classes that a column tells apart have no best model: it is said, and not compared', async () => {
    const own = rows.map(([a, b]) => [a as number, b as number, (a as number) > 0 ? 'p' : 'n']);
    for (const model of ['logistic', 'softmax']) {
      const spec: RunSpecInput = { target: ['c'], model };
      const result = (await trained(csvOf(['a', 'b', 'c'], own), spec)).result();
      expect(result.zero).toBeNull();
      expect(result.notes).toEqual([expect.stringContaining('Without λ there is no best model')]);
      const [note] = await notes(['a', 'b', 'c'], own, { ...spec, lambda: 0 });
      expect(note).toContain('Choose a λ above 0');
    }
  });

  test('nor have classes of which one level is always the same', async () => {
    const own = rows.map(([a], row) => [a!, 'xyz'[row % 3]!, row % 3 === 2 || row % 2 === 0 ? 'v' : 'u']);
    expect(await notes(['a', 'g', 'c'], own, { target: ['c'] })).toHaveLength(1);
  });

  test('classes that overlap have one, however much the columns depend on one another', async () => {
    const own = rows.map((row) => [row[0]!, row[1]!, (row[1] as number) + 1e-5 * random.normal(), row[4]!]);
    const result = (await trained(csvOf(['a', 'b', 'b2', 'two'], own), { target: ['two'] })).result();
    expect(result.notes).toEqual([]);
    expect(result.zero).not.toBeNull();
  });

  test('margins of classes that can be told apart have one: nothing grows', async () => {
    const own = rows.map(([a, b]) => [a as number, b as number, (a as number) > 0 ? 'p' : 'n']);
    expect(await notes(['a', 'b', 'c'], own, { target: ['c'], model: 'squaredHinge', lambda: 0 })).toEqual(
      [],
    );
  });
});
