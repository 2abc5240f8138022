import { exponentials, logarithm, logarithms } from '../../kernels/exponential.ts';
import type { Kernels } from '../../kernels/loader.ts';
import type { ScoreLoss } from '../types.ts';
import { onePlus } from './onePlus.ts';
import { pointwise } from './pointwise.ts';
import { scratch } from './scratch.ts';

/**
 * ln(1 + e^s) − y s of the logit s and y = 0 or 1: log loss. All is made from e = e^(−|s|) ≤ 1, so that neither side
 * overflows or loses digits where the prediction is nearly certain: ln(1 + e^s) = max(s, 0) + ln(1 + e).
 */
export function logisticLoss(kernels: Kernels | null): ScoreLoss {
  const logits = scratch();
  const towardsZero = (scores: Float64Array) => {
    for (let at = 0; at < scores.length; at++) scores[at] = -Math.abs(scores[at]!);
    exponentials(kernels, scores);
  };
  return pointwise({
    outputs: 1,
    curvature: 0.25,
    derive(scores, y, losses) {
      const given = logits(scores.length);
      given.set(scores);
      towardsZero(scores);
      losses.set(scores);
      for (let at = 0; at < scores.length; at++) scores[at]! += 1;
      logarithms(kernels, scores);
      for (let at = 0; at < scores.length; at++) {
        const e = losses[at]!;
        const away = 1 - 2 * y[at]!;
        const margin = -away * given[at]!;
        const sure = 1 / (1 + e);
        losses[at] = Math.max(-margin, 0) + onePlus(e, scores[at]!);
        scores[at] = away * (margin < 0 ? sure : e * sure);
      }
    },
    bend(scores) {
      towardsZero(scores);
      for (let at = 0; at < scores.length; at++) scores[at]! /= (1 + scores[at]!) ** 2;
    },
    predict(scores) {
      const given = logits(scores.length);
      given.set(scores);
      towardsZero(scores);
      for (let at = 0; at < scores.length; at++) {
        const e = scores[at]!;
        scores[at] = (given[at]! < 0 ? e : 1) / (1 + e);
      }
    },
    nullScore(share) {
      const [positive, negative] = [share, 1 - share].map((own) => Math.max(own, Number.EPSILON));
      return logarithm(positive! / negative!);
    },
  });
}
