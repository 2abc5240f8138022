import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  initializers,
  parseSpec,
  prepareData,
  type RunSpecInput,
  readTable,
  train,
} from '../../../src/engine/index.ts';
import { csvOf, type Run, type RunOptions, run, sourceOf, unfit } from './runs.ts';

const diabetes = readFileSync(new URL('../../../examples/diabetes.csv', import.meta.url), 'utf8');
const base: RunSpecInput = { target: ['progression'], lambda: 1 };
const descent: RunSpecInput = { ...base, solver: 'gradientDescent' };
const onDiabetes = (spec: RunSpecInput, options?: RunOptions) => run(diabetes, spec, options);

function coefficients({ file }: Run): Record<string, number> {
  return file.coefficients as Record<string, number>;
}

/** The largest difference of a weight or the intercept, relative to the largest weight. */
function distance(a: Run, b: Run): number {
  const all = ({ result: { now } }: Run) => [...now.standardized, ...now.intercept];
  const wanted = all(b);
  const largest = Math.max(...wanted.map(Math.abs));
  return Math.max(...all(a).map((value, at) => Math.abs(value - wanted[at]!))) / largest;
}

/** The weights of a run as start values in original units. */
function startFrom({ file }: Run): NonNullable<RunSpecInput['initializer']> {
  const values = {
    progression: {
      coefficients: file.coefficients as Record<string, number>,
      intercept: file.intercept as number,
    },
  };
  return { id: 'warmStart', values };
}

describe('gradient descent', () => {
  const exact = onDiabetes(base);

  test.each(initializers.ids())('reaches the exact solution from %s', async (id) => {
    const from = startFrom(await onDiabetes({ ...base, lambda: 100 }));
    const values = initializers.get(id).given === 'needed' ? from.values : null;
    const initializer = { id, values: values ?? null };
    const found = await onDiabetes({ ...descent, iterations: 9000, initializer });
    expect(distance(found, await exact)).toBeLessThan(1e-8);
    expect(found.result.descent?.reason).not.toBe('diverged');
    expect(found.result.now.dataLoss + found.result.now.penalty).toBeGreaterThanOrEqual(
      found.result.optimum! * (1 - 1e-12),
    );
  });

  test('starts where a warm start says, in original units', async () => {
    const earlier = await onDiabetes({ ...descent, iterations: 300 });
    const whole = await onDiabetes({ ...descent, iterations: 500 });
    const later = await onDiabetes({ ...descent, iterations: 200, initializer: startFrom(earlier) });
    expect(distance(later, whole)).toBeLessThan(1e-12);
    const none = await onDiabetes({ ...descent, iterations: 0, initializer: startFrom(earlier) });
    expect(distance(none, earlier)).toBeLessThan(1e-13);
  });

  test('refuses start values for columns that are not there, and an initializer without its values', async () => {
    const values = { progression: { coefficients: { nothing: 1 }, intercept: 0 } };
    await expect(onDiabetes({ ...descent, initializer: { id: 'values', values } })).rejects.toMatchObject({
      code: 'bad-spec',
      message: expect.stringContaining('"nothing"'),
    });
    await expect(onDiabetes({ ...descent, initializer: { id: 'warmStart' } })).rejects.toMatchObject({
      code: 'bad-spec',
    });
  });

  test('a learning rate of 10/L diverges, keeps finite weights, and goes on from them with 0.9/L', async () => {
    const calm = await onDiabetes({ ...descent, iterations: 1 });
    const { lipschitz } = calm.result.descent!;
    const wild = await onDiabetes({ ...descent, learningRate: 10 / lipschitz! });
    expect(wild.result.descent).toMatchObject({ reason: 'diverged', lipschitz });
    expect(wild.result.descent!.advice!.suggestedRate).toBeCloseTo(0.9 / lipschitz!, 12);
    expect(wild.result.descent!.advice!.message).toContain('2/L');
    expect(wild.result.verdict).toMatchObject({ tone: 'problem', headline: 'The training diverged.' });
    expect(unfit(wild.result)).toEqual([]);
    const mended = await onDiabetes({
      ...descent,
      iterations: 12_000,
      learningRate: wild.result.descent!.advice!.suggestedRate,
      initializer: startFrom(wild),
    });
    expect(distance(mended, await exact)).toBeLessThan(1e-8);
  });

  test('converges just below 2/L and diverges just above', async () => {
    const { lipschitz } = (await onDiabetes({ ...descent, iterations: 1 })).result.descent!;
    const below = await onDiabetes({ ...descent, learningRate: 1.98 / lipschitz!, iterations: 5000 });
    expect(below.result.descent!.reason).toBe('iterations');
    const above = await onDiabetes({ ...descent, learningRate: 2.1 / lipschitz!, iterations: 5000 });
    expect(above.result.descent!.reason).toBe('diverged');
  });

  test('a trace holds iteration 0, every n-th and the last', async () => {
    const { file } = await onDiabetes({ ...descent, iterations: 25, traceEvery: 10 }, { trace: true });
    expect(file.trace!.map(({ iteration }) => iteration)).toEqual([0, 10, 20, 25]);
    expect(Object.keys(file.trace![0]!.coefficients)).toEqual(Object.keys(coefficients(await exact)));
    const { file: open } = await onDiabetes({ ...descent, iterations: 5000 }, { trace: true });
    expect(open.trace!.length).toBeLessThanOrEqual(202);
    expect(open.trace!.at(-1)!.iteration).toBe(5000);
    expect((await onDiabetes({ ...descent, iterations: 5 })).file.trace).toBeUndefined();
  });

  test('the trace ends on the weights of the model, and its loss on the model’s', async () => {
    const { file, result } = await onDiabetes({ ...descent, iterations: 40 }, { trace: true });
    const last = file.trace!.at(-1)!;
    expect(last.coefficients).toEqual(file.coefficients);
    expect(last.intercept).toEqual(file.intercept);
    expect(last.dataLoss).toBeCloseTo(result.now.dataLoss, 6);
    expect(last.penalty).toBeCloseTo(result.now.penalty, 9);
    expect(last.loss).toBe(last.dataLoss + last.penalty);
  });

  test('has a validation series where there is a validation part, and only there', async () => {
    const lossesOf = ({ events }: Run) =>
      events.flatMap((event) => (event.type === 'step' ? [event.step.validationLoss] : []));
    const plain = await onDiabetes({ ...descent, iterations: 3 });
    expect(lossesOf(plain)).toEqual([null, null, null, null]);
    const held = await onDiabetes({
      ...descent,
      iterations: 3,
      validation: { kind: 'random', fraction: 0.3 },
    });
    expect(lossesOf(held).every((loss) => typeof loss === 'number')).toBe(true);
    expect(2 * lossesOf(held).at(-1)!).toBeCloseTo(held.result.now.scores.validation!.mse!, 6);
  });

  test('a watched exact run streams a descent, and keeps the exact weights', async () => {
    const watched = await onDiabetes(base, { watch: true });
    const kinds = watched.events.map(({ type }) => type);
    expect(kinds.slice(0, 2)).toEqual(['data', 'model']);
    expect(kinds.filter((kind) => kind === 'step').length).toBeGreaterThan(10);
    expect(watched.file.coefficients).toEqual((await exact).file.coefficients);
    expect(watched.result.descent).not.toBeNull();
    expect(watched.file.convergence).toBeUndefined();
  });
});

