import type { PreparedData } from '../data/preparedData.ts';
import { prepareFit } from '../fit.ts';
import { createProblem } from '../general/createProblem.ts';
import { exponential } from '../kernels/index.ts';
import { naturalLog } from '../linalg/logarithm.ts';
import type { RunSpec } from '../spec.ts';
import { isPlainRidge, type LossOptions } from './foldLosses.ts';
import { evenly, freedomRange } from './lambdaRange.ts';
import { pathLambdas } from './pathLambdas.ts';

/** λ (in the spec's scale) that the data choose, falling: of ridge over the range of its degrees of freedom. */
export async function defaultLambdas(
  spec: RunSpec,
  data: PreparedData,
  count: number,
  options: LossOptions,
): Promise<number[]> {
  if (isPlainRidge(spec, data)) {
    const fit = await prepareFit({ ...spec, solver: 'cholesky' }, data, options.signal);
    const range = freedomRange(fit);
    if (range) return evenly(range, count);
  }
  return pathLambdas(await createProblem(spec, data, { ...options, rows: false }), count);
}

/** Powers of e by which a range is made longer: a factor of 100. */
const LONGER = 4.6;

/**
 * λ beyond the end of the grid at which the best one lies, in steps of the grid's; null where it lies between. With an L1
 * part there is nothing beyond the largest λ, at which the last weight has become 0.
 */
export function beyond(lambdas: readonly number[], best: number, sparse: boolean): number[] | null {
  const last = lambdas.length - 1;
  if (last < 1 || (best !== last && (best !== 0 || sparse))) return null;
  const [end, next] = best === 0 ? [lambdas[0]!, lambdas[1]!] : [lambdas[last]!, lambdas[last - 1]!];
  const step = naturalLog(end / next);
  const steps = Math.max(1, Math.round(LONGER / Math.abs(step)));
  return Array.from({ length: steps }, (_, i) => end * exponential(step * (i + 1))).sort((a, b) => b - a);
}
