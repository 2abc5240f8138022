import type { DesignBlock } from '../data/types.ts';
import { stream } from '../random.ts';
import { countedProgress, type WorkProgress } from '../workReport.ts';

/** A column of the file with all the design columns that come from it: levels move together. */
export interface ColumnGroup {
  readonly name: string;
  readonly columns: readonly number[];
}

export interface ImportanceTask {
  readonly groups: readonly ColumnGroup[];
  /** Rows in memory, and which of their parts is looked at: rows that nothing was trained on, where there are any. */
  readonly blocks: readonly DesignBlock[];
  /** A PART. */
  readonly part: number;
  /** The model's error on the part's rows of a block: lower is better. The block is only valid during the call. */
  readonly error: (rows: DesignBlock) => number | Promise<number>;
  readonly repeats: number;
  readonly seed: number;
}

/** How much worse the model becomes when a column's cells are shuffled among the rows. */
export interface Importance {
  readonly name: string;
  /** Mean and standard deviation (n − 1) over the repeats of error(shuffled) − error. The sd of one repeat is null. */
  readonly mean: number;
  readonly deviation: number | null;
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019): the error that a column's shuffling adds. Each
 * column and repeat has a random stream of its own, so that one column's importance depends on no other's. Yields
 * before each shuffle.
 */
export async function* permutationImportance(
  task: ImportanceTask,
): AsyncGenerator<WorkProgress, { readonly error: number; readonly importance: Importance[] }> {
  const rows = rowsOf(task.blocks, task.part);
  const error = await task.error(rows);
  const importance: Importance[] = [];
  const total = task.groups.length * task.repeats;
  for (const [at, group] of task.groups.entries()) {
    const added: number[] = [];
    for (let repeat = 0; repeat < task.repeats; repeat++) {
      yield countedProgress('shuffle', at * task.repeats + repeat, total);
      const order = stream(task.seed, `permutation ${repeat} ${group.name}`).shuffle(
        Uint32Array.from({ length: rows.rows }, (_, row) => row),
      );
      added.push((await task.error(shuffled(rows, group.columns, order))) - error);
    }
    importance.push({ name: group.name, ...summaryOf(added) });
  }
  return { error, importance };
}

function summaryOf(values: readonly number[]): { mean: number; deviation: number | null } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null };
}

/** The part's rows of all blocks as one block. */
function rowsOf(blocks: readonly DesignBlock[], part: number): DesignBlock {
  const rows = blocks.reduce((sum, block) => sum + chosen(block, part), 0);
  const [first] = blocks;
  const p = first && first.rows > 0 ? first.x.length / first.rows : 0;
  const k = first && first.rows > 0 ? first.y.length / first.rows : 0;
  const weighted = blocks.some((block) => block.weight);
  const x = new Float64Array(rows * p);
  const y = new Float64Array(rows * k);
  const weight = weighted ? new Float64Array(rows).fill(1) : null;
  let to = 0;
  for (const block of blocks) {
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== part) continue;
      x.set(block.x.subarray(row * p, (row + 1) * p), to * p);
      y.set(block.y.subarray(row * k, (row + 1) * k), to * k);
      if (weight && block.weight) weight[to] = block.weight[row]!;
      to++;
    }
  }
  return { rows, x, y, part: new Uint8Array(rows).fill(part), ...(weight ? { weight } : {}) };
}

function chosen({ part, rows }: DesignBlock, wanted: number): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (part[row] === wanted) count++;
  return count;
}

/** The rows with these columns' cells taken from other rows: all from the same one. */
function shuffled(block: DesignBlock, columns: readonly number[], order: Uint32Array): DesignBlock {
  const p = block.x.length / block.rows;
  const x = block.x.slice();
  for (let row = 0; row < block.rows; row++) {
    const from = order[row]! * p;
    for (const column of columns) x[row * p + column] = block.x[from + column]!;
  }
  return { ...block, x };
}
