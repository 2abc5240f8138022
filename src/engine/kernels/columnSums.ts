import type { NumberStats } from '../csv/layout.ts';
import { type CellCounts, numberStats, statsOf } from '../csv/numberStats.ts';
import { ValueSet } from '../csv/valueSet.ts';
import type { Kernels } from './loader.ts';
import type { ParsedChunk } from './parseJob.ts';

/** Numbers of a column's record: see assembly/stats.ts. */
const RECORD = 7;
/** Columns that the kernel takes at once. */
const GROUP = 4;
/** Magnitudes whose squares are surely in the range of doubles; others are left to `numberStats`. */
const LARGE = 2 ** 400;
const SMALL = 2 ** -400;
/** Values of so few rows are left to `numberStats` too. */
const FEW_ROWS = 256;

/** The statistics of a parsed chunk's columns by the kernel: the same bits as `numberStats`. */
export class ColumnSums {
  private readonly records: number;
  private sums = new Float64Array(0);

  constructor(
    private readonly kernels: Kernels,
    private readonly width: number,
  ) {
    this.records = kernels.heap.allocate(GROUP * RECORD * 8);
  }

  /** Goes through the numeric columns of a chunk. */
  run(parsed: ParsedChunk): void {
    const { functions, heap } = this.kernels;
    const numeric = [...parsed.columns.keys()].filter(
      (column) => parsed.columns[column] instanceof Float64Array,
    );
    const sums = heap.doubles(this.records, GROUP * RECORD);
    const records = new Float64Array(this.width * RECORD);
    for (let first = 0; first < numeric.length; first += GROUP) {
      const group = numeric.slice(first, first + GROUP);
      const [a = 0, b = a, c = a, d = a] = group.map((column) => parsed.address(column));
      functions.columnStats(a, b, c, d, parsed.rows, this.records);
      group.forEach((column, at) => {
        records.set(sums.subarray(at * RECORD, (at + 1) * RECORD), column * RECORD);
      });
    }
    this.sums = records;
  }

  /** A column's statistics; `values` are its cells. */
  stats(values: Float64Array, column: number, counts: CellCounts, countDistinct: boolean): NumberStats {
    // Read one by one: destructuring iterates, and leaves garbage for every column of every chunk.
    const { sums } = this;
    const at = column * RECORD;
    const [count, sum, min, max] = [sums[at]!, sums[at + 1]!, sums[at + 2]!, sums[at + 3]!];
    const [deviations, squares, broken] = [sums[at + 4]!, sums[at + 5]!, sums[at + 6]!];
    const magnitude = Math.max(-min, max);
    const ordinary = magnitude < LARGE && magnitude > SMALL && values.length > FEW_ROWS;
    if (!ordinary) return numberStats(values, counts, countDistinct);
    const constant = min === max;
    const mean = constant ? min : sum / count + deviations / count;
    const m2 = constant ? 0 : Math.max(0, squares - (deviations * deviations) / count);
    const distinct = countDistinct ? distinctValues(values) : null;
    return statsOf(counts, { count, min, max, mean, m2, scale: 1, integer: broken === 0, distinct });
  }

  /** Gives the kernels' memory back. */
  dispose(): void {
    this.kernels.heap.release(this.records);
  }
}

function distinctValues(values: Float64Array): Float64Array | null {
  const seen = new ValueSet();
  seen.addAll(values);
  return seen.full ? null : seen.values();
}
