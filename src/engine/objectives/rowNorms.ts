import { PART, type Scaling } from '../data/types.ts';
import type { HeldBlock } from '../kernels/rowTiles.ts';
import type { RowStore } from './rowStore.ts';

/**
 * The largest ‖x̃‖² of the training rows on the optimized scale, the intercept's 1 among them, each times its weight over
 * the mean one: one pass over the rows.
 */
export async function largestRowNorm(
  store: RowStore,
  scaling: Scaling,
  intercept: boolean,
  meanWeight: number,
): Promise<number> {
  let largest = 0;
  for await (const held of store.blocks())
    largest = Math.max(largest, largestInBlock(held, scaling, intercept, meanWeight));
  return largest;
}

function largestInBlock(
  held: HeldBlock,
  { shift, scale, constant }: Scaling,
  intercept: boolean,
  meanWeight: number,
): number {
  const { rows, part, weight } = held.block;
  const x = held.x();
  const p = shift.length;
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    if (part[row] !== PART.train) continue;
    let norm = intercept ? 1 : 0;
    for (let j = 0; j < p; j++) {
      const value = constant[j] ? 0 : (x[row * p + j]! - shift[j]!) / scale[j]!;
      norm += value * value;
    }
    largest = Math.max(largest, weight ? (norm * weight[row]!) / meanWeight : norm);
  }
  return largest;
}
