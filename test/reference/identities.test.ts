import { describe, expect, it } from 'vitest';
import { models, parseModelFile, type RunSpecInput, solvers } from '../../src/engine/index.ts';
import { expectNormwise, readFixture, type Trained, tableFrom, tableOf, trainModel } from './engine.ts';

type Numbers = Record<string, number>;
type Cells = readonly (readonly string[])[];

const convex = models.entries().filter(({ offers }) => offers.includes('convex'));

/** Three data sets for each kind of target. */
const DATA = {
  number: [
    ['diabetes', 'target'],
    ['boston', 'medv'],
    ['winequality_red', 'quality'],
  ],
  count: [
    ['diabetes', 'target'],
    ['boston', 'medv'],
    ['winequality_red', 'quality'],
  ],
  twoClasses: [
    ['breast_cancer', 'diagnosis'],
    ['pima', 'diabetes'],
    ['sm_spector', 'GRADE'],
  ],
  classes: [
    ['iris', 'species'],
    ['penguins', 'species'],
    ['breast_cancer', 'diagnosis'],
  ],
  any: [],
} as const;

/** Coefficients by output and column, whether they are keyed by output or not. */
function flat({ file: { coefficients, intercept } }: Trained): Numbers {
  if (typeof intercept === 'number') return { ...(coefficients as Numbers), intercept };
  const keyed = coefficients as Record<string, Numbers>;
  return Object.fromEntries(
    Object.entries(keyed).flatMap(([output, own]) => [
      ...Object.entries(own).map(([name, weight]) => [`${output}: ${name}`, weight] as const),
      [`${output}: intercept`, (intercept as Numbers)[output]!] as const,
    ]),
  );
}

function expectSame(actual: Numbers, wanted: Numbers, tolerance: number): void {
  expectNormwise(actual, Object.keys(wanted), Object.values(wanted), tolerance);
}

const dataOf = (name: string) => tableOf(`data/${name}.csv`);

describe.each(convex)('$id: the minimum is one, by its conditions', ({ id: model, task }) => {
  const cases = DATA[task].flatMap(([data, target]) =>
    [0, 0.5, 1].map((l1Ratio) => [data, l1Ratio, target] as const),
  );

  it.each(cases)('%s, l1Ratio %d', async (data, l1Ratio, target) => {
    const spec = { target: [target], model, lambda: 10, l1Ratio };
    const { file, result } = await trainModel(await dataOf(data), spec, { compare: false });
    if (model === 'linear' && l1Ratio === 0) return expect(result.descent).toBeNull();
    expect(file.convergence).toMatchObject({ converged: true, reason: 'converged' });
    expect(file.convergence!.kktResidual).toBeLessThanOrEqual(1e-8);
  });
});

describe('two classes', () => {
  it.each([0.2, 2, 20])('softmax at λ %d is logistic at half of it, from either side', async (lambda) => {
    const table = await dataOf('pima');
    const own = { target: ['diabetes'] };
    const logistic = await trainModel(table, { ...own, model: 'logistic', lambda: lambda / 2 });
    const softmax = await trainModel(table, { ...own, model: 'softmax', lambda });
    const { neg, pos } = softmax.file.coefficients as Record<string, Numbers>;
    const names = Object.keys(pos!);
    const wanted = logistic.file.coefficients as Numbers;
    const between = names.map((name) => [name, pos![name]! - neg![name]!] as const);
    expectSame(Object.fromEntries(between), wanted, 1e-9);
    expectSame(neg!, Object.fromEntries(names.map((name) => [name, -pos![name]!])), 1e-9);
    expect(softmax.result.now.scores.train!.logLoss).toBeCloseTo(
      logistic.result.now.scores.train!.logLoss!,
      12,
    );
  });

  it.each(['logistic', 'squaredHinge'])(
    '%s: the other level as the positive one turns the signs',
    async (model) => {
      const table = await dataOf('breast_cancer');
      const spec = { target: ['diagnosis'], model, lambda: 5 };
      const here = flat(await trainModel(table, { ...spec, positive: 'malignant' }));
      const there = flat(await trainModel(table, { ...spec, positive: 'benign' }));
      expectSame(there, Object.fromEntries(Object.entries(here).map(([name, own]) => [name, -own])), 1e-9);
    },
  );

  it('a class against the rest is logistic regression on that class', async () => {
    const text = readFixture('data/iris.csv');
    const rest = await tableFrom(text.replace(/setosa|virginica/g, 'rest'));
    const own = await tableFrom(text.replace(/setosa|virginica/g, '0').replace(/versicolor/g, '1'));
    const spec = { target: ['species'], model: 'logistic', lambda: 1 };
    const named = flat(await trainModel(rest, { ...spec, positive: 'versicolor' }));
    expectSame(flat(await trainModel(own, spec)), named, 1e-12);
  });
});

