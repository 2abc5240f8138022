import { exponential, logarithm } from '../../kernels/exponential.ts';
import { factorCholesky, solveCholesky } from '../../linalg/cholesky.ts';

const LOG_TWO_PI = 1.8378770664093453;
const ROOT_5 = Math.sqrt(5);
/** A share of the variance on the diagonal that keeps the matrix positive definite where points nearly meet. */
const JITTER = 1e-8;

export interface Kernel {
  /** Of the function's values around their mean. */
  readonly variance: number;
  /** Per coordinate, the distance over which values stay alike. */
  readonly lengthScales: ArrayLike<number>;
}

export interface Observations {
  /** n points of d coordinates. */
  readonly points: readonly ArrayLike<number>[];
  /** n values, and the variance of the noise in each. */
  readonly values: ArrayLike<number>;
  readonly noise: ArrayLike<number>;
}

export interface GaussianProcess {
  /** The constant mean: the most likely one. */
  readonly mean: number;
  readonly logLikelihood: number;
  /** Mean and variance of the function, without noise, at a point; the mean's own uncertainty is in the variance. */
  predict(point: ArrayLike<number>): { readonly mean: number; readonly variance: number };
}

/** Matérn 5/2 with a length of its own for each coordinate: Rasmussen & Williams (2006), 4.17 and 5.1. */
export function matern(
  { variance, lengthScales }: Kernel,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  let square = 0;
  for (let j = 0; j < a.length; j++) {
    const distance = (a[j]! - b[j]!) / lengthScales[j]!;
    square += distance * distance;
  }
  const r = ROOT_5 * Math.sqrt(square);
  return variance * (1 + r + (r * r) / 3) * exponential(-r);
}

/**
 * A Gaussian process given these observations: Rasmussen & Williams (2006), algorithm 2.1, with the mean of 2.7 (Jones,
 * Schonlau & Welch 1998, 4: ordinary kriging). Null where its matrix is not positive definite to working precision.
 */
export function gaussianProcess(
  kernel: Kernel,
  { points, values, noise }: Observations,
): GaussianProcess | null {
  const n = points.length;
  const factor = factorCholesky(covariance(kernel, points, noise), n);
  if (!factor) return null;
  const weightsOfOne = solved(factor, n, new Float64Array(n).fill(1));
  const precision = sum(weightsOfOne);
  const mean = dot(weightsOfOne, values) / precision;
  const centred = Float64Array.from(values, (value) => value - mean);
  const weights = solved(factor, n, centred.slice());
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += 2 * logarithm(factor[i * (n + 1)]!);
  return {
    mean,
    logLikelihood: -0.5 * (dot(centred, weights) + logDeterminant + n * LOG_TWO_PI),
    predict: (point) => {
      const near = Float64Array.from(points, (own) => matern(kernel, own, point));
      const explained = dot(near, solved(factor, n, near.slice()));
      const unknown = 1 - dot(near, weightsOfOne);
      const variance = kernel.variance - explained + (unknown * unknown) / precision;
      return { mean: mean + dot(near, weights), variance: Math.max(variance, 0) };
    },
  };
}

/** Of the observed values, noise included: n × n, the lower triangle. */
function covariance(kernel: Kernel, points: Observations['points'], noise: ArrayLike<number>): Float64Array {
  const n = points.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = matern(kernel, points[i]!, points[j]!);
    matrix[i * (n + 1)] = kernel.variance * (1 + JITTER) + noise[i]!;
  }
  return matrix;
}

function solved(factor: Float64Array, n: number, right: Float64Array): Float64Array {
  solveCholesky(factor, n, right);
  return right;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