describe('the same file, spec and seed', () => {
  const random = { id: 'heNormal' };
  const split = { kind: 'random', fraction: 0.2 } as const;
  const specs: [string, RunSpecInput][] = [
    ['auto', { ...base, split }],
    ['svd', { ...base, solver: 'svd', split }],
    ['gradientDescent', { ...descent, iterations: 100, initializer: random, split, seed: 7 }],
  ];
  const bytes = async (spec: RunSpecInput, options?: RunOptions) =>
    (await onDiabetes(spec, options)).result.modelJson;
  /** How often the file was read is told, and depends on memory. */
  const withoutPasses = (json: string) => JSON.stringify({ ...JSON.parse(json), passes: 0, passReasons: [] });

  test.each(specs)('give the same bytes: %s', async (_, spec) => {
    const once = await bytes(spec);
    expect(await bytes(spec)).toBe(once);
    for (const chunk of [7, 4096]) expect(await bytes(spec, { source: { chunk } })).toBe(once);
    const reread = await bytes(spec, { memoryLimitBytes: 0 });
    expect(JSON.parse(reread).passes).toBeGreaterThan(1);
    expect(withoutPasses(reread)).toBe(withoutPasses(once));
  });

  test('another seed draws other weights and holds out other rows', async () => {
    const spec = specs[2]![1];
    expect(await bytes({ ...spec, seed: 8 })).not.toBe(await bytes(spec));
  });

  test('every pass over the file is counted and explained', async () => {
    let opened = 0;
    const spec = parseSpec({ ...base, solver: 'svd', split: { kind: 'last', fraction: 0.2 } });
    const source = sourceOf(diabetes, { onOpen: () => opened++ });
    const table = await readTable(source, { memoryLimitBytes: 0 });
    const [read, passes] = [opened, table.passes];
    const steps = train(spec, await prepareData(table, spec));
    let next = await steps.next();
    while (!next.done) next = await steps.next();
    const file = next.value.file();
    expect(file.passes - passes).toBe(opened - read);
    expect(file.passReasons).toHaveLength(file.passes - 1);
  });
});

