import type { LinearWeights } from '../data/types.ts';

/** Numbers per target in a theta vector: p weights and, with an intercept, one more. */
export function thetaWidth(p: number, intercept: boolean): number {
  return intercept ? p + 1 : p;
}

/** Weights as the vector that iterative solvers move: target by target, p weights and then the intercept. */
export function packTheta(weights: LinearWeights, intercept: boolean): Float64Array {
  const { p, k } = weights;
  const width = thetaWidth(p, intercept);
  const theta = new Float64Array(k * width);
  for (let t = 0; t < k; t++) {
    theta.set(weights.weights.subarray(t * p, (t + 1) * p), t * width);
    if (intercept) theta[t * width + p] = weights.intercept[t]!;
  }
  return theta;
}

/** The inverse of {@link packTheta}; the intercept is 0 where the model has none. */
export function unpackTheta(theta: Float64Array, p: number, k: number, intercept: boolean): LinearWeights {
  const width = thetaWidth(p, intercept);
  const result = { p, k, weights: new Float64Array(k * p), intercept: new Float64Array(k) };
  for (let t = 0; t < k; t++) {
    result.weights.set(theta.subarray(t * width, t * width + p), t * p);
    if (intercept) result.intercept[t] = theta[t * width + p]!;
  }
  return result;
}
