import { describe, expect, it } from 'vitest';
import { type Case, expectClose, readFamily, trainOn, withSolvers } from './engine.ts';

interface NistCase extends Case {
  target: string;
  params: { fit_intercept: boolean };
  expected: {
    coef: number[];
    intercept: number;
    coef_exact_of_csv: number[];
    intercept_exact_of_csv: number;
    metrics: { resid_sd: number; r2: number; n: number };
  };
  reached_by: Record<string, { lre_vs_exact_of_csv: number }>;
  tolerance: { full_marks_lre: number };
}

/** Results are compared in original units, which costs about one unit in the last place: 14 digits can be promised. */
const PROMISED = 14;

const COUNT = 7;
const family = readFamily<NistCase>('nist_ols');

/** Digits that are the same, at least, in every number: NIST's log relative error. */
function digits(actual: readonly number[], wanted: readonly number[]): number {
  const errors = wanted.map((value, j) => Math.abs(actual[j]! - value) / (Math.abs(value) || 1));
  return Math.min(15, -Math.log10(Math.max(...errors)));
}

describe('nist_ols', () => {
  it(`has ${COUNT} cases`, () => {
    expect(family.count).toBe(COUNT);
    expect(family.cases).toHaveLength(COUNT);
  });

  it.each(withSolvers(family.cases))('%s, %s', async (_, solver, own) => {
    const { params, expected, tolerance, features } = own;
    const { file, result } = await trainOn(`data/${own.data}`, {
      target: [own.target],
      features,
      lambda: 0,
      standardize: 'none',
      intercept: params.fit_intercept,
      solver,
    });
    const coefficients = file.coefficients as Record<string, number>;
    const found = [...features.map((feature) => coefficients[feature]!), file.intercept as number];
    const enough = tolerance.full_marks_lre;
    expect(digits(found, [...expected.coef, expected.intercept])).toBeGreaterThanOrEqual(enough);
    const exact = [...expected.coef_exact_of_csv, expected.intercept_exact_of_csv];
    const peers = Object.values(own.reached_by).map((peer) => peer.lre_vs_exact_of_csv);
    expect(digits(found, exact)).toBeGreaterThanOrEqual(Math.min(PROMISED, Math.max(enough, ...peers)));
    const { r2, resid_sd, n } = expected.metrics;
    const train = result.now.scores.train!;
    expectClose('r2', train.r2, r2, 1e-9);
    const freedom = n - features.length - (params.fit_intercept ? 1 : 0);
    const scale = Math.sqrt(result.baseline.train!.mse!);
    const spread = Math.sqrt((train.mse! * n) / freedom);
    expect(Math.abs(spread - resid_sd)).toBeLessThanOrEqual(1e-9 * Math.max(resid_sd, scale));
  });
});
