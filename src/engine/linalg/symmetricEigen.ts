import { allSteps, type Steps } from './steps.ts';
import { reduceToBands, tridiagonalize } from './tridiagonalize.ts';
import { diagonalize } from './tridiagonalQr.ts';

export interface SymmetricEigen {
  /** n eigenvalues, descending. */
  readonly values: Float64Array;
  /** n × n, row-major: row i is the eigenvector of value i, of length 1. */
  readonly vectors: Float64Array;
}

/**
 * The eigendecomposition of a symmetric matrix (n × n, row-major, not changed; finite): Householder
 * tridiagonalization, then implicit QR steps (Golub & Van Loan 2013, §8.3). About 9 n³ operations.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  return allSteps(symmetricEigenSteps(matrix, n));
}

/** The same in steps: about 4 n² operations each. */
export function* symmetricEigenSteps(matrix: Float64Array, n: number): Steps<SymmetricEigen> {
  const { unit, size } = ofUnitSize(matrix);
  const { diagonal, offDiagonal, basis } = yield* tridiagonalize(unit, n);
  yield* diagonalize(diagonal, offDiagonal, basis, n);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]!);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const from = order[i]!;
    for (let j = 0, at = from; j < n; j++, at += n) vectors[i * n + j] = basis[at]!;
  }
  return { values: Float64Array.from(order, (from) => diagonal[from]! * size), vectors };
}

/** The eigenvalues alone, descending, bit for bit those of {@link symmetricEigen}: about 4/3 n³ operations. */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { unit, size } = ofUnitSize(matrix);
  const { diagonal, offDiagonal } = allSteps(reduceToBands(unit, n));
  allSteps(diagonalize(diagonal, offDiagonal, new Float64Array(0), n));
  return diagonal
    .map((value) => value * size)
    .sort()
    .reverse();
}

/** A copy of the matrix whose largest number is 1, and what it was divided by. */
function ofUnitSize(matrix: Float64Array): { readonly unit: Float64Array; readonly size: number } {
  let size = 0;
  for (const value of matrix) size = Math.max(size, Math.abs(value));
  if (size === 0) size = 1;
  return { unit: matrix.map((value) => value / size), size };
}
