import type { RowBlocks } from '../data/types.ts';
import { throwIfAborted } from '../errors.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import { factorRows } from '../linalg/factorRows.ts';
import { factorSpectrum } from '../linalg/factorSpectrum.ts';
import { pivotTriangle } from '../linalg/pivotedFactor.ts';
import { type ScaledMoments, scaleMoments } from '../linalg/scaledMoments.ts';
import { spectrumOf } from '../linalg/spectral.ts';
import type { Spectrum } from '../linalg/spectrum.ts';
import type { RidgeProblem } from '../solvers/types.ts';
import type { MeanCurve } from './curve.ts';
import { LeftOutSums } from './leftOutSums.ts';

/**
 * Mean squared errors of every training row under the ridge model of all others, for every λ in one pass over the rows:
 * residuals over 1 − h_ii (Allen 1974). Scales and what fills gaps are held fixed, as those of all rows. Infinity at a λ
 * at which a row's own hat value is 1.
 *
 * @param fit with moments of its columns
 * @param lambdas in the spec's scale
 * @returns means over rows and targets, and their standard errors; yields after each block the share of the rows that are done
 */
export async function* leaveOneOut(
  fit: Fit,
  lambdas: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<number, MeanCurve> {
  const problem = fit.primal!.problem;
  const scaled = scaleMoments(problem.moments, problem.scaling, problem.intercept);
  const rows = () => fit.data.rows('leave-one-out', signal);
  const spectrum = await spectrumFor(fit, problem, scaled, rows);
  const totals = lambdas.map((lambda) => lambdaTotal(fit, lambda));
  const sums = new LeftOutSums(problem, scaled.count, spectrum, totals, fit.data.shared.machine.kernels);
  const { train, validation, test } = fit.data.counts;
  let done = 0;
  try {
    for await (const block of rows()) {
      throwIfAborted(signal);
      sums.add(block);
      done += block.rows;
      yield Math.min(1, done / (train + validation + test));
    }
    return sums.curve();
  } finally {
    sums.release();
  }
}

/** From the moments, or from the rows where the fit too could not trust the moments. */
async function spectrumFor(
  fit: Fit,
  problem: RidgeProblem,
  scaled: ScaledMoments,
  rows: () => RowBlocks,
): Promise<Spectrum> {
  if (!fit.illConditioned) return spectrumOf(scaled);
  const { p, k, r, count } = await factorRows(rows(), problem);
  return factorSpectrum(pivotTriangle(r, p, k, (p + 16 + 30 * Math.sqrt(count)) * Number.EPSILON));
}
