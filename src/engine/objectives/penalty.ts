import { thetaWidth } from './theta.ts';

/** A penalty on the weights of every target; intercepts are never penalized. */
export interface Penalty {
  /** The penalty at theta (laid out as in `packTheta`). */
  value(theta: Float64Array): number;
  /** Adds the gradient to `gradient`, laid out like theta. */
  addGradient(theta: Float64Array, gradient: Float64Array): void;
  /** The largest eigenvalue of the Hessian. */
  readonly curvature: number;
}

export interface PenaltyShape {
  readonly p: number;
  readonly k: number;
  readonly intercept: boolean;
}

/** (λ / 2) Σ_t ‖w_t‖², λ on the per-sample scale: λ_total / m for the product's objective. */
export function ridgePenalty(lambdaPerSample: number, { p, k, intercept }: PenaltyShape): Penalty {
  const width = thetaWidth(p, intercept);
  return {
    curvature: lambdaPerSample,
    value(theta) {
      let sum = 0;
      for (let t = 0; t < k; t++) {
        for (let at = t * width, end = at + p; at < end; at++) sum += theta[at]! * theta[at]!;
      }
      return lambdaPerSample === 0 ? 0 : 0.5 * lambdaPerSample * sum;
    },
    addGradient(theta, gradient) {
      for (let t = 0; t < k; t++) {
        for (let at = t * width, end = at + p; at < end; at++) gradient[at]! += lambdaPerSample * theta[at]!;
      }
    },
  };
}
