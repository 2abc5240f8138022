import type { Column, ColumnBlock, Table } from '../csv/types.ts';
import { throwIfAborted } from '../errors.ts';
import { type ClassCodes, classReader } from './classes.ts';
import { type DateViews, viewBlock } from './expand/index.ts';
import type { PartAssigner } from './split.ts';
import { type DesignColumn, PART } from './types.ts';
import type { RowWeighting } from './weights.ts';

/** What stands in for a missing cell, by the file's column index: a number, or a level's code. NaN: nothing does. */
export type Fill = ReadonlyMap<number, number>;

/** Which rows are used and to which part each belongs, in one block of the file. */
export interface BlockUse {
  readonly block: ColumnBlock;
  /** A {@link PART} a row, `UNUSED` where the row is dropped. */
  readonly part: Uint8Array;
  readonly used: number;
  /** The fold of each training row, −1 for other rows; null where there are no folds. */
  readonly fold: Int32Array | null;
}

/** Marks rows that are dropped for a missing value; excluded rows are used rows of no part. */
export const UNUSED = 254;

/** Which columns of a block matter, and how: what a {@link DesignPlan} says, or a chunk's own view of it. */
export interface RowShape {
  readonly targets: readonly Pick<Column, 'index' | 'missing' | 'bad'>[];
  readonly sources: readonly Pick<Column, 'index' | 'missing' | 'bad'>[];
  readonly columns: readonly DesignColumn[];
  readonly dates: DateViews | null;
  readonly logTarget: boolean;
  /** How the target's cells are classes; null where targets are numbers. */
  readonly classCodes: ClassCodes | null;
  readonly weighting: RowWeighting | null;
  readonly split: Pick<Column, 'index' | 'levels'> | null;
  readonly validation: Pick<Column, 'index' | 'levels'> | null;
}

/** Goes through the rows of a table once, saying of each block which rows are used. */
export async function* useRows(
  table: Table,
  plan: RowShape,
  assigner: PartAssigner,
  fill: Fill,
  signal?: AbortSignal,
): AsyncGenerator<BlockUse> {
  let index = 0;
  for await (const block of table.blocks(signal)) {
    throwIfAborted(signal);
    const use = useBlock(viewBlock(block, plan.dates), plan, assigner, fill, index);
    index += use.used;
    yield use;
  }
}

/** Says which rows of a block are used. @param start used rows before the block */
export function useBlock(
  block: ColumnBlock,
  shape: RowShape,
  assigner: PartAssigner,
  fill: Fill,
  start: number,
): BlockUse {
  const part = new Uint8Array(block.rows);
  markMissing(part, block, shape, fill);
  const splitCell = cellReader(shape.split, block);
  const validationCell = cellReader(shape.validation, block);
  const { classCodes } = shape;
  const classOf = classCodes && classReader(classCodes, block.columns[classCodes.index]);
  const { folds } = assigner;
  const fold = folds && new Int32Array(block.rows).fill(-1);
  let index = start;
  for (let row = 0; row < block.rows; row++) {
    if (part[row] === UNUSED) continue;
    part[row] = assigner.partOf(index, splitCell(row), validationCell(row));
    // It is counted all the same: whether a class is trained must not send other rows elsewhere.
    if (classOf && classOf(row) < 0) part[row] = PART.excluded;
    if (folds && part[row] === PART.train) fold![row] = folds.foldOf(index);
    index++;
  }
  return { block, part, used: index - start, fold };
}

/** Used rows of a block, whatever their part. */
export function countUsed(block: ColumnBlock, shape: RowShape, fill: Fill): number {
  if (gapped(shape, fill).length === 0 && !shape.weighting?.column) return block.rows;
  const part = new Uint8Array(block.rows);
  markMissing(part, block, shape, fill);
  let count = 0;
  for (let row = 0; row < part.length; row++) if (part[row] !== UNUSED) count++;
  return count;
}

/** Writes UNUSED where a target is missing, or a feature for which nothing stands in. */
function markMissing(part: Uint8Array, block: ColumnBlock, shape: RowShape, fill: Fill): void {
  if (shape.weighting?.column) markColumn(part, block.columns[shape.weighting.column.index]);
  for (const column of gapped(shape, fill)) markColumn(part, block.columns[column.index]);
}

/** Targets with missing cells, and features with some for which nothing stands in. */
function gapped({ targets, sources }: RowShape, fill: Fill): Pick<Column, 'index'>[] {
  const gaps = ({ missing, bad }: Pick<Column, 'missing' | 'bad'>) => missing + bad > 0;
  return [...targets.filter(gaps), ...sources.filter((column) => gaps(column) && !fill.has(column.index))];
}

function markColumn(part: Uint8Array, cells: Float64Array | Int32Array | null | undefined): void {
  if (!cells) return;
  if (cells instanceof Int32Array) {
    for (let row = 0; row < part.length; row++) if (cells[row]! < 0) part[row] = UNUSED;
    return;
  }
  for (let row = 0; row < part.length; row++) if (Number.isNaN(cells[row])) part[row] = UNUSED;
}

/** The text of a row's cell in a category column; a numeric column's number as text; null where missing. */
function cellReader(
  column: Pick<Column, 'index' | 'levels'> | null,
  block: ColumnBlock,
): (row: number) => string | null {
  const cells = column ? block.columns[column.index] : null;
  if (!column || !cells) return () => null;
  if (cells instanceof Int32Array) return (row) => column.levels[cells[row]!] ?? null;
  return (row) => (Number.isNaN(cells[row]!) ? null : String(cells[row]));
}
