import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { jacobiSpectrum } from './jacobi.ts';
import type { PivotedFactor } from './pivotedFactor.ts';
import type { Spectrum } from './spectrum.ts';

/** Up to this many columns the more accurate Jacobi method is quick enough. */
const JACOBI = 200;

/** The spectrum of RᵀR from the singular value decomposition of R, without forming RᵀR. `factor` is not changed. */
export function factorSpectrum(factor: PivotedFactor): Spectrum {
  return factor.p <= JACOBI || factor.rank === 0 ? jacobiSpectrum(factor) : bidiagonalSpectrum(factor);
}

/** By bidiagonalization (Golub & Reinsch 1970): quicker where there are many columns. */
function bidiagonalSpectrum({ p, k, rank, r, z }: PivotedFactor): Spectrum {
  const matrix = Matrix.from1DArray(rank, p, r);
  const decomposition = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const left = decomposition.leftSingularVectors;
  const right = decomposition.rightSingularVectors;
  const values = new Float64Array(rank);
  const vectors = new Float64Array(rank * p);
  const projections = new Float64Array(k * rank);
  for (let i = 0; i < rank; i++) {
    const singular = decomposition.diagonal[i]!;
    values[i] = singular * singular;
    for (let j = 0; j < p; j++) vectors[i * p + j] = right.get(j, i);
    for (let t = 0; t < k; t++) {
      let sum = 0;
      for (let row = 0; row < rank; row++) sum += left.get(row, i) * z[row * k + t]!;
      projections[t * rank + i] = singular * sum;
    }
  }
  return { p, k, rank, values, vectors, projections };
}
