import type { Moments, Scaling } from '../data/types.ts';
import { largestEigenvalue } from '../linalg/largestEigenvalue.ts';
import { type ScaledMoments, scaleMoments } from '../linalg/scaledMoments.ts';
import type { Feature } from '../registry.ts';
import type { BatchSource, Evaluation, Objective } from '../solvers/types.ts';
import { type Penalty, ridgePenalty } from './penalty.ts';
import { thetaWidth } from './theta.ts';

/** An objective whose value is there at once. */
export interface SquaredObjective extends Objective {
  evaluate(theta: Float64Array, gradient: Float64Array | null): Evaluation;
}

/**
 * ½ Σ_t ‖y_t − b_t − X̃ w_t‖² / m + (λ / 2m) Σ_t ‖w_t‖² from the moments of the m training rows, λ on the total
 * scale; or with another penalty. The data loss is computed as ½ Σ_t [(ȳ − b − x̄w)² + the centred quadratic form],
 * which keeps the digits that the raw second moments lose to an offset.
 */
export function squaredObjective(
  moments: Moments,
  scaling: Scaling,
  intercept: boolean,
  lambdaTotal: number,
  penalty: Penalty = ridgePenalty(lambdaTotal / moments.count, { p: moments.p, k: moments.k, intercept }),
  batches: BatchSource | null = null,
): SquaredObjective {
  const { p, k } = moments;
  const scaled = perRow(scaleMoments(moments, scaling, true));
  const width = thetaWidth(p, intercept);
  const product = new Float64Array(p);
  return {
    p,
    k,
    intercept,
    size: k * width,
    features: SQUARED_FEATURES,
    penalty,
    origin: originOf(scaled, intercept),
    batches,
    evaluate(theta, gradient) {
      let dataLoss = 0;
      for (let t = 0; t < k; t++) {
        const own = theta.subarray(t * width, (t + 1) * width);
        const slope = gradient ? gradient.subarray(t * width, (t + 1) * width) : null;
        dataLoss += evaluateTarget(scaled, t, own, slope, intercept, product);
      }
      if (gradient) penalty.addGradient(theta, gradient);
      return { dataLoss, penalty: penalty.value(theta) };
    },
    lipschitz: () => largestEigenvalue(squaredHessian(scaled, intercept, penalty.curvature), width),
    hessian(_theta, hessian) {
      hessian.fill(0);
      const own = squaredHessian(scaled, intercept, 0);
      for (let t = 0; t < k; t++) {
        for (let i = 0; i < width; i++) {
          const to = (t * width + i) * k * width + t * width;
          hessian.set(own.subarray(i * width, (i + 1) * width), to);
        }
      }
      penalty.addHessian(hessian);
    },
  };
}

const SQUARED_FEATURES: ReadonlySet<Feature> = new Set(['moments', 'hessian', 'convex']);

/** Weights 0, and the means of the targets. */
function originOf({ p, k, meanY }: ScaledMoments, intercept: boolean): Float64Array {
  const width = thetaWidth(p, intercept);
  const origin = new Float64Array(k * width);
  if (intercept) for (let t = 0; t < k; t++) origin[t * width + p] = meanY[t]!;
  return origin;
}

/** The data loss of one target at `theta`; writes its gradient into `gradient` where given. Overwrites `product`. */
function evaluateTarget(
  scaled: ScaledMoments,
  t: number,
  theta: Float64Array,
  gradient: Float64Array | null,
  intercept: boolean,
  product: Float64Array,
): number {
  const { p, gram, cross, meanX } = scaled;
  let centre = scaled.meanY[t]! - (intercept ? theta[p]! : 0);
  for (let j = 0; j < p; j++) centre -= meanX[j]! * theta[j]!;
  let quadratic = scaled.square[t]!;
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0, at = i * p; j < p; j++, at++) sum += gram[at]! * theta[j]!;
    product[i] = sum;
    quadratic += theta[i]! * (sum - 2 * cross[t * p + i]!);
  }
  if (gradient) {
    for (let j = 0; j < p; j++) gradient[j] = product[j]! - cross[t * p + j]! - meanX[j]! * centre;
    if (intercept) gradient[p] = -centre;
  }
  return 0.5 * (centre * centre + Math.max(quadratic, 0));
}

/** The Hessian of one target's loss, [X̃ 1]ᵀ[X̃ 1] / m + λ / m on X̃'s block: width × width, row-major. */
function squaredHessian(scaled: ScaledMoments, intercept: boolean, curvature: number): Float64Array {
  const { p, gram, meanX } = scaled;
  const width = thetaWidth(p, intercept);
  const hessian = new Float64Array(width * width);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) hessian[i * width + j] = gram[i * p + j]! + meanX[i]! * meanX[j]!;
    hessian[i * width + i]! += curvature;
    if (intercept) {
      hessian[i * width + p] = meanX[i]!;
      hessian[p * width + i] = meanX[i]!;
    }
  }
  if (intercept) hessian[p * width + p] = 1;
  return hessian;
}

/** Divides the sums by the row count, in place. */
function perRow(scaled: ScaledMoments): ScaledMoments {
  const { count, gram, cross, square } = scaled;
  for (const sums of [gram, cross, square]) {
    for (let at = 0; at < sums.length; at++) sums[at]! /= count;
  }
  return scaled;
}
