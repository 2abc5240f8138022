import type { ScoreLoss } from '../types.ts';
import { pointwise } from './pointwise.ts';

/**
 * max(0, 1 − z s)² with z = −1 and 1 for y = 0 and 1: the linear support vector machine of scikit-learn's LinearSVC.
 * Its scores are no logits: `predict` leaves them, and the class is told by their sign.
 */
export function squaredHingeLoss(): ScoreLoss {
  return pointwise({
    outputs: 1,
    curvature: 2,
    derive(scores, y, losses) {
      for (let at = 0; at < scores.length; at++) {
        const side = 2 * y[at]! - 1;
        const short = shortfall(side, scores[at]!);
        losses[at] = short * short;
        scores[at] = -2 * side * short;
      }
    },
    bend(scores, y) {
      for (let at = 0; at < scores.length; at++)
        scores[at] = shortfall(2 * y[at]! - 1, scores[at]!) > 0 ? 2 : 0;
    },
    predict() {},
    nullScore: (share) => 2 * share - 1,
  });
}

/** How far a score is from the margin of its side; NaN stays NaN. */
function shortfall(side: number, score: number): number {
  return Math.max(0, 1 - side * score);
}
