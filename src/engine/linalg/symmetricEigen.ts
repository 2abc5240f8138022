import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Eigenvalues, descending, and eigenvectors (row i belongs to value i) of a symmetric n × n row-major matrix. */
export function symmetricEigen(
  matrix: Float64Array,
  n: number,
): { values: Float64Array; vectors: Float64Array } {
  const rows = Array.from({ length: n }, (_, i) => matrix.subarray(i * n, (i + 1) * n));
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = Float64Array.from(decomposition.realEigenvalues).reverse();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[i * n + j] = decomposition.eigenvectorMatrix.get(j, n - 1 - i);
  }
  return { values, vectors };
}
