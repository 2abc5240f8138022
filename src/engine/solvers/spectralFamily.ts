import { equilibrate, equilibratedCondition, solveEquations } from '../linalg/equilibrated.ts';
import { type ScaledMoments, scaleMoments } from '../linalg/scaledMoments.ts';
import { JACOBI, spectrumOf } from '../linalg/spectral.ts';
import {
  projectOnto,
  type Spectrum,
  solveSpectrum,
  spectrumCondition,
  spectrumFreedom,
} from '../linalg/spectrum.ts';
import { sizes, UNEVEN } from './normalEquations.ts';
import { withIntercept } from './ridgeIntercept.ts';
import type { ColumnFamily, RidgeProblem } from './types.ts';

/**
 * Every ridge solution of a problem from one spectral decomposition of its moments: O(p³) once, then O(p²) per λ
 * (Hastie, Tibshirani & Friedman 2009, §3.4.1). What the λ slider asks. Where there are many columns in very
 * different units, each λ is solved by a Cholesky factorization of its own.
 */
export function spectralFamily(problem: RidgeProblem): ColumnFamily {
  const { moments, scaling, intercept } = problem;
  const scaled = scaleMoments(moments, scaling, intercept);
  const family = familyOfSpectrum(spectrumOf(scaled), scaled, intercept);
  if (scaled.p <= JACOBI || sizes(scaled).unevenness < UNEVEN) return family;
  const solve = (lambda: number) => {
    const system = equilibrate(scaled, lambda);
    if (!system.factor) return family.solve(lambda);
    return withIntercept(solveEquations(system, scaled), scaled, intercept);
  };
  return { ...family, solve, solveRoughly: solve };
}

/** A family over a spectrum that is already there. */
export function familyOfSpectrum(
  spectrum: Spectrum,
  scaled: ScaledMoments,
  intercept: boolean,
): ColumnFamily {
  const { varying } = sizes(scaled);
  const solve = (lambda: number) =>
    withIntercept(solveSpectrum(spectrum, spectrum.projections, lambda), scaled, intercept);
  return {
    solve,
    solveRoughly: solve,
    correct: (right, lambda) => solveSpectrum(spectrum, projectOnto(spectrum, right), lambda),
    gramCondition: (lambda) => equilibratedCondition(equilibrate(scaled, lambda)),
    degreesOfFreedom: (lambda) => spectrumFreedom(spectrum, lambda) + (intercept ? 1 : 0),
    condition: spectrumCondition(spectrum, varying),
    singular: spectrum.rank < varying,
    rank: spectrum.rank,
    order: scaled.p,
    knowsSpectrum: true,
    live: true,
    *enliven() {},
  };
}
