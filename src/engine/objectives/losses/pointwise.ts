import type { ScoredRows } from '../../kernels/rowTiles.ts';
import type { CompensatedSum } from '../../linalg/compensated.ts';
import type { ScoreLoss, TileTargets } from '../types.ts';
import { scratch } from './scratch.ts';

/** A loss that is a sum over the scores, each with a target of its own: arrays hold one number a score. */
export interface PointwiseLoss {
  readonly outputs: number;
  /** See {@link ScoreLoss.curvature}. */
  readonly curvature: number | null;
  /** Writes each score's loss into `losses`, and overwrites the scores by its derivatives. */
  derive(scores: Float64Array, y: Float64Array, losses: Float64Array): void;
  /** Overwrites the scores by the second derivatives. */
  bend(scores: Float64Array, y: Float64Array): void;
  /** Overwrites the scores by what they predict. */
  predict(scores: Float64Array): void;
  /** The score at which no column tells anything, from the mean of y. */
  nullScore(mean: number): number;
}

/** The loss with its weights, its sum over the scores and its curvatures, which are 0 between two scores. */
export function pointwise(own: PointwiseLoss): ScoreLoss {
  const { outputs, curvature } = own;
  const losses = scratch();
  const kept = scratch();
  return {
    outputs,
    curvature,
    derive(tile, { y, weight }, sum) {
      const each = losses(tile.scores.length);
      own.derive(tile.scores, y, each);
      addWeighted(tile, weight, each, sum);
    },
    curvatures(tile, { y, weight }, curvatures) {
      const { count, scores } = tile;
      const before = kept(scores.length);
      before.set(scores);
      own.bend(scores, y);
      if (weight) weigh(scores, weight, count);
      curvatures.fill(0, 0, (count * outputs * (outputs + 1)) / 2);
      for (let t = 0, pair = 0; t < outputs; pair += outputs - t, t++)
        curvatures.set(scores.subarray(t * count, (t + 1) * count), pair * count);
      scores.set(before);
    },
    predict: (scores) => own.predict(scores),
    nullScores: (mean) =>
      Float64Array.from({ length: outputs }, (_, t) => own.nullScore(meanOf(mean, t, outputs))),
  };
}

/** Of one score for two classes the mean of y is the share of the second one. */
function meanOf(mean: Float64Array, t: number, outputs: number): number {
  return mean[mean.length - outputs + t]!;
}

/** Multiplies the derivatives by their rows' weights, in place, and adds the weighted losses to `sum`. */
export function addWeighted(
  { scores, count }: ScoredRows,
  weight: TileTargets['weight'],
  losses: Float64Array,
  sum: CompensatedSum,
): void {
  if (weight) {
    weigh(scores, weight, count);
    weigh(losses, weight, count);
  }
  for (let at = 0; at < losses.length; at++) sum.add(losses[at]!);
}

/** Multiplies k × count numbers by their rows' weights, in place. */
export function weigh(values: Float64Array, weight: Float64Array, count: number): void {
  for (let start = 0; start < values.length; start += count) {
    for (let i = 0; i < count; i++) values[start + i]! *= weight[i]!;
  }
}
