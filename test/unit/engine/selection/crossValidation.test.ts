import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSpec, prepareData, type RunSpecInput, train } from '../../../../src/engine/index.ts';
import { comparePenalties } from '../../../../src/engine/selection/comparePenalties.ts';
import { tableOf, trained } from '../runs.ts';
import { choosing, finished, namesOf, noisyRows, textOf, validated } from './validated.ts';

/** The loss on each fold's rows of models that are trained, one by one, on a file that marks those rows as its test part. */
async function refits(
  rows: readonly (readonly (number | string)[])[],
  held: readonly number[][],
  spec: RunSpecInput,
  lambdas: readonly number[],
  loss: (scores: Record<string, number | null | undefined>) => number,
): Promise<number[][]> {
  const names = [...namesOf(rows[0]!.length - 1), 'part'];
  const all: number[][] = [];
  for (const own of held) {
    const marked = rows.map((row, at) => [...row, own.includes(at) ? 'test' : 'train']);
    const text = textOf(marked, names);
    const losses: number[] = [];
    for (const lambda of lambdas) {
      const model = await trained(text, {
        ...spec,
        lambda,
        split: { kind: 'column', column: 'part' },
        tolerance: 1e-12,
      });
      losses.push(loss(model.result().now.scores.test!));
    }
    all.push(losses);
  }
  return all;
}

function runsOf(n: number, k: number): number[][] {
  const size = n / k;
  return Array.from({ length: k }, (_, fold) => Array.from({ length: size }, (_, i) => fold * size + i));
}

const LAMBDAS = [100, 10, 1, 0.1];

describe('what folds lose is what refits lose', () => {
  const cases: [string, RunSpecInput, (number | string)[][], keyof { mse: 1; logLoss: 1 }][] = [
    ['ridge', {}, noisyRows(60, 4, 1), 'mse'],
    [
      'ridge, λ per sample, no intercept',
      { lambdaScale: 'perSample', intercept: false },
      noisyRows(60, 4, 2),
      'mse',
    ],
    ['lasso', { l1Ratio: 1 }, noisyRows(60, 4, 3), 'mse'],
    [
      'elastic net with penalty factors',
      { l1Ratio: 0.5, penaltyFactors: { x1: 0.1 } },
      noisyRows(60, 4, 4),
      'mse',
    ],
    ['more columns than rows', {}, noisyRows(30, 45, 5), 'mse'],
    [
      'gaps filled with the mean',
      { missing: 'mean' },
      noisyRows(60, 4, 6).map((row, at) => (at % 7 === 0 ? ['', ...row.slice(1)] : row)),
      'mse',
    ],
    [
      'logistic',
      { model: 'logistic' },
      noisyRows(60, 3, 7).map((row) => [...row.slice(0, -1), row.at(-1)! > 0 ? 'yes' : 'no']),
      'logLoss',
    ],
    [
      'softmax, balanced',
      { model: 'softmax', classWeight: 'balanced' },
      noisyRows(60, 3, 8).map((row) => {
        const y = row.at(-1)!;
        return [...row.slice(0, -1), y > 0.5 ? 'high' : y > -1 ? 'middle' : 'low'];
      }),
      'logLoss',
    ],
  ];

  test.each(cases)('%s', async (_, spec, rows, metric) => {
    const own: RunSpecInput = { target: ['y'], ...spec };
    const found = await validated(textOf(rows), { ...own, folds: { kind: 'contiguous', count: 5 } }, LAMBDAS);
    expect(found.lambdas).toEqual(LAMBDAS);
    const wanted = await refits(rows, runsOf(rows.length, 5), own, LAMBDAS, (scores) => scores[metric]!);
    for (const [fold, losses] of wanted.entries()) {
      for (const [at, loss] of losses.entries())
        expect(Math.abs(found.folds.losses[fold]![at]! / loss - 1)).toBeLessThanOrEqual(1e-9);
    }
  });
});

