import { describe, expect, test } from 'vitest';
import { importanceOf, intervalsOf, type Model, type RunSpecInput } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import type { WorkProgress } from '../../../../src/engine/workReport.ts';
import { csvOf, trained } from '../runs.ts';

const random = stream(41, 'examined');
const rows = Array.from({ length: 120 }, () => {
  const [a, b] = [random.normal(), random.normal()];
  const level = 'xyz'[random.integer(0, 2)]!;
  const y = 5 + 3 * a + (level === 'x' ? 2 : 0) + 0.5 * random.normal();
  return [a, b, level, y, y + random.normal() > 6 ? 'yes' : 'no', Math.max(0, Math.round(a + 2))];
});
const text = csvOf(['a', 'b', 'g', 'y', 'two', 'n'], rows);
const FEATURES = ['a', 'b', 'g'];

/** What came of it, and what was told on the way, each sentence once. */
async function finished<T>(steps: AsyncGenerator<WorkProgress, T>): Promise<{ value: T; told: string[] }> {
  const told = new Set<string>();
  for (;;) {
    const next = await steps.next();
    if (next.done) return { value: next.value, told: [...told] };
    told.add(next.value.text);
  }
}
const model = (spec: RunSpecInput): Promise<Model> => trained(text, { features: FEATURES, ...spec });
const specs: [string, RunSpecInput][] = [
  ['ridge', { target: ['y'] }],
  ['lasso', { target: ['y'], l1Ratio: 1, lambda: 2 }],
  ['logistic', { target: ['two'] }],
  ['poisson', { target: ['n'], model: 'poisson' }],
  ['network', { target: ['y'], model: 'mlp', hidden: [4], initializer: { id: 'xavierNormal' } }],
];

describe.each(specs)('the importance of columns of a %s model', (_name, spec) => {
  test('is large for those that matter, and about 0 for one that does not', async () => {
    const { value, told } = await finished(importanceOf(await model(spec), 3));
    const [a, b] = value.columns;
    expect(value.columns.map(({ name }) => name)).toEqual(FEATURES);
    expect(told).toEqual([
      'row 120 of 120',
      ...Array.from({ length: 9 }, (_, at) => `shuffle ${at + 1} of 9`),
    ]);
    expect(a!.mean).toBeGreaterThan(0.2 * value.error);
    expect(Math.abs(b!.mean)).toBeLessThan(0.1 * a!.mean);
  });

  test('is the same each time, and differs with the seed', async () => {
    const own = await model(spec);
    const [one, other] = [await finished(importanceOf(own, 2)), await finished(importanceOf(own, 2))];
    expect(other).toEqual(one);
    if (spec.model === 'mlp') return;
    const seeded = await finished(importanceOf(await model({ ...spec, seed: 9 }), 2));
    expect(seeded.value.error).toBe(one.value.error);
    expect(seeded.value.columns).not.toEqual(one.value.columns);
  });
});

describe('importance', () => {
  test('is told of rows that nothing was trained on, where there are any', async () => {
    const split = { kind: 'random' as const, fraction: 0.25 };
    const partOf = async (spec: RunSpecInput) => (await finished(importanceOf(await model(spec), 1))).value;
    const held = await partOf({ target: ['y'], split });
    expect(held.part).toBe('test');
    expect(held.error).toBeCloseTo(
      (await model({ target: ['y'], split })).result().now.scores.test!.mse!,
      10,
    );
    expect((await partOf({ target: ['y'], validation: split })).part).toBe('validation');
    expect((await partOf({ target: ['y'] })).part).toBe('train');
  });

  test('moves levels together, and products with each column they are made of', async () => {
    const own = await model({ target: ['y'], interactions: true });
    expect(own.data.plan.columns.length).toBeGreaterThan(5);
    const { value } = await finished(importanceOf(own, 2));
    expect(value.columns.map(({ name }) => name)).toEqual(FEATURES);
    expect(value.columns[2]!.mean).toBeGreaterThan(0.1);
  });
});

describe.each(specs.slice(0, 4))('intervals of a %s model', (_name, spec) => {
  test('hold the weights, say what they are, and are the same each time', async () => {
    const own = await model(spec);
    const { value, told } = await finished(intervalsOf(own, 40));
    expect(told).toHaveLength(41);
    expect(told.at(-1)).toBe('sample 40 of 40');
    expect(value.resamples).toBe(40);
    expect(value.note).toContain('shrunk estimate');
    const { weights, intercept } = own.result().now;
    const estimates = [...weights, ...intercept];
    expect(value.intervals).toHaveLength(estimates.length);
    value.intervals.forEach(({ low, high, deviation }, at) => {
      expect(low).toBeLessThanOrEqual(estimates[at]! + deviation);
      expect(high).toBeGreaterThanOrEqual(estimates[at]! - deviation);
    });
    expect((await finished(intervalsOf(own, 40))).value).toEqual(value);
  });
});

test('intervals of a weight that is known well are narrow, and cover it', async () => {
  const { value } = await finished(intervalsOf(await model({ target: ['y'], lambda: 0.1 }), 100));
  const [a, b] = value.intervals;
  expect(a!.low).toBeGreaterThan(2.7);
  expect(a!.high).toBeLessThan(3.3);
  expect(a!.low).toBeLessThan(3);
  expect(a!.high).toBeGreaterThan(3);
  expect(b!.low).toBeLessThan(0);
  expect(b!.high).toBeGreaterThan(0);
  // s / √(n Var x), about ½ / √120.
  expect(a!.deviation).toBeGreaterThan(0.02);
  expect(a!.deviation).toBeLessThan(0.1);
});

describe('what cannot be told is refused', () => {
  test('intervals of a network', async () => {
    const own = await model({ target: ['y'], model: 'mlp', hidden: [2], iterations: 3 });
    await expect(finished(intervalsOf(own, 5))).rejects.toMatchObject({ code: 'bad-spec' });
  });

  test('rows that do not fit', async () => {
    const own = await model({ target: ['y'] });
    const huge = Object.create(own, {
      data: { value: { ...own.data, counts: { ...own.data.counts, train: 2 ** 30 } } },
    }) as Model;
    for (const steps of [importanceOf(huge, 1), intervalsOf(huge, 2)])
      await expect(finished<unknown>(steps)).rejects.toMatchObject({
        code: 'too-large',
        message: expect.stringMatching(/^The rows have [\d,]+ cells, and at most 67,108,864/),
      });
  });

  test('what was stopped', async () => {
    const own = await model({ target: ['y'] });
    const kinds: ((signal: AbortSignal) => AsyncGenerator<WorkProgress, unknown>)[] = [
      (signal) => importanceOf(own, 9, signal),
      (signal) => intervalsOf(own, 9, signal),
    ];
    for (const start of kinds) {
      const stop = new AbortController();
      const steps = start(stop.signal);
      await steps.next();
      stop.abort();
      await expect(finished(steps)).rejects.toMatchObject({ code: 'stopped' });
    }
  });
});
