import { PART, type RowBlocks } from '../data/types.ts';
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

/** A row whose hat value is this near to 1 is told by itself alone: without it nothing is known. */
const ALONE = 1e-12;

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
  const sums = new LeftOut(
    problem,
    scaled,
    spectrum,
    lambdas.map((lambda) => lambdaTotal(fit, lambda)),
  );
  const { train, validation, test } = fit.data.counts;
  let done = 0;
  for await (const block of rows()) {
    throwIfAborted(signal);
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] === PART.train) sums.add(block.x, block.y, row, block.weight?.[row] ?? 1);
    }
    done += block.rows;
    yield Math.min(1, done / (train + validation + test));
  }
  return sums.curve();
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

class LeftOut {
  readonly #unit: Float64Array;
  readonly #inverse: Float64Array[];
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #x: Float64Array;
  readonly #z: Float64Array;
  #weight = 0;
  #rows = 0;

  constructor(
    private readonly problem: RidgeProblem,
    private readonly scaled: ScaledMoments,
    private readonly spectrum: Spectrum,
    lambdas: readonly number[],
  ) {
    const { scaling, moments } = problem;
    this.#unit = Float64Array.from(scaling.scale, (own, j) => (scaling.constant[j] ? 0 : 1 / own));
    this.#inverse = lambdas.map((lambda) => spectrum.values.map((value) => 1 / (value + lambda)));
    this.#sums = new Float64Array(lambdas.length);
    this.#squares = new Float64Array(lambdas.length);
    this.#x = new Float64Array(moments.p);
    this.#z = new Float64Array(spectrum.rank);
  }

  /** @param row of x (rows × p) and y (rows × k) */
  add(x: Float64Array, y: Float64Array, row: number, weight: number): void {
    if (weight === 0) return;
    const { problem, scaled, spectrum } = this;
    const { k, count } = scaled;
    this.#rows++;
    this.#weight += weight;
    this.#project(x, row);
    const centre = problem.intercept ? weight / count : 0;
    for (const [at, inverse] of this.#inverse.entries()) {
      let hat = centre;
      for (let i = 0; i < spectrum.rank; i++) hat += weight * this.#z[i]! * this.#z[i]! * inverse[i]!;
      let error = 0;
      for (let t = 0; t < k; t++) {
        let left = y[row * k + t]! - (problem.intercept ? this.#mean(t) : 0);
        for (let i = 0, from = t * spectrum.rank; i < spectrum.rank; i++)
          left -= this.#z[i]! * spectrum.projections[from + i]! * inverse[i]!;
        left /= 1 - hat;
        error += (left * left) / k;
      }
      if (1 - hat < ALONE) error = Number.POSITIVE_INFINITY;
      this.#sums[at]! += weight * error;
      this.#squares[at]! += weight * error * error;
    }
  }

  curve(): MeanCurve {
    const mean = Array.from(this.#sums, (sum) => sum / this.#weight);
    const se = mean.map((own, at) => {
      const variance = Math.max(0, this.#squares[at]! / this.#weight - own * own);
      return this.#rows > 1 && Number.isFinite(own) ? Math.sqrt(variance / (this.#rows - 1)) : 0;
    });
    return { mean, se };
  }

  #mean(t: number): number {
    const { mean, meanRest, p } = this.problem.moments;
    return mean[p + t]! + meanRest[p + t]!;
  }

  /** The row on the eigenvectors, about the means where there is an intercept. */
  #project(x: Float64Array, row: number): void {
    const { moments, scaling, intercept } = this.problem;
    const { p, mean, meanRest } = moments;
    for (let j = 0; j < p; j++) {
      const cell = x[row * p + j]!;
      const from = intercept ? cell - mean[j]! - meanRest[j]! : cell - scaling.shift[j]!;
      this.#x[j] = from * this.#unit[j]!;
    }
    for (let i = 0; i < this.spectrum.rank; i++) {
      let sum = 0;
      for (let j = 0, at = i * p; j < p; j++, at++) sum += this.spectrum.vectors[at]! * this.#x[j]!;
      this.#z[i] = sum;
    }
  }
}