test('λ_1se is never below λ_min on random data, whatever the penalty', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.integer({ min: 0, max: 1e6 }),
        n: fc.integer({ min: 8, max: 60 }),
        p: fc.integer({ min: 1, max: 6 }),
        noise: fc.constantFrom(0.01, 1, 30),
        l1Ratio: fc.constantFrom(0, 0.5, 1),
        count: fc.integer({ min: 2, max: 6 }),
      }),
      async ({ seed, n, p, noise, l1Ratio, count }) => {
        const spec: RunSpecInput = { target: ['y'], l1Ratio, seed, folds: { kind: 'shuffle', count } };
        const found = await validated(textOf(noisyRows(n, p, seed, noise)), spec);
        expect(found.lambda1se).toBeGreaterThanOrEqual(found.lambdaMin);
        expect(found.lambdas).toEqual([...found.lambdas].sort((a, b) => b - a));
        expect(found.cvMean.every(Number.isFinite)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test('closed leave-one-out is leaving out one row after the other', async () => {
  const rows = noisyRows(20, 3, 11);
  const spec: RunSpecInput = { target: ['y'], standardize: 'none' };
  const found = await validated(textOf(rows), { ...spec, folds: { kind: 'loo' } }, LAMBDAS);
  const wanted = await refits(rows, runsOf(20, 20), spec, LAMBDAS, (scores) => scores['mse']!);
  for (const at of LAMBDAS.keys()) {
    const mean = wanted.reduce((sum, losses) => sum + losses[at]!, 0) / 20;
    expect(found.loo![at]! / mean).toBeCloseTo(1, 9);
    expect(found.cvMean[at]).toBe(found.loo![at]);
  }
  expect(found.notes.join()).toContain('closed form');
});

describe('rows that have no say', () => {
  const rows = noisyRows(120, 3, 12);
  const poisoned = (part: number, column: number, value: number) =>
    rows.map((row, at) => (at % 5 === part ? row.map((own, j) => (j === column ? value : own)) : row));
  const spec: RunSpecInput = { target: ['y'], split: { kind: 'every', every: 5 } };

  test.each([
    ['ridge', {}],
    ['lasso', { l1Ratio: 1 }],
    ['huber', { model: 'huber' }],
    ['ridge with gaps filled', { missing: 'mean' as const }],
  ])('the test part, however far off, changes no bit of the choice: %s', async (_, more) => {
    const own = { ...spec, ...more };
    const gaps = (all: number[][]) => all.map((row, at) => (at % 11 === 3 ? ['', ...row.slice(1)] : row));
    const texts = [rows, poisoned(4, 3, 1e9), poisoned(4, 1, -1e12)].map((all) =>
      textOf('missing' in more ? gaps(all) : all),
    );
    const [clean, ...others] = await Promise.all(texts.map((text) => validated(text, own)));
    for (const other of others) expect(other).toEqual(clean);
    const trainPart = await validated(textOf(poisoned(2, 3, 1e3)), own);
    expect(trainPart.cvMean).not.toEqual(clean!.cvMean);
  });
});

test('rows of a group are held out together', async () => {
  const rows = noisyRows(60, 2, 13).map((row, at) => [...row.slice(0, 2), `g${at % 6}`, row[2]!]);
  const text = textOf(rows, ['x0', 'x1', 'who', 'y']);
  const found = await validated(text, { target: ['y'], folds: { kind: 'group', column: 'who', count: 10 } });
  expect(found.folds.sizes).toEqual([10, 10, 10, 10, 10, 10]);
  expect(found.folds.kind).toContain('"who"');
});

test('a class with one row is always trained on, and classes are shared out', async () => {
  const rows = noisyRows(41, 2, 14).map((row, at) => [
    ...row.slice(0, 2),
    at === 40 ? 'rare' : row[2]! > 0 ? 'a' : 'b',
  ]);
  const found = await validated(
    textOf(rows),
    { target: ['y'], model: 'softmax', folds: { kind: 'shuffle', count: 5 } },
    [1],
  );
  expect(found.folds.sizes).toEqual([8, 8, 8, 8, 8]);
  expect(found.cvMean[0]).toBeLessThan(1.1);
});

describe('what is said of the choice', () => {
  test('columns that tell nothing: the largest λ is best', async () => {
    const rows = noisyRows(80, 3, 15).map((row, at) => [...row.slice(0, 3), ((at * 7919) % 83) / 83]);
    const found = await validated(textOf(rows), { target: ['y'], l1Ratio: 1 });
    expect(found.notes.join()).toMatch(/every weight is 0|within one standard error/);
  });

  test('a grid of one’s own whose end is best is not made longer, but told', async () => {
    const found = await validated(textOf(noisyRows(200, 3, 16, 0.1)), { target: ['y'] }, [1000, 300, 100]);
    expect(found.lambdas).toEqual([1000, 300, 100]);
    expect(found.notes.join()).toContain('smallest λ that was tried (100)');
  });

  test('networks and lasso with too many rows to leave out are refused', async () => {
    await expect(validated(textOf(noisyRows(30, 2, 17)), { target: ['y'], model: 'mlp' })).rejects.toThrow(
      /network/,
    );
    const many = textOf(noisyRows(520, 1, 18));
    await expect(validated(many, { target: ['y'], l1Ratio: 1, folds: { kind: 'loo' } })).rejects.toThrow(
      /closed form/,
    );
  });
});

test('training chooses λ where the spec asks for it, and the file says how', async () => {
  const text = textOf(noisyRows(100, 4, 19));
  const found = await validated(text, { target: ['y'] });
  for (const rule of ['min', '1se'] as const) {
    const spec = choosing({ target: ['y'], lambdaChoice: rule });
    const model = await finished(train(spec, await prepareData(await tableOf(text), spec)));
    const lambda = rule === 'min' ? found.lambdaMin : found.lambda1se;
    expect(model.spec.lambda).toBe(lambda);
    expect(model.file().selection).toMatchObject({ chosen: rule, lambda, folds: '10 shuffled folds' });
    expect(model.result().notes.join()).toContain('cross-validation');
    const given = await trained(text, { target: ['y'], lambda });
    const [own, wanted] = [model.file().coefficients, given.file().coefficients];
    for (const [name, weight] of Object.entries(wanted as Record<string, number>))
      expect((own as Record<string, number>)[name]).toBeCloseTo(weight, 12);
  }
});

test('penalties are compared on the same folds, each at its own λ', async () => {
  const spec = parseSpec({ target: ['y'], lambdaChoice: 'min' });
  const data = await prepareData(await tableOf(textOf(noisyRows(120, 8, 20, 2))), spec);
  const table = await finished(comparePenalties(spec, data, { memoryLimitBytes: 2 ** 28 }));
  expect(table.rows.map(({ penalty }) => penalty)).toEqual(['none', 'L2', 'elastic net', 'L1']);
  const [none, ...others] = table.rows;
  expect(none).toMatchObject({ lambdaMin: 0, nonZero: 8 });
  for (const row of others) {
    expect(row.cvMean).toBeLessThanOrEqual(none!.cvMean * (1 + 1e-9));
    expect(row.trainMean).toBeGreaterThanOrEqual(none!.trainMean * (1 - 1e-9));
    expect(row.nonZero1se).toBeLessThanOrEqual(row.nonZero);
  }
  expect(table.verdict).toContain('held-out rows');
});
