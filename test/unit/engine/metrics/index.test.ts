import * as v from 'valibot';
import { expect, test } from 'vitest';
import { MetricSchema } from '../../../../src/engine/metricReport.ts';
import { errorOf, judgements, metrics } from '../../../../src/engine/metrics/index.ts';
import { ScoresSchema } from '../../../../src/engine/report.ts';

test('every metric can be told, and crosses borders as it is', () => {
  expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
  for (const metric of metrics) {
    expect(v.parse(MetricSchema, metric)).toEqual(metric);
    expect(metric.description).toMatch(/^[A-Z].*\.$/);
  }
});

test('scores hold what there is, and numbers only', () => {
  expect(v.parse(ScoresSchema, { mse: 1, r2: null })).toEqual({ mse: 1, r2: null });
  expect(v.is(ScoresSchema, { mse: '1' })).toBe(false);
});

test('each kind of prediction is decided by its first metric, and has something to be held against', () => {
  for (const { metrics: own, guess, counts } of Object.values(judgements)) {
    expect(own.length).toBeGreaterThan(1);
    expect(own[0]!.minor).toBe(false);
    expect(`${counts} of guessing ${guess}`).toMatch(/^the .* of guessing the /);
  }
});

test('a share is an error by what it lacks of 1', () => {
  const [logLoss, accuracy] = judgements.probabilities.metrics;
  expect(errorOf(logLoss!, { logLoss: 0.3 })).toBe(0.3);
  expect(errorOf(accuracy!, { accuracy: 0.75 })).toBe(0.25);
  expect(errorOf(accuracy!, { accuracy: null })).toBeNull();
  expect(errorOf(accuracy!, {})).toBeNull();
  expect(errorOf(accuracy!, null)).toBeNull();
});
