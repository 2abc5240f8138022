import type { ColumnMoments, LinearWeights, Moments } from '../data/types.ts';
import { type RegressionScore, scoreOf } from './targetSums.ts';

/** A score from moments, with what rounding may have done to its MSE. */
export interface MomentsScore extends RegressionScore {
  /** Bound of the MSE's relative error. */
  readonly errorBound: number;
  /** False where the error bound is 1e-8 or more: the rows must be read again. */
  readonly trustworthy: boolean;
}

const TRUST = 1e-8;

/**
 * MSE and R² of a model in original units on the rows that `moments` (of one part) count, for each of the k targets.
 * R² measures variation from the part's own mean with an intercept, else from 0. Null without rows.
 */
export function scoreMoments(
  moments: Moments,
  { p, k, weights, intercept }: LinearWeights,
  hasIntercept: boolean,
): MomentsScore[] | null {
  const { count, mean, scatter } = moments;
  if (count === 0) return null;
  const d = p + k;
  return Array.from({ length: k }, (_, t) => {
    const own = weights.subarray(t * p, (t + 1) * p);
    const form = residualForm(scatter, d, p, t, own);
    let bias = mean[p + t]! - intercept[t]!;
    let biasSize = Math.abs(mean[p + t]!) + Math.abs(intercept[t]!);
    for (let j = 0; j < p; j++) {
      bias -= own[j]! * mean[j]!;
      biasSize += Math.abs(own[j]! * mean[j]!);
    }
    const rss = Math.max(form.value, 0) + count * bias * bias;
    const error = roundings(p, count) * Number.EPSILON * (form.size + 2 * count * Math.abs(bias) * biasSize);
    const squares = scatter[(p + t) * (d + 1)]! + (hasIntercept ? 0 : count * mean[p + t]! * mean[p + t]!);
    const errorBound = error === 0 ? 0 : error / rss;
    return { ...scoreOf(rss, count, squares, null), errorBound, trustworthy: errorBound < TRUST };
  });
}

/** How many units of rounding a term carries: of its own sums, of a tile's and, by chance alone, of the tiles' merging. */
function roundings(p: number, count: number): number {
  return p + 16 + Math.sqrt(count) / 16;
}

/** (−w, 1)ᵀ S (−w, 1) of target t, and the sum of its terms' magnitudes, which bounds the rounding. */
function residualForm(scatter: Float64Array, d: number, p: number, t: number, weights: Float64Array) {
  const target = p + t;
  let value = scatter[target * (d + 1)]!;
  let size = value;
  for (let i = 0; i < p; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    let sum = 0;
    let total = 0;
    for (let j = 0, at = i * d; j < p; j++, at++) {
      const term = scatter[at]! * weights[j]!;
      sum += term;
      total += Math.abs(term);
    }
    const cross = scatter[i * d + target]!;
    value += weight * (sum - 2 * cross);
    size += Math.abs(weight) * (total + 2 * Math.abs(cross));
  }
  return { value, size };
}

/** The model that predicts the training mean of each target: what a useful model must beat. */
export function baselineWeights({ p, k, mean }: Moments | ColumnMoments): LinearWeights {
  return { p, k, weights: new Float64Array(k * p), intercept: mean.slice(p) };
}
