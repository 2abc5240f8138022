import { describe, expect, test, vi } from 'vitest';
import { ManyClassMetrics } from '../../../../src/engine/metrics/manyClassMetrics.ts';
import { TwoClassMetrics } from '../../../../src/engine/metrics/twoClassMetrics.ts';
import type { PartMetrics } from '../../../../src/engine/metrics/types.ts';
import { kernels as load } from '../kernels/support.ts';

function add<M extends PartMetrics>(metrics: M, scores: number[], y: number[], weight?: number[]): M {
  metrics.add(
    { count: y.length, scores: Float64Array.from(scores) },
    { y: Float64Array.from(y), weight: weight ? Float64Array.from(weight) : null },
  );
  return metrics;
}

describe('two classes', () => {
  test('four rows by hand', () => {
    const metrics = add(new TwoClassMetrics(true), [Math.log(3), Math.log(3), -Math.log(3), 0], [1, 0, 0, 1]);
    const [scores] = metrics.scores()!;
    // Probabilities ¾, ¾, ¼, ½; ½ is not above a half, so the last row is taken for negative.
    expect(scores!.logLoss).toBeCloseTo((2 * Math.log(4 / 3) + Math.log(4) + Math.log(2)) / 4, 14);
    expect(scores!.accuracy).toBe(0.5);
    expect(scores!.balancedAccuracy).toBe(0.5);
    expect(scores!.brier).toBeCloseTo((1 / 16 + 9 / 16 + 1 / 16 + 1 / 4) / 4, 14);
    // Pairs (positive, negative): ¾ ties with ¾ (½) and beats ¼ (1); ½ loses to ¾ (0) and beats ¼ (1).
    expect(scores!.rocAuc).toBe(2.5 / 4);
    // Threshold ¾: precision ½ at recall ½; threshold ½: precision ⅔ at recall 1.
    expect(scores!.prAuc).toBeCloseTo(0.5 * (1 / 2) + 0.5 * (2 / 3), 14);
    const { confusion, perClass, calibration } = metrics.details()!.classes!;
    expect(confusion).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(perClass[1]).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, support: 2 });
    expect(calibration!.map((bin) => bin.count)).toEqual([0, 0, 1, 0, 0, 1, 0, 2, 0, 0]);
    expect(calibration![7]).toMatchObject({ observed: 0.5, low: 0.7, high: 0.8 });
    expect(calibration![7]!.predicted).toBeCloseTo(0.75, 14);
    expect(calibration![0]).toMatchObject({ predicted: null, observed: null });
  });

  test('a saturated wrong prediction costs its logit, unclipped', () => {
    const [scores] = add(new TwoClassMetrics(true), [800, -900, 1e4], [0, 1, 1]).scores()!;
    expect(scores!.logLoss).toBeCloseTo(1700 / 3, 10);
    expect(scores!.brier).toBeCloseTo(2 / 3, 14);
  });

  test('one class has no ranking and no balance', () => {
    const metrics = add(new TwoClassMetrics(true), [1, -1], [1, 1]);
    const [scores] = metrics.scores()!;
    expect(scores).toMatchObject({ accuracy: 0.5, balancedAccuracy: null, rocAuc: null, prAuc: null });
    const { perClass, rankingError } = metrics.details()!.classes!;
    expect(perClass[0]).toEqual({ precision: 0, recall: null, f1: 0, support: 0 });
    expect(rankingError).toBeNull();
  });

  test('equal scores rank nothing: ½, and the share of the class', () => {
    const [scores] = add(new TwoClassMetrics(true), [0.3, 0.3, 0.3, 0.3], [1, 0, 0, 0]).scores()!;
    expect(scores!.rocAuc).toBe(0.5);
    expect(scores!.prAuc).toBe(0.25);
  });

  test('scores that are no logits have no probabilities', () => {
    const metrics = add(new TwoClassMetrics(false), [2, -1, 0.5], [1, 0, 0]);
    expect(Object.keys(metrics.scores()![0]!)).toEqual(['accuracy', 'balancedAccuracy', 'rocAuc', 'prAuc']);
    expect(metrics.details()!.classes!.calibration).toBeNull();
  });

  test('a row of weight 2 is two rows, one of weight 0 none', () => {
    const once = add(new TwoClassMetrics(true), [1, 0.5, 0.5, -1, -1], [1, 0, 1, 0, 0]);
    const weighted = add(new TwoClassMetrics(true), [1, 0.5, 0.5, -1, 9], [1, 0, 1, 0, 0], [1, 1, 1, 2, 0]);
    const [wanted] = once.scores()!;
    for (const [id, value] of Object.entries(weighted.scores()![0]!))
      expect(value).toBeCloseTo(wanted![id as keyof typeof wanted]!, 14);
  });

  test('no rows: nothing; scores that are no numbers: no ranking', () => {
    expect(new TwoClassMetrics(true).scores()).toBeNull();
    expect(new TwoClassMetrics(true).details()).toBeNull();
    const [scores] = add(new TwoClassMetrics(true), [Number.NaN, 1], [0, 1]).scores()!;
    expect(scores).toMatchObject({ logLoss: null, rocAuc: null });
  });
});

