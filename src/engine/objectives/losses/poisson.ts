import { exponentials, logarithm } from '../../kernels/exponential.ts';
import type { Kernels } from '../../kernels/loader.ts';
import type { ScoreLoss } from '../types.ts';
import { pointwise } from './pointwise.ts';
import { scratch } from './scratch.ts';

/**
 * e^s − y s of counts or rates y ≥ 0 of each of k targets, whose mean is e^s: the negative Poisson log likelihood but
 * for ln y!, which no weight changes. Nothing bounds its second derivative e^s.
 */
export function poissonLoss(outputs: number, kernels: Kernels | null): ScoreLoss {
  const logs = scratch();
  return pointwise({
    outputs,
    curvature: null,
    derive(scores, y, losses) {
      const given = logs(scores.length);
      given.set(scores);
      exponentials(kernels, scores);
      for (let at = 0; at < scores.length; at++) {
        const rate = scores[at]!;
        losses[at] = rate - y[at]! * given[at]!;
        scores[at] = rate - y[at]!;
      }
    },
    bend: (scores) => exponentials(kernels, scores),
    predict: (scores) => exponentials(kernels, scores),
    nullScore: (mean) => logarithm(Math.max(mean, Number.EPSILON)),
  });
}
