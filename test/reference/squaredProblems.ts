import { scalingOf } from '../../src/engine/data/scaling.ts';
import type { Moments, Scaling } from '../../src/engine/data/types.ts';
import { parseSpec, prepareData } from '../../src/engine/index.ts';
import { elasticNetPenalty, linearFactors } from '../../src/engine/objectives/penalty.ts';
import { type SquaredObjective, squaredObjective } from '../../src/engine/objectives/squared.ts';
import { type Case, tableOf } from './engine.ts';

/** A case's rows as moments, on the scale on which the model is optimized. */
export interface SquaredProblem {
  readonly moments: Moments;
  readonly scaling: Scaling;
}

/** Reads a case's columns, in its order of features. */
export async function squaredProblem(
  { data, features }: Case,
  target: string,
  standardize: boolean,
): Promise<SquaredProblem> {
  const spec = parseSpec({ target: [target], features, standardize: standardize ? 'all' : 'none' });
  const prepared = await prepareData(await tableOf(`data/${data}`), spec);
  const moments = prepared.moments.train;
  if (!('scatter' in moments)) throw new Error('no moments');
  const names = prepared.plan.columns.map((column) => column.name);
  if (names.join() !== features.join()) throw new Error(`other columns: ${names.join()}`);
  return { moments, scaling: scalingOf(moments, prepared.plan.columns, spec.standardize, true) };
}

/** Squared error with an elastic net, λ on the per-sample scale. */
export function elasticNetObjective(
  { moments, scaling }: SquaredProblem,
  lambda: number,
  l1Ratio: number,
): SquaredObjective {
  const { p, k } = moments;
  const factors = linearFactors({ p, k, intercept: true });
  return squaredObjective(moments, scaling, true, 0, elasticNetPenalty({ lambda, l1Ratio, factors }));
}
