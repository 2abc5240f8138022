import type { ScoreLoss } from '../types.ts';
import { pointwise } from './pointwise.ts';

/**
 * ½ r² where |r| ≤ δ and δ (|r| − ½ δ) beyond, of the residual r = s − y of each of k targets: Huber (1964). δ is in
 * units of y. The second derivative is 1 up to δ and 0 beyond.
 */
export function huberLoss(outputs: number, delta: number): ScoreLoss {
  return pointwise({
    outputs,
    curvature: 1,
    derive(scores, y, losses) {
      for (let at = 0; at < scores.length; at++) {
        const error = scores[at]! - y[at]!;
        const size = Math.abs(error);
        losses[at] = size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
        scores[at] = size <= delta ? error : error > 0 ? delta : error < 0 ? -delta : error;
      }
    },
    bend(scores, y) {
      for (let at = 0; at < scores.length; at++) scores[at] = Math.abs(scores[at]! - y[at]!) <= delta ? 1 : 0;
    },
    predict() {},
    nullScore: (mean) => mean,
  });
}
