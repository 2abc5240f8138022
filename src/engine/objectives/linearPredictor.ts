import type { Scaling } from '../data/types.ts';
import type { GradientSums, LinearScores, RowTiles } from '../kernels/rowTiles.ts';
import { linearHessian } from './linearHessian.ts';
import { linearFactors } from './penalty.ts';
import { thetaWidth } from './theta.ts';
import type { Predictor } from './types.ts';

/**
 * Scores s_t = b_t + Σ_j w_tj (x_j − shift_j) / scale_j of rows in original units, for weights on the optimized scale:
 * θ is laid out as in `packTheta`. Constant columns have no part in the scores, and their gradient is 0.
 */
export function linearPredictor(tiles: RowTiles, scaling: Scaling, k: number, intercept: boolean): Predictor {
  const p = scaling.scale.length;
  const width = thetaWidth(p, intercept);
  const factor = scaling.scale.map((scale, j) => (scaling.constant[j] ? 0 : 1 / scale));
  const scoresAt = (theta: Float64Array) => unscaled(theta, scaling.shift, factor, k, intercept);
  return {
    size: k * width,
    p,
    k,
    intercept,
    penalized: Uint8Array.from(linearFactors({ p, k, intercept })),
    fold(held, rows, theta, visit, gradient) {
      const sums: GradientSums | null = gradient
        ? { weights: new Float64Array(k * p), intercept: new Float64Array(k) }
        : null;
      tiles.fold(held, rows, scoresAt(theta), visit, sums);
      if (!gradient || !sums) return;
      for (let t = 0; t < k; t++) {
        for (let j = 0; j < p; j++) gradient[t * width + j]! += sums.weights[t * p + j]! * factor[j]!;
        if (intercept) gradient[t * width + p]! += sums.intercept[t]!;
      }
    },
    addHessian: linearHessian(tiles, { shift: scaling.shift, factor, k, intercept }, scoresAt),
  };
}

/** The same scores from rows that are only shifted. */
function unscaled(
  theta: Float64Array,
  shift: Float64Array,
  factor: Float64Array,
  k: number,
  intercept: boolean,
): LinearScores {
  const p = shift.length;
  const width = thetaWidth(p, intercept);
  const weights = new Float64Array(k * p);
  const intercepts = new Float64Array(k);
  for (let t = 0; t < k; t++) {
    for (let j = 0; j < p; j++) weights[t * p + j] = theta[t * width + j]! * factor[j]!;
    if (intercept) intercepts[t] = theta[t * width + p]!;
  }
  return { p, k, shift, weights, intercept: intercepts };
}
