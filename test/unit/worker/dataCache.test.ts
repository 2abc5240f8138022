import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../src/engine/index.ts';
import { stream } from '../../../src/engine/random.ts';
import { csvOf } from '../engine/runs.ts';
import { trainMessage, Worker } from './harness.ts';

const random = stream(3, 'cache');
const rows = Array.from({ length: 600 }, (_, row) => {
  const [a, b] = [random.normal(), random.normal()];
  const level = 'uvw'[random.integer(0, 2)]!;
  const gap = row % 17 === 0 ? '' : (a - b).toFixed(6);
  const y = 3 * a - b + (level === 'u' ? 2 : 0) + random.normal();
  return [a, b, level, gap, 1 + (row % 3), y, y > 0 ? 'yes' : 'no'];
});
const text = csvOf(['a', 'b', 'g', 'gap', 'weight', 'y', 'class'], rows);

const base: RunSpecInput = { target: ['y'], features: ['a', 'b', 'g'], lambda: 3 };
const specs: [string, RunSpecInput][] = [
  ['numbers and levels', base],
  ['a test part', { ...base, split: { kind: 'random', fraction: 0.25 } }],
  ['filled gaps', { ...base, features: ['a', 'gap'], missing: 'mean' }],
  ['weights', { ...base, sampleWeight: 'weight' }],
  ['folds in the file’s order', { ...base, folds: { kind: 'contiguous', count: 4 } }],
  ['expanded columns', { ...base, degree: 2 }],
];

/** What becomes of runs one after the other in one worker: their models, and how often each opened the file. */
async function runs(memoryLimitMB: number, ...own: readonly RunSpecInput[]) {
  const worker = new Worker({ 'data.csv': text });
  const found: { model: string; opened: number }[] = [];
  for (const [at, spec] of own.entries()) {
    const before = worker.opened;
    worker.send(trainMessage(String(at), spec, { memoryLimitMB }));
    const { modelJson } = (await worker.next('done', String(at))).result;
    const { passes, ...model } = JSON.parse(modelJson);
    delete model.passReasons;
    found.push({ model: JSON.stringify(model), opened: worker.opened - before });
  }
  return found;
}

describe.each([
  ['rows in memory', 64],
  ['rows that are read anew', 0],
])('%s', (_where, limit) => {
  test.each(specs)('give the same model to the bit whoever chose λ before: %s', async (_name, spec) => {
    const [alone] = await runs(limit, spec);
    const [chosen, after, again] = await runs(limit, { ...spec, lambdaChoice: 'min' }, spec, {
      ...spec,
      lambdaChoice: 'min',
    });
    expect(after!.model).toBe(alone!.model);
    expect(again!.model).toBe(chosen!.model);
    const [, later] = await runs(limit, spec, { ...spec, lambdaChoice: 'min' });
    expect(later!.model).toBe(chosen!.model);
  });
});

test('classes give the same model to the bit whoever chose λ before', async () => {
  const folds = { kind: 'shuffle' as const, count: 3 };
  const own: RunSpecInput = { ...base, target: ['class'], features: ['a', 'b'], folds };
  const [alone] = await runs(64, own);
  const [, after] = await runs(64, { ...own, lambdaChoice: 'min' }, own);
  expect(after!.model).toBe(alone!.model);
});

test('a large file is not read again for a given λ after one that its folds chose', async () => {
  const [chosen, given, other] = await runs(0, { ...base, lambdaChoice: 'min' }, base, {
    ...base,
    lambda: 8,
    lambdaChoice: '1se',
  });
  expect(chosen!.opened).toBeGreaterThan(0);
  // What a small file is read for besides: residuals and scores.
  const [, before] = await runs(0, base, { ...base, lambda: 4 });
  expect(given!.opened).toBe(before!.opened);
  expect(other!.opened).toBeLessThan(chosen!.opened);
});
