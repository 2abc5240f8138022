import { expect, test } from 'vitest';
import { NumberMetrics } from '../../../../src/engine/metrics/numbers.ts';
import { RegressionMetrics } from '../../../../src/engine/metrics/regression.ts';
import { blockOf, randomRows } from '../data/blocks.ts';

test('are those of the linear model over rows', () => {
  const rows = randomRows(50, 1, 2);
  const weights = { p: 1, k: 2, weights: Float64Array.of(0.5, -1), intercept: Float64Array.of(1, 2) };
  for (const intercept of [true, false]) {
    const wanted = new RegressionMetrics(weights, intercept);
    wanted.add(blockOf(rows, 1), 0);
    const metrics = new NumberMetrics({ outputs: 2, intercept, rates: false });
    const scores = [0, 1].flatMap((t) => rows.map(([x]) => weights.intercept[t]! + weights.weights[t]! * x!));
    const y = [1, 2].flatMap((t) => rows.map((row) => row[t]!));
    metrics.add(
      { count: rows.length, scores: Float64Array.from(scores) },
      { y: Float64Array.from(y), weight: null },
    );
    metrics.scores()!.forEach((found, t) => {
      const own = wanted.scores()![t]!;
      for (const id of ['mse', 'rmse', 'mae', 'r2'] as const) expect(found[id]).toBeCloseTo(own[id]!, 12);
    });
    expect(metrics.details()!.residuals).toHaveLength(2);
  }
});

test('the deviance of the right rates is 0, also where nothing was counted', () => {
  const metrics = new NumberMetrics({ outputs: 1, intercept: true, rates: true });
  const y = Float64Array.of(0, 1, 7);
  metrics.add({ count: 3, scores: Float64Array.of(-800, 0, Math.log(7)) }, { y, weight: null });
  expect(metrics.scores()![0]!.deviance).toBeCloseTo(0, 14);
  const wrong = new NumberMetrics({ outputs: 1, intercept: true, rates: true });
  // y = 0 at rate 2: 2 · 2; y = 3 at rate 1: 2 (3 ln 3 − 2).
  wrong.add(
    { count: 2, scores: Float64Array.of(Math.log(2), 0) },
    { y: Float64Array.of(0, 3), weight: null },
  );
  expect(wrong.scores()![0]!.deviance).toBeCloseTo((4 + 2 * (3 * Math.log(3) - 2)) / 2, 13);
});

test('what overflows or is not there is null', () => {
  expect(new NumberMetrics({ outputs: 1, intercept: true, rates: false }).scores()).toBeNull();
  const metrics = new NumberMetrics({ outputs: 1, intercept: true, rates: true });
  metrics.add({ count: 1, scores: Float64Array.of(1000) }, { y: Float64Array.of(1), weight: null });
  expect(metrics.scores()![0]).toMatchObject({ deviance: null, mse: null, r2: null });
  expect(metrics.details()).toBeNull();
});
