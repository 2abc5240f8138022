import { exponentials, logarithm } from '../../kernels/exponential.ts';
import type { Kernels } from '../../kernels/loader.ts';
import type { ScoreLoss } from '../types.ts';
import { onePlus } from './onePlus.ts';
import { addWeighted } from './pointwise.ts';
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
      const { top, rest } = shares(scores, count);
      for (let i = 0; i < count; i++) {
        losses[i] = top[i]! - losses[i]! + onePlus(rest[i]!, logarithm(1 + rest[i]!));
        lessOne(scores, y[i]! * count + i, i, count);
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

/** Subtracts 1 from the share at `place`, the sum of the others: of a share near 1 that keeps every digit. */
function lessOne(shares: Float64Array, place: number, row: number, count: number): void {
  if (shares[place]! < 0.5) {
    shares[place]! -= 1;
    return;
  }
  let others = 0;
  for (let at = row; at < shares.length; at += count) if (at !== place) others += shares[at]!;
  shares[place] = -others;
}

/** What {@link shareMaker} tells of each row beside the shares. */
interface Tops {
  /** The largest score m. */
  readonly top: Float64Array;
  /** Σ e^(s_c − m) over the other scores. */
  readonly rest: Float64Array;
}

/** Makes a function that overwrites scores by e^(s_c) / Σ e^(s_c), from differences to each row's largest score. */
function shareMaker(classes: number, kernels: Kernels | null) {
  const tops = scratch();
  const rests = scratch();
  return (scores: Float64Array, count: number): Tops => {
    const top = tops(count);
    const rest = rests(count);
    top.set(scores.subarray(0, count));
    for (let c = 1; c < classes; c++) {
      for (let i = 0; i < count; i++)
        if (!(scores[c * count + i]! <= top[i]!)) top[i] = scores[c * count + i]!;
    }
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < count; i++) scores[c * count + i]! -= top[i]!;
    }
    exponentials(kernels, scores);
    othersOf(scores, count, rest);
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < count; i++) scores[c * count + i]! /= 1 + rest[i]!;
    }
    return { top, rest };
  };
}

/** Sums each row's numbers into `rest` but for the first that is 1, the largest score's. */
function othersOf(powers: Float64Array, count: number, rest: Float64Array): void {
  for (let i = 0; i < count; i++) {
    let sum = 0;
    let found = false;
    for (let at = i; at < powers.length; at += count) {
      const power = powers[at]!;
      if (power === 1 && !found) found = true;
      else sum += power;
    }
    rest[i] = sum;
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
