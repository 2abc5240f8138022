import { describe, expect, test } from 'vitest';
import type { LinearWeights } from '../../../../src/engine/data/types.ts';
import { baselineWeights, scoreMoments } from '../../../../src/engine/metrics/momentsScore.ts';
import { RegressionMetrics } from '../../../../src/engine/metrics/regression.ts';
import { blockOf, momentsOf, randomRows } from '../data/blocks.ts';

const rows = randomRows(300, 3, 2);
const block = blockOf(rows, 3);
for (let row = 200; row < 300; row++) block.part[row] = 2;
const model: LinearWeights = {
  p: 3,
  k: 2,
  weights: Float64Array.of(1.01, 0.4, 0.3, 0.6, 0.3, 0.2),
  intercept: Float64Array.of(5, 4),
};

function direct(part: number, t: number, intercept: boolean) {
  const own = rows.filter((_, row) => block.part[row] === part);
  const y = own.map((row) => row[3 + t]!);
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const errors = own.map((row, i) => {
    const predicted = [0, 1, 2].reduce(
      (sum, j) => sum + row[j]! * model.weights[t * 3 + j]!,
      model.intercept[t]!,
    );
    return y[i]! - predicted;
  });
  const rss = errors.reduce((sum, error) => sum + error * error, 0);
  const squares = y.reduce((sum, value) => sum + (intercept ? value - mean : value) ** 2, 0);
  return {
    mse: rss / y.length,
    rmse: Math.sqrt(rss / y.length),
    mae: errors.reduce((sum, error) => sum + Math.abs(error), 0) / y.length,
    r2: 1 - rss / squares,
  };
}

describe.each([
  [0, true],
  [2, true],
  [0, false],
  [2, false],
])('part %d, intercept %s', (part, intercept) => {
  test('moments give the definition’s MSE and R², about the part’s own mean', () => {
    const scores = scoreMoments(momentsOf(block, part), model, intercept)!;
    for (const t of [0, 1]) {
      const wanted = direct(part, t, intercept);
      expect(scores[t]!.mse / wanted.mse).toBeCloseTo(1, 11);
      expect(scores[t]!.rmse / wanted.rmse).toBeCloseTo(1, 11);
      expect(scores[t]!.r2).toBeCloseTo(wanted.r2, 11);
      expect(scores[t]!.mae).toBeNull();
      expect(scores[t]!.trustworthy).toBe(true);
      expect(Math.abs(scores[t]!.mse / wanted.mse - 1)).toBeLessThan(scores[t]!.errorBound);
    }
  });

  test('rows give all of it', () => {
    const metrics = new RegressionMetrics(model, intercept);
    metrics.add(block, part);
    expect(metrics.count).toBe(part === 0 ? 200 : 100);
    const scores = metrics.scores()!;
    for (const t of [0, 1]) {
      const wanted = direct(part, t, intercept);
      expect(scores[t]!.mse / wanted.mse).toBeCloseTo(1, 13);
      expect(scores[t]!.mae! / wanted.mae).toBeCloseTo(1, 13);
      expect(scores[t]!.r2).toBeCloseTo(wanted.r2, 12);
    }
  });
});

test('no rows: no score', () => {
  expect(scoreMoments(momentsOf(block, 1), model, true)).toBeNull();
  expect(new RegressionMetrics(model, true).scores()).toBeNull();
});

test('merged folds are one fold', () => {
  const whole = new RegressionMetrics(model, true);
  const merged = new RegressionMetrics(model, true);
  whole.add(block, 0);
  whole.add(block, 2);
  for (const part of [0, 1, 2]) {
    const own = new RegressionMetrics(model, true);
    own.add(block, part);
    merged.merge(own);
  }
  expect(merged.count).toBe(300);
  merged.scores()!.forEach((score, t) => {
    expect(score.mse / whole.scores()![t]!.mse).toBeCloseTo(1, 13);
    expect(score.r2).toBeCloseTo(whole.scores()![t]!.r2!, 12);
  });
});

test('a nearly perfect fit is not judged from moments, and right from rows', () => {
  const exact = randomRows(400, 2).map(([a, b], i) => [a!, b!, 3 + 2 * a! - b! + (i % 2 ? 1e-6 : -1e-6)]);
  const own = blockOf(exact, 2);
  const weights = { p: 2, k: 1, weights: Float64Array.of(2, -1), intercept: Float64Array.of(3) };
  const [score] = scoreMoments(momentsOf(own), weights, true)!;
  expect(score!.trustworthy).toBe(false);
  const metrics = new RegressionMetrics(weights, true);
  metrics.add(own, 0);
  expect(metrics.scores()![0]!.mse / 1e-12).toBeCloseTo(1, 8);
});

test('a perfect fit of nothing is trusted', () => {
  const flat = blockOf(
    [
      [1, 0],
      [2, 0],
    ],
    1,
  );
  const weights = { p: 1, k: 1, weights: new Float64Array(1), intercept: new Float64Array(1) };
  expect(scoreMoments(momentsOf(flat), weights, true)![0]).toMatchObject({
    mse: 0,
    r2: null,
    trustworthy: true,
  });
});

test('the error bound holds where the fit gets better and better', () => {
  for (const noise of [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]) {
    const near = randomRows(500, 3).map(([a, b, c, y]) => [
      a! + 1e4,
      b!,
      c!,
      a! - b! + 0.5 * c! + noise * y!,
    ]);
    const own = blockOf(near, 3);
    const weights = {
      p: 3,
      k: 1,
      weights: Float64Array.of(1, -1, 0.5),
      intercept: Float64Array.of(-1e4 + noise * 5),
    };
    const [score] = scoreMoments(momentsOf(own), weights, true)!;
    const metrics = new RegressionMetrics(weights, true);
    metrics.add(own, 0);
    const truth = metrics.scores()![0]!.mse;
    expect(Math.abs(score!.mse / truth - 1)).toBeLessThan(score!.errorBound);
  }
});

test('the baseline predicts the mean: R² = 0 on the training rows', () => {
  const moments = momentsOf(block, 0);
  const scores = scoreMoments(moments, baselineWeights(moments), true)!;
  for (const score of scores) expect(score.r2).toBeCloseTo(0, 13);
});

test('a large offset of the target costs R² nothing', () => {
  const far = blockOf(
    rows.map((row) => [...row.slice(0, 3), row[3]! + 1e9]),
    3,
  );
  const weights = { p: 3, k: 1, weights: model.weights.slice(0, 3), intercept: Float64Array.of(1e9 + 5) };
  const metrics = new RegressionMetrics(weights, true);
  metrics.add(far, 0);
  const [score] = scoreMoments(momentsOf(far), weights, true)!;
  expect(metrics.scores()![0]!.r2).toBeCloseTo(score!.r2!, 7);
});
