import type { Moments, Scaling } from '../data/types.ts';

/**
 * What squared error needs of the rows, on the optimized scale and not divided by the row count.
 * All arrays are the caller's own.
 */
export interface ScaledMoments {
  readonly p: number;
  readonly k: number;
  readonly count: number;
  /** p × p, symmetric: Σ (x̃ − x̃̄)(x̃ − x̃̄)ᵀ, or Σ x̃x̃ᵀ where not centred. */
  readonly gram: Float64Array;
  /** k × p, target-major: Σ (x̃ − x̃̄) (y_t − ȳ_t). */
  readonly cross: Float64Array;
  /** k: Σ (y_t − ȳ_t)². */
  readonly square: Float64Array;
  /** p means of x̃ and k means of y: of the rows themselves, centred or not. */
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
}

/**
 * Moments seen through a scaling: about the means where `centred` (a model with an intercept), else about 0.
 * Constant columns are zero in all of them.
 */
export function scaleMoments(moments: Moments, scaling: Scaling, centred: boolean): ScaledMoments {
  const { p, k, count, mean, meanRest } = moments;
  const result = {
    p,
    k,
    count,
    gram: new Float64Array(p * p),
    cross: new Float64Array(k * p),
    square: new Float64Array(k),
    meanX: new Float64Array(p),
    meanY: mean.slice(p),
  };
  const unit = Float64Array.from(scaling.scale, (scale, j) => (scaling.constant[j] ? 0 : 1 / scale));
  for (let j = 0; j < p; j++) result.meanX[j] = (mean[j]! - scaling.shift[j]! + meanRest[j]!) * unit[j]!;
  scaleSecondMoments(result, moments, unit);
  if (!centred) uncentre(result);
  return result;
}

function scaleSecondMoments(result: ScaledMoments, moments: Moments, unit: Float64Array): void {
  const { p, k, scatter } = moments;
  const d = p + k;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) result.gram[i * p + j] = scatter[i * d + j]! * unit[i]! * unit[j]!;
    for (let t = 0; t < k; t++) result.cross[t * p + i] = scatter[i * d + p + t]! * unit[i]!;
  }
  for (let t = 0; t < k; t++) result.square[t] = scatter[(p + t) * (d + 1)]!;
}

/** From products about the means to products about 0. */
function uncentre({ p, k, count, gram, cross, square, meanX, meanY }: ScaledMoments): void {
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) gram[i * p + j]! += count * meanX[i]! * meanX[j]!;
    for (let t = 0; t < k; t++) cross[t * p + i]! += count * meanX[i]! * meanY[t]!;
  }
  for (let t = 0; t < k; t++) square[t]! += count * meanY[t]! * meanY[t]!;
}

/** X̃ᵀy − (X̃ᵀX̃ + λI) w for every target: what k × p weights leave of the normal equations. */
export function normalResidual(
  { p, k, gram, cross }: ScaledMoments,
  weights: Float64Array,
  lambda: number,
): Float64Array {
  const result = cross.slice();
  for (let t = 0; t < k; t++) {
    for (let i = 0; i < p; i++) {
      let sum = lambda * weights[t * p + i]!;
      for (let j = 0, at = i * p; j < p; j++, at++) sum += gram[at]! * weights[t * p + j]!;
      result[t * p + i]! -= sum;
    }
  }
  return result;
}
