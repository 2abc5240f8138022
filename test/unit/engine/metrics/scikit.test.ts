import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../../src/engine/metrics/index.ts';
import { metricsFor } from '../../../../src/engine/metrics/partMetrics.ts';
import type { PartMetrics } from '../../../../src/engine/metrics/types.ts';

interface Case {
  readonly scores: number[];
  readonly y: number[];
  readonly weight: number[];
  readonly expected: Record<'plain' | 'weighted', Record<string, unknown>>;
}

const recorded = JSON.parse(
  readFileSync(new URL('../../../fixtures/metrics/scikit.json', import.meta.url), 'utf8'),
) as Record<'two' | 'many' | 'poisson' | 'numbers', Case>;

/** The recorded rows, in tiles of 30, by their weights or each once. */
function folded(kind: Kind, { scores, y, weight }: Case, weighted: boolean): PartMetrics {
  const rows = y.length;
  const outputs = scores.length / rows;
  const metrics = metricsFor(kind, { outputs, intercept: true });
  for (let from = 0; from < rows; from += 30) {
    const count = Math.min(30, rows - from);
    const own = (values: number[], t: number) => values.slice(t * rows + from, t * rows + from + count);
    const tile = Array.from({ length: outputs }, (_, t) => own(scores, t)).flat();
    metrics.add(
      { count, scores: Float64Array.from(tile) },
      { y: Float64Array.from(own(y, 0)), weight: weighted ? Float64Array.from(own(weight, 0)) : null },
    );
  }
  return metrics;
}

const close = (found: unknown, wanted: unknown): void => {
  if (Array.isArray(wanted)) {
    expect(found).toHaveLength(wanted.length);
    wanted.forEach((own, at) => void close((found as unknown[])[at], own));
  } else expect(found).toBeCloseTo(wanted as number, 12);
};

const SCORES = new Set(['logLoss', 'accuracy', 'balancedAccuracy', 'rocAuc', 'prAuc', 'brier']);
const NUMBERS = new Set(['mse', 'rmse', 'mae', 'r2', 'deviance']);

describe.each([
  ['plain', false],
  ['weighted', true],
] as const)('scikit-learn, %s rows', (name, weighted) => {
  test.each([
    ['two', 2],
    ['many', 4],
  ] as const)('%s classes', (which, classes) => {
    const expected = recorded[which].expected[name];
    const metrics = folded('probabilities', recorded[which], weighted);
    const [scores] = metrics.scores()!;
    for (const id of SCORES) close(scores![id as keyof typeof scores], expected[id]);
    const details = metrics.details()!.classes!;
    close(details.confusion, expected['confusion']);
    for (const id of ['precision', 'recall', 'f1'] as const)
      close(
        details.perClass.map((own) => own[id]),
        expected[id],
      );
    expect(details.perClass).toHaveLength(classes);
    expect(details.rankingError).toEqual({ rocAuc: 0, prAuc: 0 });
  });

  test.each([
    ['poisson', 'counts'],
    ['numbers', 'numbers'],
  ] as const)('%s', (which, kind) => {
    const expected = recorded[which].expected[name];
    const metrics = folded(kind, recorded[which], weighted);
    const [scores] = metrics.scores()!;
    for (const id of Object.keys(expected).filter((own) => NUMBERS.has(own)))
      close(scores![id as keyof typeof scores], expected[id]);
    const { quantiles } = expected;
    if (quantiles) close(metrics.details()!.residuals![0]!.values, quantiles);
  });
});

test.each(['two', 'many'] as const)('calibration of %s classes is scikit-learn’s', (which) => {
  const { observed, predicted } = recorded[which].expected.plain['calibration'] as Record<string, number[]>;
  const bins = folded('probabilities', recorded[which], false)
    .details()!
    .classes!.calibration!.filter((bin) => bin.count > 0);
  close(
    bins.map((bin) => bin.observed),
    observed,
  );
  close(
    bins.map((bin) => bin.predicted),
    predicted,
  );
});
