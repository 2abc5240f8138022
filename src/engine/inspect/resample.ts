import { PartFold } from '../data/partMoments.ts';
import type { PreparedData } from '../data/prepare.ts';
import { SharedRows } from '../data/sharedRows.ts';
import { type DesignBlock, PART } from '../data/types.ts';

/**
 * The same data with training rows that count so many times more, as if they stood that often in the file: moments,
 * and with them the scaling, are taken anew. Other parts are left away.
 * @param blocks all rows; not changed
 * @param times a factor for each training row, in their order
 */
export function resample(
  data: PreparedData,
  blocks: readonly DesignBlock[],
  times: Float64Array,
): PreparedData {
  let next = 0;
  const weighted = blocks.map((block): DesignBlock => {
    const weight = new Float64Array(block.rows);
    const part = new Uint8Array(block.rows).fill(PART.excluded);
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== PART.train) continue;
      weight[row] = (block.weight ? block.weight[row]! : 1) * times[next++]!;
      part[row] = PART.train;
    }
    return { ...block, weight, part };
  });
  const fold = new PartFold(data.plan, false);
  for (const block of weighted) fold.add(block);
  const { moments } = fold.finish();
  async function* rows() {
    yield* weighted;
  }
  return {
    ...data,
    moments,
    kept: null,
    weights: { train: moments.train.count, validation: 0, test: 0 },
    counts: { ...data.counts, validation: 0, test: 0 },
    shared: new SharedRows(rows, data.shared.machine),
    rows,
    async *codedRows() {},
  };
}
