import type { ScoreLoss } from '../types.ts';
import { pointwise } from './pointwise.ts';

/** ½ (s − y)² of each of k targets; the scores are the predictions. */
export function squaredLoss(outputs: number): ScoreLoss {
  return pointwise({
    outputs,
    curvature: 1,
    derive(scores, y, losses) {
      for (let at = 0; at < scores.length; at++) {
        const error = scores[at]! - y[at]!;
        losses[at] = 0.5 * error * error;
        scores[at] = error;
      }
    },
    bend: (scores) => void scores.fill(1),
    predict() {},
    nullScore: (mean) => mean,
  });
}
