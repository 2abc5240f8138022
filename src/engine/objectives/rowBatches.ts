import { type DesignBlock, PART } from '../data/types.ts';
import type { HeldBlock } from '../kernels/rowTiles.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import { stream } from '../random.ts';
import type { Batch, BatchSource } from '../solvers/types.ts';
import type { RowStore } from './rowStore.ts';
import { addLoss, evaluated, type RowProblem } from './scoreObjective.ts';

/** The rows of a batch that stand in one block. */
interface Share {
  readonly held: HeldBlock;
  readonly rows: Int32Array;
}

type Summed = Pick<RowProblem, 'predictor' | 'loss' | 'penalty'>;

/**
 * The training rows in batches. Held blocks come in shuffled order; blocks that are read anew come as the file has
 * them, because to seek in it would cost more than the order is worth; rows are shuffled within their block. A batch
 * goes on into the next block where blocks are held, and ends with its block where they are not.
 *
 * @param count training rows
 * @param meanWeight of a training row: a batch's loss is that of its rows over so much for each, which is on average the
 * loss of all rows
 */
export function rowBatches(
  problem: Summed,
  store: RowStore,
  count: number,
  meanWeight: number,
  rowLipschitz: () => number | Promise<number>,
): BatchSource {
  return {
    count,
    rowLipschitz,
    async *epoch(size, seed, epoch) {
      const random = stream(seed, `epoch ${epoch}`);
      const shuffled = (held: HeldBlock) => random.shuffle(trainingRows(held.block));
      if (!store.held) {
        for await (const held of store.blocks()) {
          const rows = shuffled(held);
          for (let at = 0; at < rows.length; at += size)
            yield batchOf(problem, meanWeight, [{ held, rows: rows.subarray(at, at + size) }]);
        }
        return;
      }
      const order = random.shuffle([...store.held]);
      yield* acrossBlocks(problem, meanWeight, order, shuffled, size);
    },
  };
}

function* acrossBlocks(
  problem: Summed,
  meanWeight: number,
  order: readonly HeldBlock[],
  shuffled: (held: HeldBlock) => Int32Array,
  size: number,
): Generator<Batch> {
  let shares: Share[] = [];
  let missing = size;
  for (const held of order) {
    const rows = shuffled(held);
    for (let at = 0; at < rows.length; ) {
      const own = rows.subarray(at, at + missing);
      shares.push({ held, rows: own });
      at += own.length;
      missing -= own.length;
      if (missing > 0) continue;
      yield batchOf(problem, meanWeight, shares);
      shares = [];
      missing = size;
    }
  }
  if (shares.length > 0) yield batchOf(problem, meanWeight, shares);
}

function batchOf(problem: Summed, meanWeight: number, shares: readonly Share[]): Batch {
  const count = shares.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    count,
    evaluate(theta, gradient) {
      const sum = new CompensatedSum();
      gradient.fill(0);
      for (const { held, rows } of shares) addLoss(problem, held, rows, theta, sum, gradient);
      return evaluated(sum.value, count * meanWeight, problem.penalty, theta, gradient);
    },
  };
}

function trainingRows({ part }: DesignBlock): Int32Array {
  const rows = new Int32Array(part.length);
  let count = 0;
  for (let row = 0; row < part.length; row++) if (part[row] === PART.train) rows[count++] = row;
  return rows.subarray(0, count);
}
