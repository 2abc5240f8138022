import { equilibrate, equilibratedCondition } from '../linalg/equilibrated.ts';
import { type ScaledMoments, scaleMoments } from '../linalg/scaledMoments.ts';
import { spectrumOf } from '../linalg/spectral.ts';
import {
  projectOnto,
  type Spectrum,
  solveSpectrum,
  spectrumCondition,
  spectrumFreedom,
} from '../linalg/spectrum.ts';
import { withIntercept } from './ridgeIntercept.ts';
import type { RidgeFamily, RidgeProblem } from './types.ts';

/**
 * Every ridge solution of a problem from one spectral decomposition of its moments: O(p³) once, then O(p²) per λ
 * (Hastie, Tibshirani & Friedman 2009, §3.4.1). What the λ slider asks.
 */
export function spectralFamily(problem: RidgeProblem): RidgeFamily {
  const scaled = scaleMoments(problem.moments, problem.scaling, problem.intercept);
  return familyOfSpectrum(spectrumOf(scaled), scaled, problem.intercept);
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
