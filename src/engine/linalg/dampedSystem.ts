import { factorCholesky, solveCholesky } from './cholesky.ts';

/** A factored symmetric matrix, made positive definite where it was not. */
export interface DampedSystem {
  /** The solution for `right`; a new array. */
  solve(right: Float64Array): Float64Array;
}

/** Shares of the diagonal that are added until the matrix can be factored. */
const RIDGES = [0, 1e-12, 1e-10, 1e-7, 1e-4, 1e-1];

/**
 * Factors a symmetric matrix (n × n, row-major, its lower triangle is read) whose columns are brought to one size first.
 * Where it is singular, such as in the intercepts of a softmax, a ridge as small as will do is added: directions without
 * curvature then get a long step, or none where the right side has no part in them. Null where nothing helps.
 */
export function factorDamped(matrix: Float64Array, n: number): DampedSystem | null {
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, matrix[j * (n + 1)]!);
  const flat = largest > 0 ? 1 / Math.sqrt(largest) : 1;
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const diagonal = matrix[j * (n + 1)]!;
    unit[j] = diagonal > 1e-20 * largest ? 1 / Math.sqrt(diagonal) : flat;
  }
  const scaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) scaled[i * n + j] = matrix[i * n + j]! * unit[i]! * unit[j]!;
  }
  const diagonal = unit.map((_, j) => scaled[j * (n + 1)]!);
  for (const ridge of RIDGES) {
    for (let j = 0; j < n; j++) scaled[j * (n + 1)] = diagonal[j]! + ridge;
    const factor = factorCholesky(scaled, n);
    if (factor) return { solve: (right) => solveScaled(factor, unit, right) };
  }
  return null;
}

function solveScaled(factor: Float64Array, unit: Float64Array, right: Float64Array): Float64Array {
  const result = right.map((value, j) => value * unit[j]!);
  solveCholesky(factor, result.length, result);
  for (let j = 0; j < result.length; j++) result[j]! *= unit[j]!;
  return result;
}