describe('several classes', () => {
  test('two logits are one logit', () => {
    const logits = [0.4, -2, 3, 0.1, 0];
    const y = [1, 0, 1, 0, 1];
    const one = add(new TwoClassMetrics(true), logits, y).scores()![0]!;
    const two = add(new ManyClassMetrics(2), [...logits.map(() => 5), ...logits.map((s) => s + 5)], y);
    const scores = two.scores()![0]!;
    for (const id of ['logLoss', 'accuracy', 'balancedAccuracy', 'rocAuc'] as const)
      expect(scores[id]).toBeCloseTo(one[id]!, 13);
    expect(scores.brier).toBeCloseTo(2 * one.brier!, 13);
  });

  test('a class without rows is left out of the means, and its recall is not known', () => {
    const metrics = add(new ManyClassMetrics(3), [2, 0, 1, 0, 3, 2, -9, -9, -9], [0, 1, 0]);
    const [scores] = metrics.scores()!;
    expect(scores).toMatchObject({ accuracy: 2 / 3, balancedAccuracy: 0.75, rocAuc: 1 });
    expect(metrics.details()!.classes!.perClass[2]).toMatchObject({
      recall: null,
      precision: null,
      support: 0,
    });
  });

  test('the log loss of a certain mistake is its distance to the largest logit', () => {
    const [scores] = add(new ManyClassMetrics(3), [1000, 0, -500], [2]).scores()!;
    expect(scores!.logLoss).toBe(1500);
    expect(scores!.brier).toBe(2);
  });
});

describe('in the kernels’ memory', () => {
  const kernels = load();

  test.each([
    ['two classes', 1, () => new TwoClassMetrics(true, kernels), () => new TwoClassMetrics(true)],
    ['three classes', 3, () => new ManyClassMetrics(3, kernels), () => new ManyClassMetrics(3)],
  ])('%s: scores stay where they are, and the numbers are the same', (_, outputs, create, plain) => {
    const { heap } = kernels;
    const scores = Float64Array.from({ length: outputs * 50 }, (_, at) => ((at * 37) % 19) / 3 - 3);
    const y = Float64Array.from({ length: 50 }, (_, i) => (outputs === 1 ? i % 2 : i % 3));
    const held = heap.doubles(heap.allocate(scores.byteLength), scores.length);
    held.set(scores);
    const metrics = create();
    const allocate = vi.spyOn(heap, 'allocate');
    metrics.add({ count: 50, scores: held }, { y, weight: null });
    expect(allocate).not.toHaveBeenCalled();
    allocate.mockRestore();
    heap.release(held.byteOffset);
    const twin = plain();
    twin.add({ count: 50, scores }, { y, weight: null });
    expect(metrics.scores()).toEqual(twin.scores());
    expect(metrics.details()).toEqual(twin.details());
  });
});
