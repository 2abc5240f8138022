import { describe, expect, test } from 'vitest';
import { Ranking } from '../../../../src/engine/metrics/ranking.ts';
import { Residuals } from '../../../../src/engine/metrics/residuals.ts';
import { stream } from '../../../../src/engine/random.ts';

const rows = 60_000;
const random = stream(3, 'ranking');
const positive = Array.from({ length: rows }, () => random.uniform() < 0.3);
const y = Float64Array.from(positive, Number);
const scores = positive.map((own) => random.normal() + (own ? 1 : 0));

function ranked(limit: number, values = scores, weight = (_: number) => 1) {
  const ranking = new Ranking(limit);
  ranking.addRows(
    Float64Array.from(values),
    y,
    1,
    Float64Array.from(values, (_, row) => weight(row)),
  );
  return ranking.score()!;
}

describe('areas from bins', () => {
  const exact = ranked(Number.POSITIVE_INFINITY);

  test('are within the bound they state, which is small', () => {
    const binned = ranked(20_000);
    expect(binned.rocAucError).toBeGreaterThan(0);
    expect(binned.rocAucError).toBeLessThan(1e-4);
    expect(binned.prAucError).toBeLessThan(5e-3);
    expect(Math.abs(binned.rocAuc - exact.rocAuc)).toBeLessThanOrEqual(binned.rocAucError);
    expect(Math.abs(binned.prAuc - exact.prAuc)).toBeLessThanOrEqual(binned.prAucError);
    expect(exact.rocAucError).toBe(0);
  });

  test('keep their bound where the first rows are no sample of the rest', () => {
    const sorted = scores.map((score, row) => score + (row > 30_000 ? 50 : 0));
    const binned = ranked(1000, sorted);
    const whole = ranked(Number.POSITIVE_INFINITY, sorted);
    expect(binned.rocAucError).toBeGreaterThan(0.01);
    expect(Math.abs(binned.rocAuc - whole.rocAuc)).toBeLessThanOrEqual(binned.rocAucError);
    expect(Math.abs(binned.prAuc - whole.prAuc)).toBeLessThanOrEqual(binned.prAucError);
  });

  test('are exact where few scores come again and again', () => {
    const rounded = scores.map((score) => Math.max(-2, Math.min(2, Math.round(score))));
    const binned = ranked(5000, rounded);
    expect(binned).toMatchObject({ rocAucError: 0, prAucError: 0 });
    expect(binned.rocAuc).toBeCloseTo(ranked(Number.POSITIVE_INFINITY, rounded).rocAuc, 12);
  });
});

test('weights of 2 are rows twice, in order and in bins', () => {
  const twice = new Ranking(Number.POSITIVE_INFINITY);
  scores.forEach((score, row) => {
    const copies = 1 + (row % 2);
    twice.addRows(new Float64Array(copies).fill(score), new Float64Array(copies).fill(y[row]!), 1, null);
  });
  const wanted = twice.score()!;
  const found = ranked(Number.POSITIVE_INFINITY, scores, (row) => 1 + (row % 2));
  expect(found.rocAuc).toBeCloseTo(wanted.rocAuc, 12);
  expect(found.prAuc).toBeCloseTo(wanted.prAuc, 12);
  const binned = ranked(20_000, scores, (row) => 1 + (row % 2));
  expect(Math.abs(binned.rocAuc - wanted.rocAuc)).toBeLessThanOrEqual(binned.rocAucError);
});

describe('quantiles of residuals', () => {
  function quantiles(limit: number, values: readonly number[]) {
    const residuals = new Residuals(limit);
    for (const value of values) residuals.add(value, 1);
    return residuals.quantiles();
  }

  test('lie between neighbours: 101 numbers have their per cents', () => {
    const values = Array.from({ length: 101 }, (_, i) => (i * 37) % 101);
    expect(quantiles(1000, values)).toEqual({ values: [1, 5, 25, 50, 75, 95, 99], error: 0 });
    expect(quantiles(1000, [4, 2])!.values[3]).toBe(3);
    expect(quantiles(1000, [7])!.values).toEqual([7, 7, 7, 7, 7, 7, 7]);
  });

  test('from bins are within the bound they state', () => {
    const exact = quantiles(rows, scores)!;
    const binned = quantiles(10_000, scores)!;
    expect(binned.error).toBeGreaterThan(0);
    expect(binned.error).toBeLessThan(0.1);
    binned.values.forEach((value, at) => {
      expect(Math.abs(value - exact.values[at]!)).toBeLessThanOrEqual(binned.error);
    });
  });

  test('are not told without rows or with an infinite one', () => {
    expect(quantiles(10, [])).toBeNull();
    expect(quantiles(10, [1, Number.POSITIVE_INFINITY])).toBeNull();
  });
});
