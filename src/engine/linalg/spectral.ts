import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { ScaledMoments } from './scaledMoments.ts';
import { projectOnto, type Spectrum } from './spectrum.ts';

/** The spectrum of scaled moments. Values below p · eps times the largest count as zero and are left out. */
export function spectrumOf({ p, k, gram, cross }: ScaledMoments): Spectrum {
  if (p === 0)
    return {
      p,
      k,
      rank: 0,
      values: new Float64Array(),
      vectors: new Float64Array(),
      projections: new Float64Array(),
    };
  const rows = Array.from({ length: p }, (_, i) => gram.subarray(i * p, (i + 1) * p));
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const all = decomposition.realEigenvalues;
  const floor = p * Number.EPSILON * all[p - 1]!;
  let rank = 0;
  while (rank < p && all[p - 1 - rank]! > floor) rank++;
  const values = new Float64Array(rank);
  const vectors = new Float64Array(rank * p);
  for (let i = 0; i < rank; i++) {
    values[i] = all[p - 1 - i]!;
    for (let j = 0; j < p; j++) vectors[i * p + j] = decomposition.eigenvectorMatrix.get(j, p - 1 - i);
  }
  return { p, k, rank, values, vectors, projections: projectOnto({ p, rank, vectors }, cross) };
}
