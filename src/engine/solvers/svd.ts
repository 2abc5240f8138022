import { factorSpectrum } from '../linalg/factorSpectrum.ts';
import { pivotTriangle } from '../linalg/pivotedFactor.ts';
import { scaleMoments } from '../linalg/scaledMoments.ts';
import { familyOfSpectrum, spectralFamily } from './spectralFamily.ts';
import type { ColumnFamily, ExactSolver, RidgeProblem } from './types.ts';

/** The singular value decomposition of the rows, through their triangular factor. */
export const svd: ExactSolver = {
  kind: 'exact',
  id: 'svd',
  label: 'SVD',
  description:
    'Decomposes the rows themselves: one more pass, and the most digits where columns are nearly dependent.',
  parameters: [],
  needs: ['ridge'],
  needsFactor: true,
  prepare: svdFamily,
};

/**
 * The singular values of X̃ are those of R; the ones that rounding alone leaves count as zero, which gives the
 * minimum-norm solution at λ = 0. Rounding leaves about 10 √rows eps of a column that depends on others. Without a
 * factor the moments stand in for it.
 */
function svdFamily(problem: RidgeProblem): ColumnFamily {
  const { factor, moments, scaling, intercept } = problem;
  if (!factor) return spectralFamily(problem);
  const { p, k, r, count } = factor;
  const scaled = scaleMoments(moments, scaling, intercept);
  const pivoted = pivotTriangle(r, p, k, (p + 16 + 30 * Math.sqrt(count)) * Number.EPSILON);
  return familyOfSpectrum(factorSpectrum(pivoted), scaled, intercept);
}
