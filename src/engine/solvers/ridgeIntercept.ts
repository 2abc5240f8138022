import type { LinearWeights } from '../data/types.ts';
import type { ScaledMoments } from '../linalg/scaledMoments.ts';

/** The model of these k × p weights on the optimized scale, with the intercepts ȳ_t − w_t · x̃̄ (or 0) that belong to them. */
export function withIntercept(
  weights: Float64Array,
  scaled: ScaledMoments,
  intercept: boolean,
): LinearWeights {
  const { p, k, meanX, meanY } = scaled;
  const result = { p, k, weights, intercept: new Float64Array(k) };
  if (!intercept) return result;
  for (let t = 0; t < k; t++) {
    let value = meanY[t]!;
    for (let j = 0; j < p; j++) value -= weights[t * p + j]! * meanX[j]!;
    result.intercept[t] = value;
  }
  return result;
}