describe('λ', () => {
  test('per sample is m times λ on the total scale', async () => {
    const split = { kind: 'every', every: 4 } as const;
    const sample = await onDiabetes({ ...base, lambda: 0.25, lambdaScale: 'perSample', split });
    const total = await onDiabetes({ ...base, lambda: 0.25 * sample.file.rows.train, split });
    expect(sample.file.coefficients).toEqual(total.file.coefficients);
    expect(sample.result.now.penalty).toBe(total.result.now.penalty);
    expect(sample.result.now.lambdaTotal).toBe(total.result.now.lambdaTotal);
    const preview = sample.model.preview(0.5).view;
    expect(preview.lambdaTotal).toBe(0.5 * sample.file.rows.train);
  });

  test('another one by preview is what a training with it gives', async () => {
    const here = await onDiabetes({ ...base, split: { kind: 'every', every: 5 } });
    for (const lambda of [0, 0.01, 30, 1e5]) {
      const { view, conversions } = here.model.preview(lambda);
      const there = await onDiabetes({ ...base, lambda, split: { kind: 'every', every: 5 } });
      const wanted = there.result.now;
      for (const [j, weight] of wanted.weights.entries()) {
        expect(view.weights[j]).toBeCloseTo(weight, 8);
      }
      expect(view.scores.test!.mse).toBeCloseTo(wanted.scores.test!.mse!, 6);
      expect(view.scores.train!.r2).toBeCloseTo(wanted.scores.train!.r2!, 10);
      expect(view.degreesOfFreedom).toBeCloseTo(wanted.degreesOfFreedom!, 10);
      expect(conversions).toEqual(there.result.conversions);
    }
  });

  test('that is negative or no number is refused', async () => {
    const { model } = await onDiabetes(base);
    for (const lambda of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => model.preview(lambda)).toThrow(/λ must be a number/);
      expect(() => model.predict({}, lambda)).toThrow(/λ must be a number/);
    }
  });

  test('so large that it overflows leaves the mean', async () => {
    const spec: RunSpecInput = { ...base, lambda: 1e308, lambdaScale: 'perSample' };
    const { result } = await onDiabetes(spec);
    expect(unfit(result)).toEqual([]);
    expect(result.now.scores.train!.r2).toBeCloseTo(0, 10);
  });

  test('shrinks: degrees of freedom, weights and fit fall as it grows', async () => {
    const { model } = await onDiabetes(base);
    const views = [0, 0.1, 1, 10, 100, 1000].map((lambda) => model.preview(lambda).view);
    for (const [at, view] of views.entries()) {
      const next = views[at + 1];
      if (!next) break;
      expect(next.degreesOfFreedom!).toBeLessThan(view.degreesOfFreedom!);
      expect(Math.hypot(...next.standardized)).toBeLessThan(Math.hypot(...view.standardized));
      expect(next.scores.train!.mse).toBeGreaterThan(view.scores.train!.mse!);
    }
    expect(views[0]!.degreesOfFreedom).toBeCloseTo(11, 8);
  });
});

describe('without an intercept', () => {
  const rows = [
    [1, 5, 2],
    [2, 3, 3],
    [3, 9, 2],
    [4, 4, 1],
    [7, 1, 6],
  ];
  const text = csvOf(['a', 'b', 'y'], rows);

  /** (XᵀX + λ D²)⁻¹ Xᵀy for two columns, by Cramer's rule; D the deviations about the mean, or 1. */
  function direct(lambda: number, standardized: boolean): [number, number] {
    const sum = (f: (row: number[]) => number) => rows.reduce((total, row) => total + f(row), 0);
    const variance = (j: number) => {
      const mean = sum((row) => row[j]!) / rows.length;
      return sum((row) => (row[j]! - mean) ** 2) / rows.length;
    };
    const scale = (j: number) => (standardized ? variance(j) : 1);
    const aa = sum(([a]) => a! * a!) + lambda * scale(0);
    const bb = sum(([, b]) => b! * b!) + lambda * scale(1);
    const ab = sum(([a, b]) => a! * b!);
    const ay = sum(([a, , y]) => a! * y!);
    const by = sum(([, b, y]) => b! * y!);
    const determinant = aa * bb - ab * ab;
    return [(bb * ay - ab * by) / determinant, (aa * by - ab * ay) / determinant];
  }

  test.each(['auto', 'cholesky', 'svd', 'gradientDescent'])(
    '%s solves the uncentred equations',
    async (solver) => {
      for (const lambda of [0, 1, 20]) {
        for (const standardize of ['all', 'none'] as const) {
          const spec = { target: ['y'], intercept: false, lambda, standardize, solver, iterations: 5000 };
          const { file, result } = await run(text, spec);
          const [a, b] = direct(lambda, standardize === 'all');
          const found = file.coefficients as Record<string, number>;
          expect(found['a']).toBeCloseTo(a, 9);
          expect(found['b']).toBeCloseTo(b, 9);
          expect(file.intercept).toBe(0);
          const rss = rows.reduce((sum, [x, z, y]) => sum + (y! - a * x! - b * z!) ** 2, 0);
          const squares = rows.reduce((sum, row) => sum + row[2]! ** 2, 0);
          expect(result.now.scores.train!.r2).toBeCloseTo(1 - rss / squares, 9);
          expect(result.now.degreesOfFreedom!).toBeLessThan(2 + 1e-9);
        }
      }
    },
  );
});