/** A fixture as cells, the header first, without rows that lack a value. */
function cellsOf(data: string): string[][] {
  const rows = readFixture(`data/${data}.csv`).trim().split('\n');
  return rows.map((row) => row.split(',')).filter((row) => row.every((cell) => cell !== '' && cell !== 'NA'));
}

const csv = (rows: Cells) => tableFrom(`${rows.map((row) => row.join(',')).join('\n')}\n`);

describe.each(convex)('$id', ({ id: model, task }) => {
  const [data, target] = DATA[task][0]!;
  const penalties = [0, 0.5].map((l1Ratio) => ({ l1Ratio }));

  it.each(penalties)('a row that stands twice is a row of weight 2, $l1Ratio', async ({ l1Ratio }) => {
    const [header, ...rows] = cellsOf(data);
    const twice = rows.flatMap((row, i) => Array.from({ length: 1 + (i % 3) }, () => row));
    const weighted = rows.map((row, i) => [...row, String(1 + (i % 3))]);
    const spec = { target: [target], model, lambda: 3, l1Ratio };
    const repeated = await trainModel(await csv([header!, ...twice]), spec);
    const once = await trainModel(await csv([[...header!, 'times'], ...weighted]), {
      ...spec,
      sampleWeight: 'times',
    });
    expectSame(flat(once), flat(repeated), 1e-6);
    expect(once.result.now.dataLoss).toBeCloseTo(repeated.result.now.dataLoss, 8);
    for (const [id, score] of Object.entries(repeated.result.now.scores.train!)) {
      if (score !== null) expect(once.result.now.scores.train![id as 'mse'], id).toBeCloseTo(score, 5);
    }
  });

  it.each(penalties)(
    'another unit of a column changes nothing but its weight, $l1Ratio',
    async ({ l1Ratio }) => {
      const [header, ...rows] = cellsOf(data);
      const [name] = header!;
      const scaled = rows.map(([first, ...others]) => [String(Number(first) * 1024), ...others]);
      const spec = { target: [target], model, lambda: 3, l1Ratio };
      const plain = flat(await trainModel(await csv([header!, ...rows]), spec));
      const other = flat(await trainModel(await csv([header!, ...scaled]), spec));
      const own = (key: string) => key === name || key.endsWith(`: ${name}`);
      const wanted = Object.entries(plain).map(([key, value]) => [key, own(key) ? value / 1024 : value]);
      expectSame(other, Object.fromEntries(wanted) as Numbers, 1e-9);
    },
  );

  it.each(penalties)('λ per sample is the total λ over the rows, $l1Ratio', async ({ l1Ratio }) => {
    const table = await dataOf(data);
    const spec = { target: [target], model, l1Ratio };
    const total = await trainModel(table, { ...spec, lambda: 7 });
    const lambda = 7 / total.file.rows.train;
    const perSample = await trainModel(table, { ...spec, lambda, lambdaScale: 'perSample' });
    expectSame(flat(perSample), flat(total), 1e-8);
  });
});

describe('a run that is resumed', () => {
  const iterative = solvers.entries().filter(({ kind }) => kind === 'iterative');
  const runs = models
    .entries()
    .flatMap(({ id, offers, task }) =>
      iterative
        .filter(({ needs = [] }) => needs.every((need) => need === 'smooth' || offers.includes(need)))
        .flatMap((solver) =>
          (solver.batches === 'optional' ? [0, 7] : [0]).map(
            (batchSize) => [id, solver.id, batchSize, DATA[task === 'any' ? 'classes' : task][0]!] as const,
          ),
        ),
    );

  it.each(runs)(
    '%s by %s, batch size %d, ends as if it had not stopped, bit for bit',
    async (model, solver, batchSize, [data, target]) => {
      const table = await dataOf(data);
      const spec: RunSpecInput = {
        target: [target],
        model,
        solver,
        hidden: [4],
        lambda: 1,
        tolerance: 0,
        seed: 3,
        initializer: { id: 'xavierNormal' },
        batchSize,
        learningRate: model === 'poisson' && solvers.get(solver).goal === 'watch' ? 1e-4 : 'auto',
      };
      const quiet = { compare: false };
      const whole = await trainModel(table, { ...spec, iterations: 40 }, quiet);
      const half = await trainModel(table, { ...spec, iterations: 17 }, quiet);
      const { state } = parseModelFile(JSON.stringify(half.file));
      expect(state).toBeDefined();
      const resumed = await trainModel(table, { ...spec, iterations: 40 }, { ...quiet, resume: state! });
      expect(resumed.file.coefficients).toEqual(whole.file.coefficients);
      expect(resumed.file.intercept).toEqual(whole.file.intercept);
      expect(resumed.file.network).toEqual(whole.file.network);
      expect(resumed.file.state).toEqual(whole.file.state);
      expect(resumed.file.convergence).toEqual(whole.file.convergence);
    },
  );
});
