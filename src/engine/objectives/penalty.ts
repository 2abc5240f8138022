import { thetaWidth } from './theta.ts';

/**
 * λ [ (1 − ρ)/2 ‖w‖² + ρ ‖w‖₁ ], λ on the per-sample scale, on the weights of every output; intercepts are never
 * penalized. theta is laid out as in `packTheta`, or as a network does it.
 */
export interface Penalty {
  /** The penalty at theta, its L1 part included. */
  value(theta: Float64Array): number;
  /** Adds the gradient of the smooth (L2) part to `gradient`, laid out like theta. */
  addGradient(theta: Float64Array, gradient: Float64Array): void;
  /** Adds the Hessian of the smooth part to `hessian`, size × size, row-major. */
  addHessian(hessian: Float64Array): void;
  /** The largest eigenvalue of the Hessian of the smooth part. */
  readonly curvature: number;
  /** The factor of |θ_j| for each number of theta; null where there is no L1 part. */
  readonly l1: Float64Array | null;
}

export interface PenaltyShape {
  readonly p: number;
  readonly k: number;
  readonly intercept: boolean;
}

/** What an elastic net penalizes, and how. */
export interface ElasticNet {
  /** λ on the per-sample scale: λ_total / m for the product's objective. */
  readonly lambda: number;
  readonly l1Ratio: number;
  /** The factor of λ for each number of theta; 0 for intercepts and for weights that are not penalized. */
  readonly factors: Float64Array;
}

/** (λ / 2) Σ_t ‖w_t‖², λ on the per-sample scale: λ_total / m for the product's objective. */
export function ridgePenalty(lambdaPerSample: number, shape: PenaltyShape): Penalty {
  return elasticNetPenalty({ lambda: lambdaPerSample, l1Ratio: 0, factors: linearFactors(shape) });
}

/** 1 for the weights of a linear model's theta and 0 for its intercepts; `own` (p) multiplies each output's weights. */
export function linearFactors({ p, k, intercept }: PenaltyShape, own?: Float64Array): Float64Array {
  const width = thetaWidth(p, intercept);
  const factors = new Float64Array(k * width);
  for (let t = 0; t < k; t++) {
    if (own) factors.set(own, t * width);
    else factors.fill(1, t * width, t * width + p);
  }
  return factors;
}

/** λ Σ_j f_j [ (1 − ρ)/2 θ_j² + ρ |θ_j| ]: Zou & Hastie (2005), each weight with a factor of its own. */
export function elasticNetPenalty({ lambda, l1Ratio, factors }: ElasticNet): Penalty {
  const smooth = factors.map((factor) => lambda * (1 - l1Ratio) * factor);
  const sharp = l1Ratio > 0 && lambda > 0 ? factors.map((factor) => lambda * l1Ratio * factor) : null;
  return {
    curvature: smooth.reduce((largest, own) => Math.max(largest, own), 0),
    l1: sharp,
    value(theta) {
      let sum = 0;
      for (let j = 0; j < theta.length; j++) {
        if (smooth[j] !== 0) sum += 0.5 * smooth[j]! * theta[j]! * theta[j]!;
        if (sharp) sum += sharp[j]! * Math.abs(theta[j]!);
      }
      return sum;
    },
    addGradient(theta, gradient) {
      for (let j = 0; j < theta.length; j++) gradient[j]! += smooth[j]! * theta[j]!;
    },
    addHessian(hessian) {
      for (let j = 0; j < smooth.length; j++) hessian[j * (smooth.length + 1)]! += smooth[j]!;
    },
  };
}

/**
 * Draws the weights of each output towards their mean over the outputs, so that several targets are learned together:
 * of the smooth part λ/2 Σ_t ‖w_t‖², the share c becomes λ/2 Σ_t ‖w_t − w̄‖² (Evgeniou & Pontil, 2004). Since
 * Σ‖w_t − w̄‖² = Σ‖w_t‖² − k ‖w̄‖², that is the penalty less c λ k/2 ‖w̄‖².
 * @param net the penalty of each output by itself
 * @param coupled c λ
 * @param factors of each number of theta, the same for every output
 */
export function coupledPenalty(
  net: Penalty,
  shape: PenaltyShape,
  coupled: number,
  factors: Float64Array,
): Penalty {
  const { k } = shape;
  const width = factors.length / k;
  const mean = (theta: Float64Array, j: number): number => {
    let sum = 0;
    for (let t = 0; t < k; t++) sum += theta[t * width + j]!;
    return sum / k;
  };
  return {
    l1: net.l1,
    curvature: net.curvature,
    value(theta) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += factors[j]! * mean(theta, j) ** 2;
      return net.value(theta) - 0.5 * coupled * k * sum;
    },
    addGradient(theta, gradient) {
      net.addGradient(theta, gradient);
      for (let j = 0; j < width; j++) {
        const own = coupled * factors[j]! * mean(theta, j);
        for (let t = 0; t < k; t++) gradient[t * width + j]! -= own;
      }
    },
    addHessian(hessian) {
      net.addHessian(hessian);
      for (let j = 0; j < width; j++) {
        for (let t = 0; t < k; t++) {
          for (let s = 0; s < k; s++) {
            hessian[(t * width + j) * k * width + s * width + j]! -= (coupled * factors[j]!) / k;
          }
        }
      }
    },
  };
}

/**
 * The norm of the subgradient of the total that is nearest to 0, from the smooth part's gradient: 0 exactly at a
 * minimum. Without an L1 part the gradient's own norm.
 */
export function subgradientNorm(
  theta: Float64Array,
  gradient: Float64Array,
  l1: Float64Array | null,
): number {
  let sum = 0;
  for (let j = 0; j < theta.length; j++) sum += subgradient(theta[j]!, gradient[j]!, l1 ? l1[j]! : 0) ** 2;
  return Math.sqrt(sum);
}

/** The element nearest to 0 of g + l1 ∂|θ|: the KKT residual of one weight. */
export function subgradient(theta: number, gradient: number, l1: number): number {
  if (theta !== 0) return gradient + (theta > 0 ? l1 : -l1);
  return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0;
}

/** Moves each θ_j towards 0 by step · l1_j, and to exactly 0 where that is nearer: the proximal map of the L1 part, in place. */
export function shrink(theta: Float64Array, l1: Float64Array | null, step: number): void {
  if (!l1) return;
  for (let j = 0; j < theta.length; j++) {
    const by = step * l1[j]!;
    const value = theta[j]!;
    theta[j] = value > by ? value - by : value < -by ? value + by : 0;
  }
}
