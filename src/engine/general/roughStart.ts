import { automaticSolver, minimizeObjective } from './optimum.ts';
import type { Problem } from './problem.ts';

/** One row in so many is looked at first. */
export const SAMPLED = 16;
/** Rows of the sample for each number of theta: fewer would lead nowhere near the minimum of all rows. */
const ROWS_A_NUMBER = 8;
/** The sample's own error is larger than this. */
const ROUGH = 1e-4;

/**
 * Where Newton starts on many rows: the minimum of each sixteenth one, from which all of them need three of eight steps.
 * Zeros where there are too few rows for that, or another solver goes to the minimum. The minimum itself does not depend
 * on where it was started from.
 */
export async function* roughStart(
  problem: Problem,
  lambdaTotal: number,
  signal?: AbortSignal,
): AsyncGenerator<void, Float64Array> {
  const { predictor, data } = problem;
  const zeros = new Float64Array(predictor.size);
  if (data.counts.train < SAMPLED * ROWS_A_NUMBER * predictor.size) return zeros;
  const sample = problem.sample(lambdaTotal, SAMPLED);
  if (!sample || automaticSolver(problem, sample).id !== 'newton') return zeros;
  const { theta } = yield* minimizeObjective(problem, sample, zeros, { tolerance: ROUGH, signal });
  return theta.every(Number.isFinite) ? theta : zeros;
}
