import type { DesignPlan } from '../data/plan.ts';
import { toOriginal } from '../data/scaling.ts';
import type { LinearWeights } from '../data/types.ts';
import { models } from '../models/index.ts';
import { unpackTheta } from '../objectives/theta.ts';
import type { Problem } from './problem.ts';

/** What a model's weights are keyed by: its targets; of two classes the positive one, but for softmax; else every class. */
export function outputNames({
  model,
  targets,
  classes,
}: Pick<DesignPlan, 'model' | 'targets' | 'classes'>): string[] {
  if (!classes) return targets.map((target) => target.name);
  if (models.get(model).task === 'classes') return [...classes];
  return classes.length === 2 && classes[1] !== undefined ? [classes[1]] : [...classes];
}

/**
 * A linear model's weights out of theta. Where a number added to every score changes nothing (softmax), the intercepts
 * are shifted so that they sum to 0.
 */
export function linearWeights(
  theta: Float64Array,
  { p, k, intercept }: { readonly p: number; readonly k: number; readonly intercept: boolean },
  shiftInvariant: boolean,
): LinearWeights {
  const weights = unpackTheta(theta, p, k, intercept);
  return shiftInvariant && intercept ? withoutMean(weights) : weights;
}

/** The same in original units, whose intercepts then sum to 0. */
export function originalWeights(
  { predictor, loss, scaling }: Pick<Problem, 'predictor' | 'loss' | 'scaling'>,
  theta: Float64Array,
): LinearWeights {
  const { p, k, intercept } = predictor;
  const weights = toOriginal(unpackTheta(theta, p, k, intercept), scaling);
  return loss.shiftInvariant && intercept ? withoutMean(weights) : weights;
}

function withoutMean(weights: LinearWeights): LinearWeights {
  const mean = weights.intercept.reduce((sum, value) => sum + value, 0) / weights.k;
  return { ...weights, intercept: weights.intercept.map((value) => value - mean) };
}
