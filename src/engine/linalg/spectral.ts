import { jacobiSpectrum } from './jacobi.ts';
import { pivotGram } from './pivotedFactor.ts';
import type { ScaledMoments } from './scaledMoments.ts';
import { projectOnto, type Spectrum } from './spectrum.ts';
import { allSteps, type Steps } from './steps.ts';
import { symmetricEigenSteps } from './symmetricEigen.ts';

/** Up to this many columns the slower and more accurate Jacobi method is quick enough. */
export const JACOBI = 160;

/**
 * The spectrum of scaled moments. What remains of a column after those before it counts as zero below
 * (p + 16 + √rows) eps of its square, so the rank does not depend on units; above 160 columns, an eigenvalue below p · eps
 * times the largest does.
 */
export function spectrumOf(scaled: ScaledMoments): Spectrum {
  return allSteps(spectrumSteps(scaled));
}

export function* spectrumSteps({ p, k, count, gram, cross }: ScaledMoments): Steps<Spectrum> {
  if (p <= JACOBI) {
    const tolerance = (p + 16 + Math.sqrt(count)) * Number.EPSILON;
    return jacobiSpectrum(pivotGram(gram, cross, p, k, tolerance));
  }
  const { values: all, vectors: every } = yield* symmetricEigenSteps(gram, p);
  const floor = p * Number.EPSILON * all[0]!;
  let rank = 0;
  while (rank < p && all[rank]! > floor) rank++;
  const values = all.slice(0, rank);
  const vectors = every.slice(0, rank * p);
  return { p, k, rank, values, vectors, projections: projectOnto({ p, rank, vectors }, cross) };
}
