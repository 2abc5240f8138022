import { exponentials, logarithm } from '../../kernels/exponential.ts';
import type { Kernels } from '../../kernels/loader.ts';
import type { ScoreLoss } from '../types.ts';
import { onePlus } from './onePlus.ts';
import { addWeighted, weigh } from './pointwise.ts';
import { scratch } from './scratch.ts';

/**
 * ln Σ_c e^(s_c) − s_y of k scores a row and y, the index of its class: log loss of the symmetric multinomial model,
 * all k weight vectors kept. ½ bounds its curvature (Böhning 1992).
 */
export function softmaxLoss(classes: number, kernels: Kernels | null): ScoreLoss {
  const shares = shareMaker(classes, kernels);
  const room = scratch();
  const kept = scratch();
  return {
    outputs: classes,
    curvature: 0.5,
    shiftInvariant: true,
    derive(tile, { y, weight }, sum) {
      const { count, scores } = tile;
      const losses = room(count);
      for (let i = 0; i < count; i++) losses[i] = scores[y[i]! * count + i]!;
      const { best, top, rest } = shares(scores, count);
      for (let i = 0; i < count; i++) {
        const others = rest[i]!;
        losses[i] = top[i]! - losses[i]! + onePlus(others, logarithm(1 + others));
        // 1 less the largest share is what the others have: exact also where that is next to nothing.
        const own = y[i]! * count + i;
        scores[own] = best[i] === y[i] ? -others / (1 + others) : scores[own]! - 1;
      }
      addWeighted(tile, weight, losses, sum);
    },
    curvatures({ count, scores }, { weight }, curvatures) {
      const before = kept(scores.length);
      before.set(scores);
      shares(scores, count);
      addPairs(scores, weight, count, curvatures);
      scores.set(before);
    },
    predict: (scores, count) => void shares(scores, count),
    nullScores(mean) {
      const logs = mean.map((share) => logarithm(Math.max(share, Number.EPSILON)));
      const middle = logs.reduce((sum, log) => sum + log, 0) / classes;
      return logs.map((log) => log - middle);
    },
  };
}

/** What {@link shareMaker} tells of each row beside the shares. */
interface Tops {
  /** The class with the largest score, the first of several. */
  readonly best: Float64Array;
  /** That score m. */
  readonly top: Float64Array;
  /** Σ e^(s_c − m) over the other classes. */
  readonly rest: Float64Array;
}

/** Makes a function that overwrites scores by e^(s_c) / Σ e^(s_c), from differences to each row's largest score. */
function shareMaker(classes: number, kernels: Kernels | null) {
  const room = { best: scratch(), top: scratch(), rest: scratch(), factor: scratch() };
  return (scores: Float64Array, count: number): Tops => {
    const [best, top, rest] = [room.best(count), room.top(count), room.rest(count)];
    const factor = room.factor(count);
    findTops(scores, best, top);
    for (let c = 0, at = 0; c < classes; c++) {
      for (let i = 0; i < count; i++, at++) scores[at]! -= top[i]!;
    }
    exponentials(kernels, scores);
    // The largest score's own e^0 = 1 stays out of the sum, and comes back after it.
    for (let i = 0; i < count; i++) scores[best[i]! * count + i]! -= 1;
    rest.fill(0);
    for (let c = 0, at = 0; c < classes; c++) {
      for (let i = 0; i < count; i++, at++) rest[i]! += scores[at]!;
    }
    for (let i = 0; i < count; i++) {
      scores[best[i]! * count + i]! += 1;
      factor[i] = 1 / (1 + rest[i]!);
    }
    weigh(scores, factor, count);
    return { best, top, rest };
  };
}

/** Writes each row's largest score, and its class. */
function findTops(scores: Float64Array, best: Float64Array, top: Float64Array): void {
  const count = top.length;
  top.set(scores.subarray(0, count));
  best.fill(0);
  for (let c = 1, at = count; at < scores.length; c++) {
    for (let i = 0; i < count; i++, at++) {
      if (scores[at]! > top[i]!) {
        top[i] = scores[at]!;
        best[i] = c;
      }
    }
  }
}

/** weight · p_a (δ_ab − p_b), in the order of {@link ScoreLoss.curvatures}. */
function addPairs(
  shares: Float64Array,
  weight: Float64Array | null,
  count: number,
  curvatures: Float64Array,
): void {
  let to = 0;
  for (let a = 0; a < shares.length; a += count) {
    for (let b = a; b < shares.length; b += count) {
      for (let i = 0; i < count; i++, to++) {
        const own = shares[a + i]! * ((a === b ? 1 : 0) - shares[b + i]!);
        curvatures[to] = weight ? weight[i]! * own : own;
      }
    }
  }
}
