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
import { withIntercept } from './ridgeIntercept.ts';
import type { RidgeFamily, RidgeProblem } from './types.ts';

/** Ratio of the squared sizes of columns from which the spectrum of many of them loses the digits of the small ones. */
const UNEVEN = 1e6;

/**
 * Every ridge solution of a problem from one spectral decomposition of its moments: O(p³) once, then O(p²) per λ
 * (Hastie, Tibshirani & Friedman 2009, §3.4.1). What the λ slider asks. Where there are many columns in very
 * different units, each λ is solved by a Cholesky factorization of its own.
 */
export function spectralFamily(problem: RidgeProblem): RidgeFamily {
  const { moments, scaling, intercept } = problem;
  const scaled = scaleMoments(moments, scaling, intercept);
  const family = familyOfSpectrum(spectrumOf(scaled), scaled, intercept);
  if (scaled.p <= JACOBI || unevenness(scaled) < UNEVEN) return family;
  const solve = (lambda: number) => {
    const system = equilibrate(scaled, lambda);
    if (!system.factor) return family.solve(lambda);
    return withIntercept(solveEquations(system, scaled), scaled, intercept);
  };
  return { ...family, solve };
}

/** The largest diagonal entry of X̃ᵀX̃ over its smallest that is not 0. */
function unevenness({ p, gram }: ScaledMoments): number {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let at = 0; at < gram.length; at += p + 1) {
    const square = gram[at]!;
    if (square > 0) smallest = Math.min(smallest, square);
    largest = Math.max(largest, square);
  }
  return largest / smallest;
}

/** A family over a spectrum that is already there. */
export function familyOfSpectrum(spectrum: Spectrum, scaled: ScaledMoments, intercept: boolean): RidgeFamily {
  let varying = 0;
  for (let j = 0; j < scaled.p; j++) if (scaled.gram[j * (scaled.p + 1)]! > 0) varying++;
  return {
    solve: (lambda) =>
      withIntercept(solveSpectrum(spectrum, spectrum.projections, lambda), scaled, intercept),
    correct: (right, lambda) => solveSpectrum(spectrum, projectOnto(spectrum, right), lambda),
    gramCondition: (lambda) => equilibratedCondition(equilibrate(scaled, lambda)),
    degreesOfFreedom: (lambda) => spectrumFreedom(spectrum, lambda) + (intercept ? 1 : 0),
    condition: spectrumCondition(spectrum, varying),
    rank: spectrum.rank,
  };
}
