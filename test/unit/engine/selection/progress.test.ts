import { describe, expect, test } from 'vitest';
import { prepareData, type RunSpecInput, train } from '../../../../src/engine/index.ts';
import { crossValidate } from '../../../../src/engine/selection/crossValidation.ts';
import type { WorkProgress } from '../../../../src/engine/workReport.ts';
import { tableOf } from '../runs.ts';
import { choosing, noisyRows, textOf } from './validated.ts';

const limit = { memoryLimitBytes: 2 ** 28 };
const LAMBDAS = [0.1, 1, 10];

/** All that a cross-validation says on its way, repetitions left away. */
async function told(input: RunSpecInput, lambdas: readonly number[] | null = LAMBDAS) {
  const spec = choosing({ target: ['y'], folds: { kind: 'shuffle', count: 4 }, ...input });
  const data = await prepareData(await tableOf(textOf(noisyRows(80, 3, 5))), spec);
  const found: WorkProgress[] = [];
  for await (const progress of crossValidate(spec, data, { ...limit, lambdas }))
    if (found.at(-1)?.text !== progress.text) found.push(progress);
  return found;
}

const rises = (shares: readonly number[]): boolean =>
  shares.every((share, at) => share >= 0 && share <= 1 && (at === 0 || share >= shares[at - 1]!));

describe('the progress of a cross-validation', () => {
  test('counts the folds, and the λ where each is trained by itself', async () => {
    const found = await told({ model: 'huber' });
    expect(found.map(({ text }) => text).slice(0, 4)).toEqual([
      'fold 1 of 4',
      'fold 1 of 4, λ 2 of 3',
      'fold 1 of 4, λ 3 of 3',
      'fold 2 of 4',
    ]);
    expect(found[0]!.share).toBe(0);
    expect(found.at(-1)!.text).toBe('fold 4 of 4, λ 3 of 3');
    expect(rises(found.map(({ share }) => share))).toBe(true);
    expect(found.at(-1)!.share).toBeGreaterThan(0.8);
  });

  test('counts closed forms before the folds of ridge', async () => {
    const found = await told({});
    expect(found.map(({ text }) => text)).toEqual([
      'closed forms',
      'leave-one-out',
      'fold 1 of 4',
      'fold 2 of 4',
      'fold 3 of 4',
      'fold 4 of 4',
    ]);
    expect(rises(found.map(({ share }) => share))).toBe(true);
    const [alone] = await told({ folds: { kind: 'loo' } });
    expect(alone!.text).toBe('closed forms');
  });

  test('is a part of what a training yields, before its data', async () => {
    const spec = choosing({ target: ['y'], folds: { kind: 'shuffle', count: 3 } });
    const data = await prepareData(await tableOf(textOf(noisyRows(80, 3, 5))), spec);
    const events = [];
    for await (const event of train(spec, data, { live: true })) events.push(event);
    const [first, ...others] = events.map(({ type }) => type);
    expect(first).toBe('choosing');
    expect(others.lastIndexOf('choosing')).toBeLessThan(others.indexOf('data'));
    const words = events.flatMap((event) => (event.type === 'choosing' ? [event.progress] : []));
    expect(words.map(({ text }) => text)).toContain('fold 3 of 3');
    expect(rises(words.map(({ share }) => share))).toBe(true);
  });
});
