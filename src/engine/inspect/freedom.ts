import { inverseSquares, solveCholesky } from '../linalg/cholesky.ts';
import { symmetricEigenvalues } from '../linalg/symmetricEigen.ts';
import { independentColumns } from './independent.ts';

/** A direction that bends by less than this share of a column's own bending is flat: the rest is rounding. */
const FLAT = 1e-12;

/**
 * Effective degrees of freedom at an optimum, intercepts included: the trace of (H + P)⁻¹ H, with H the Hessian of the
 * mean loss and P that of the smooth penalty (Hastie & Tibshirani 1990, 6.8.3, for likelihoods). Directions in which
 * neither bends (the intercepts of a softmax together) count nothing. With an L1 part, only the weights that are not 0
 * move: theirs is the trace (Zou, Hastie & Tibshirani 2007).
 *
 * @param hessian H + P, size × size, symmetric
 * @param penalty P, likewise
 * @param active which numbers of theta move; null for all of them
 */
export function effectiveFreedom(
  hessian: Float64Array,
  penalty: Float64Array,
  size: number,
  active: readonly number[] | null,
): number {
  const moving = active ?? Array.from({ length: size }, (_, at) => at);
  const n = moving.length;
  const bends = among(hessian, size, moving);
  const { kept, factor } = independentColumns(bends, n, FLAT);
  const restrained = among(
    penalty,
    size,
    kept.map((at) => moving[at]!),
  );
  return kept.length - traceOfQuotient(factor, restrained, kept.length);
}

/** The rows and columns `chosen` of a symmetric matrix. */
function among(matrix: Float64Array, size: number, chosen: readonly number[]): Float64Array {
  const n = chosen.length;
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) result[i * n + j] = matrix[chosen[i]! * size + chosen[j]!]!;
  }
  return result;
}

/** The trace of (L Lᵀ)⁻¹ P. */
function traceOfQuotient(factor: Float64Array, penalty: Float64Array, n: number): number {
  let trace = 0;
  if (isDiagonal(penalty, n)) {
    const inverse = inverseSquares(factor, n);
    for (let j = 0; j < n; j++) trace += inverse[j]! * penalty[j * (n + 1)]!;
    return trace;
  }
  for (let j = 0; j < n; j++) {
    const column = penalty.slice(j * n, (j + 1) * n);
    solveCholesky(factor, n, column);
    trace += column[j]!;
  }
  return trace;
}

function isDiagonal(matrix: Float64Array, n: number): boolean {
  for (let at = 0; at < matrix.length; at++) if (matrix[at] !== 0 && at % (n + 1) !== 0) return false;
  return true;
}

/**
 * The condition number of a Hessian: its largest eigenvalue over its smallest; how far the slowest direction of a
 * descent lies behind the fastest. Infinity where a direction does not bend at all.
 *
 * @param hessian size × size, symmetric
 * @param moving which numbers of theta move
 * @param flat directions known not to bend, which do not count: those in which nothing is told apart by design
 */
export function hessianCondition(
  hessian: Float64Array,
  size: number,
  moving: readonly number[],
  flat: number,
): number {
  const n = moving.length - flat;
  if (n === 0) return 1;
  const values = symmetricEigenvalues(among(hessian, size, moving), moving.length);
  const [largest, smallest] = [values[0]!, values[n - 1]!];
  return smallest > size * Number.EPSILON * largest ? largest / smallest : Number.POSITIVE_INFINITY;
}
