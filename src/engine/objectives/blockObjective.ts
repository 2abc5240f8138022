import { type DesignBlock, PART, type RowBlocks } from '../data/types.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import type { Evaluation, Objective } from '../solvers/types.ts';
import type { Penalty, PenaltyShape } from './penalty.ts';
import { thetaWidth } from './theta.ts';

/** Sums over rows, not means: they add up over blocks, threads and machines. */
export interface LossSums {
  readonly loss: CompensatedSum;
  /** Laid out like theta. */
  readonly gradient: Float64Array;
  count: number;
}

/** A loss as a fold over blocks of rows: the one thing that a new loss has to say. */
export interface BlockLoss extends PenaltyShape {
  /** Adds loss and gradient of the block's rows of one part at theta to `sums`, row after row. */
  add(block: DesignBlock, part: number, theta: Float64Array, sums: LossSums): void;
}

export function createLossSums(size: number): LossSums {
  return { loss: new CompensatedSum(), gradient: new Float64Array(size), count: 0 };
}

/** Adds the sums of later rows to `sums`. */
export function mergeLossSums(sums: LossSums, later: LossSums): void {
  sums.loss.add(later.loss.value);
  for (let at = 0; at < sums.gradient.length; at++) sums.gradient[at]! += later.gradient[at]!;
  sums.count += later.count;
}

/**
 * The objective mean loss + penalty over training rows that are read anew for each evaluation. Each block is summed
 * by itself and the blocks in their order, so that where blocks end, not who sums them, decides the rounding.
 */
export function blockObjective(
  rows: () => RowBlocks,
  loss: BlockLoss,
  penalty: Penalty,
  lipschitz: () => number,
): Objective {
  return {
    p: loss.p,
    k: loss.k,
    intercept: loss.intercept,
    size: thetaWidth(loss.p, loss.intercept) * loss.k,
    features: new Set(['moments', 'convex']),
    penalty,
    batches: null,
    lipschitz,
    async evaluate(theta, gradient): Promise<Evaluation> {
      const total = createLossSums(theta.length);
      for await (const block of rows()) {
        const own = createLossSums(theta.length);
        loss.add(block, PART.train, theta, own);
        mergeLossSums(total, own);
      }
      if (gradient) {
        for (let at = 0; at < theta.length; at++) gradient[at] = total.gradient[at]! / total.count;
        penalty.addGradient(theta, gradient);
      }
      return { dataLoss: total.loss.value / total.count, penalty: penalty.value(theta) };
    },
  };
}
