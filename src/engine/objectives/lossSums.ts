import type { DesignBlock } from '../data/types.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import type { PenaltyShape } from './penalty.ts';

/** Sums over rows, not means. */
export interface LossSums {
  readonly loss: CompensatedSum;
  /** Laid out like theta. */
  readonly gradient: Float64Array;
  count: number;
}

/** A loss as a fold over rows that stand in for moments. */
export interface BlockLoss extends PenaltyShape {
  /** Adds loss and gradient of the block's rows of one part at theta to `sums`, row after row. */
  add(block: DesignBlock, part: number, theta: Float64Array, sums: LossSums): void;
}

export function createLossSums(size: number): LossSums {
  return { loss: new CompensatedSum(), gradient: new Float64Array(size), count: 0 };
}
