import type { Column, ColumnBlock, Table } from '../csv/types.ts';
import { classCodes, classReader } from '../data/classes.ts';
import { logarithm } from '../kernels/exponential.ts';
import type { PredictedClasses } from './predictTable.ts';

/** How good predictions of numbers are, over the rows that have the target. */
export interface JudgedNumbers {
  readonly rows: number;
  readonly mse: number;
  readonly r2: number | null;
}

/** How good predictions of classes are. */
export interface JudgedClasses {
  readonly rows: number;
  readonly accuracy: number;
  /** Null where the model tells no probabilities. */
  readonly logLoss: number | null;
}

/** Predictions of numbers held against the target's column; null where no row has both. */
export async function judgeNumbers(
  table: Table,
  { index }: Column,
  predicted: Float64Array,
): Promise<JudgedNumbers | null> {
  let rows = 0;
  let squares = 0;
  let mean = 0;
  let spread = 0;
  for await (const { columns, firstRow, rows: count } of table.blocks()) {
    const cells = columns[index] as Float64Array;
    for (let row = 0; row < count; row++) {
      const y = cells[row]!;
      const error = y - predicted[firstRow + row]!;
      if (Number.isNaN(error)) continue;
      rows++;
      squares += error * error;
      const before = y - mean;
      mean += before / rows;
      spread += before * (y - mean);
    }
  }
  if (rows === 0) return null;
  return { rows, mse: squares / rows, r2: spread > 0 ? 1 - squares / spread : null };
}

/** Predictions of classes held against the target's column; null where no row has both. */
export async function judgeClasses(
  table: Table,
  target: Column,
  { names, of, probabilities }: PredictedClasses,
): Promise<JudgedClasses | null> {
  const codes = classCodes(target, names);
  let rows = 0;
  let right = 0;
  let loss = 0;
  for await (const block of table.blocks()) {
    const classOf = classReader(codes, cellsOf(block, target));
    for (let row = 0; row < block.rows; row++) {
      const at = block.firstRow + row;
      const own = classOf(row);
      if (own < 0 || of[at]! < 0) continue;
      rows++;
      if (of[at] === own) right++;
      if (probabilities) loss -= logarithm(Math.max(Number.MIN_VALUE, probabilities[own]!.values[at]!));
    }
  }
  if (rows === 0) return null;
  return { rows, accuracy: right / rows, logLoss: probabilities ? loss / rows : null };
}

function cellsOf({ columns }: ColumnBlock, { index }: Column): Float64Array | Int32Array | null {
  return columns[index] ?? null;
}
