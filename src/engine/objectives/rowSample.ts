import { PART } from '../data/types.ts';
import type { HeldBlock } from '../kernels/rowTiles.ts';
import type { RowStore } from './rowStore.ts';

/** Some of the training rows of a store, without copies, and the sum of their weights. */
export interface RowSample {
  readonly store: RowStore;
  readonly total: number;
}

/** Each `every`th row of each block that is a training row; null where rows are not held. They stay the store's. */
export function sampleRows({ held }: RowStore, every: number): RowSample | null {
  if (!held) return null;
  let total = 0;
  const blocks = held.map((own): HeldBlock => {
    const { rows, part, weight } = own.block;
    const chosen = new Uint8Array(rows).fill(PART.excluded);
    for (let row = 0; row < rows; row += every) {
      if (part[row] !== PART.train) continue;
      chosen[row] = PART.train;
      total += weight ? weight[row]! : 1;
    }
    return { ...own, block: { ...own.block, part: chosen } };
  });
  return { store: { held: blocks, blocks: () => blocks, release() {} }, total };
}
