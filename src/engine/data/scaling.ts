import type { RunSpec } from '../spec.ts';
import type { ColumnMoments, DesignColumn, LinearWeights, Moments, Scaling } from './types.ts';

/** A deviation below this share of |mean| is rounding, not variation: about one unit in the mean's last place. */
const CONSTANT = 2 * Number.EPSILON;

/**
 * The scale on which a model of these moments' p columns is optimized (population standard deviation of the
 * rows counted in `moments`). Without an intercept nothing is centred, but the scale is still the deviation about
 * the mean. A column without variation is marked constant where there is an intercept to stand for it; its scale is 1.
 * `columns` has length p.
 */
export function scalingOf(
  moments: Moments | ColumnMoments,
  columns: readonly Pick<DesignColumn, 'kind' | 'indicator'>[],
  standardize: RunSpec['standardize'],
  intercept: boolean,
): Scaling {
  const { p } = moments;
  const scaling = {
    shift: new Float64Array(p),
    scale: new Float64Array(p).fill(1),
    constant: new Uint8Array(p),
  };
  for (let j = 0; j < p; j++) {
    const mean = moments.mean[j]!;
    const deviation = columnDeviation(moments, j);
    const constant = !(deviation > CONSTANT * Math.abs(mean));
    if (constant && intercept) scaling.constant[j] = 1;
    const scaled = standardize === 'all' || (standardize === 'numeric' && holdsNumbers(columns[j]!));
    if (!scaled) continue;
    if (intercept) scaling.shift[j] = mean;
    if (!constant) scaling.scale[j] = deviation;
  }
  return scaling;
}

function holdsNumbers({ kind, indicator }: Pick<DesignColumn, 'kind' | 'indicator'>): boolean {
  return kind !== 'level' && !indicator;
}

/** The population standard deviation of column j of z = [x, y], in its own unit; 0 without rows. */
export function columnDeviation(moments: Moments | ColumnMoments, j: number): number {
  return moments.count === 0 ? 0 : Math.sqrt(columnVariation(moments, j) / moments.count);
}

/** Σ (z_j − z̄_j)². */
export function columnVariation(moments: Moments | ColumnMoments, j: number): number {
  if ('variation' in moments) return moments.variation[j]!;
  return moments.scatter[j * (moments.p + moments.k) + j]!;
}

/** Weights of the optimized scale in original units: the same predictions from x as from x̃. */
export function toOriginal(weights: LinearWeights, scaling: Scaling): LinearWeights {
  const result = copyWeights(weights);
  const { p, k } = weights;
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < p; j++) {
      const weight = weights.weights[t * p + j]! / scaling.scale[j]!;
      result.weights[t * p + j] = weight;
      result.intercept[t]! -= weight * scaling.shift[j]!;
    }
  }
  return result;
}

/** Weights in original units on the optimized scale: the inverse of {@link toOriginal}. */
export function toScaled(weights: LinearWeights, scaling: Scaling): LinearWeights {
  const result = copyWeights(weights);
  const { p, k } = weights;
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < p; j++) {
      const weight = weights.weights[t * p + j]!;
      result.weights[t * p + j] = weight * scaling.scale[j]!;
      result.intercept[t]! += weight * scaling.shift[j]!;
    }
  }
  return result;
}

/** The same weights with 0 for the constant columns, which no solver moves: what iterative solvers start from. */
export function withoutConstants(weights: LinearWeights, scaling: Scaling): LinearWeights {
  const result = copyWeights(weights);
  for (let at = 0; at < result.weights.length; at++) {
    if (scaling.constant[at % weights.p]) result.weights[at] = 0;
  }
  return result;
}

/** A model that predicts 0: p columns, k targets. */
export function zeroWeights(p: number, k: number): LinearWeights {
  return { p, k, weights: new Float64Array(k * p), intercept: new Float64Array(k) };
}

export function copyWeights({ p, k, weights, intercept }: LinearWeights): LinearWeights {
  return { p, k, weights: weights.slice(), intercept: intercept.slice() };
}
