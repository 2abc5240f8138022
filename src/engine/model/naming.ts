import { byName } from '../records.ts';
import type { TraceEntry } from './modelFile.ts';

/** Weights and intercepts in a file's form. */
export type NamedWeights = Pick<TraceEntry, 'coefficients' | 'intercept'>;

/**
 * Weights (k × p, output by output) and k intercepts by name: of one output by column, of several by output first.
 * @param outputs what the weights are keyed by
 * @param columns names of the p design columns
 */
export function namedOutputs(
  outputs: readonly string[],
  columns: readonly string[],
  weights: ArrayLike<number>,
  intercept: ArrayLike<number>,
): NamedWeights {
  const own = (t: number) => byName(columns, (j) => weights[t * columns.length + j]!);
  if (outputs.length === 1) return { coefficients: own(0), intercept: intercept[0]! };
  return { coefficients: byName(outputs, own), intercept: byName(outputs, (t) => intercept[t]!) };
}
