import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toOriginal } from '../../../../src/engine/data/scaling.ts';
import type { LinearWeights } from '../../../../src/engine/data/types.ts';
import { refine } from '../../../../src/engine/linalg/refine.ts';
import { blockOf, parseNumbers } from '../data/blocks.ts';
import { families, problemOf } from './problems.ts';

interface Case {
  case: string;
  data: string;
  target: string;
  features: string[];
  params: { fit_intercept: boolean };
  expected: { coef_exact_of_csv: number[]; intercept_exact_of_csv: number };
  reached_by: Record<string, { lre_vs_exact_of_csv: number }>;
  tolerance: { full_marks_lre: number; pass_lre: number };
}

const folder = new URL('../../../fixtures/nist/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('nist_ols.json', folder), 'utf8')) as { cases: Case[] };

/** −log₁₀ of the largest relative error of a coefficient: about the number of right digits. */
function rightDigits(model: LinearWeights, { params, expected }: Case): number {
  const wanted = [...expected.coef_exact_of_csv];
  const reached = [...model.weights];
  if (params.fit_intercept) {
    wanted.push(expected.intercept_exact_of_csv);
    reached.push(model.intercept[0]!);
  }
  const worst = Math.max(...reached.map((value, i) => Math.abs(value / wanted[i]! - 1)));
  return worst === 0 ? 16 : -Math.log10(worst);
}

function load({ data, features, target }: Case) {
  const text = readFileSync(new URL(data, folder), 'utf8');
  const header = text.split('\n')[0]!.trim().split(',');
  const order = [...features, target].map((name) => header.indexOf(name));
  return blockOf(
    parseNumbers(text).map((row) => order.map((column) => row[column]!)),
    features.length,
  );
}

describe.each(cases.map((own) => [own.case, own] as const))('%s', (_, own) => {
  const block = load(own);
  const problem = problemOf(block, 'none', own.params.fit_intercept);
  const best = Math.max(...Object.values(own.reached_by).map((peer) => peer.lre_vs_exact_of_csv));

  test.each(families)('%s alone passes', (id, prepare) => {
    const digits = rightDigits(toOriginal(prepare(problem).solve(0), problem.scaling), own);
    expect(digits).toBeGreaterThan(own.tolerance.pass_lre);
    if (id === 'svd') expect(digits).toBeGreaterThan(Math.min(own.tolerance.full_marks_lre, best) - 0.5);
  });

  test.each(families)('%s refined over the rows reaches the best peer, and 15 digits', async (_, prepare) => {
    const family = prepare(problem);
    const start = toOriginal(family.solve(0), problem.scaling);
    const { weights, passes } = await refine(() => [block], start, problem, family, 0);
    expect(rightDigits(weights, own)).toBeGreaterThanOrEqual(Math.min(15, best));
    expect(rightDigits(weights, own)).toBeGreaterThanOrEqual(15);
    expect(passes).toBeLessThanOrEqual(3);
  });
});
