import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights } from '../data/types.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import type { LambdaView, PartScores } from '../report.ts';
import { meanScores, scoresFromMoments } from './scores.ts';

/**
 * A model and its λ as the panel shows them.
 * @param scaled weights on the optimized scale
 * @param known means over targets, where rows were read (else they come from the moments), and degrees of freedom
 */
export function lambdaView(
  fit: Fit,
  scaled: LinearWeights,
  lambda: number,
  known: { readonly scores?: PartScores; readonly degreesOfFreedom?: number | null } = {},
): LambdaView {
  const total = lambdaTotal(fit, lambda);
  const original = toOriginal(scaled, fit.scaling);
  const scores = known.scores ?? meanScores(scoresFromMoments(fit, original));
  const p = scaled.p;
  return {
    lambda,
    lambdaTotal: total,
    standardized: Array.from(original.weights, (weight, at) => weight * fit.displayScale[at % p]!),
    weights: Array.from(original.weights),
    intercept: Array.from(original.intercept),
    dataLoss: 0.5 * (scores.train?.mse ?? 0) * scaled.k,
    penalty: penaltyOf(scaled, total, fit.data.weights.train),
    scores,
    degreesOfFreedom: known.degreesOfFreedom ?? degreesOfFreedom(fit, total),
    exactZeros: scaled.weights.reduce((zeros, weight) => zeros + (weight === 0 ? 1 : 0), 0),
  };
}

/** Without the spectrum the degrees of freedom would cost more than the solution: null stands for "not known". */
export function degreesOfFreedom({ family }: Fit, total: number): number | null {
  const cheap = family.knowsSpectrum || (total === 0 && !family.singular);
  return cheap ? family.degreesOfFreedom(total) : null;
}

function penaltyOf(scaled: LinearWeights, total: number, rows: number): number {
  if (total === 0) return 0;
  const root = Math.sqrt(total / (2 * rows));
  let penalty = 0;
  for (const weight of scaled.weights) penalty += (root * weight) ** 2;
  return penalty;
}
