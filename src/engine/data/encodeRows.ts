import type { ColumnBlock } from '../csv/types.ts';
import { classReader } from './classes.ts';
import { deriveColumns } from './expand/derive.ts';
import { type BlockUse, type Fill, type RowShape, UNUSED } from './rows.ts';
import { targetTransform } from './targetTransform.ts';
import { type CodedBlock, type CodedColumn, type DesignBlock, type DesignColumn, PART } from './types.ts';
import { type BlockWeights, rowWeights } from './weights.ts';

/** Gives an array for so many numbers, whatever it holds. */
export type Room = (length: number) => Float64Array;

/**
 * The used rows of a block as rows of the design matrix, in original units; excluded rows are left away.
 * @param room where the design matrix is to stand; new memory where absent
 */
export function encodeBlock(use: BlockUse, plan: RowShape, fill: Fill, room?: Room): DesignBlock {
  const rows = rowNumbers(use.part);
  const p = plan.columns.length;
  const k = plan.targets.length;
  const x = room ? room(rows.length * p) : new Float64Array(rows.length * p);
  const y = new Float64Array(rows.length * k);
  plan.columns.forEach((column, j) => {
    if (!column.of) encodeColumn(x, p, j, rows, use.block.columns[column.source] ?? null, column, fill);
  });
  deriveColumns(x, plan.columns);
  gatherTargets(y, use.block, plan, rows);
  const part = gatherBytes(use.part, rows);
  return { rows: rows.length, x, y, part, ...weighed(plan, use.block, rows, y, part), ...folded(use, rows) };
}

/** The same rows with each text column as its codes, for folds to which 0 and 1 are a column to skip or to take. */
export function codeBlock(use: BlockUse, plan: RowShape, fill: Fill): CodedBlock {
  if (plan.columns.some(({ kind }) => kind !== 'numeric' && kind !== 'level'))
    return asNumbers(encodeBlock(use, plan, fill));
  const rows = rowNumbers(use.part);
  const y = new Float64Array(rows.length * plan.targets.length);
  gatherTargets(y, use.block, plan, rows);
  const columns: CodedColumn[] = [];
  for (let j = 0; j < plan.columns.length; ) {
    const first = j++;
    const column = plan.columns[first]!;
    const cells = use.block.columns[column.source] ?? null;
    if (column.kind === 'level' && cells instanceof Int32Array) {
      while (plan.columns[j]?.kind === 'level' && plan.columns[j]!.source === column.source) j++;
      const codes = gatherCodes(cells, rows, fill.get(column.source) ?? Number.NaN);
      columns.push({ codes, places: placesOf(plan.columns, first, j) });
      continue;
    }
    const values = new Float64Array(rows.length);
    encodeColumn(values, 1, 0, rows, cells, column, fill);
    columns.push({ place: first, values });
  }
  const part = gatherBytes(use.part, rows);
  return {
    rows: rows.length,
    columns,
    y,
    part,
    ...weighed(plan, use.block, rows, y, part),
    ...folded(use, rows),
  };
}

/** A block column by column, none as codes. */
function asNumbers({ x, ...block }: DesignBlock): CodedBlock {
  const p = block.rows === 0 ? 0 : x.length / block.rows;
  const columns = Array.from({ length: p }, (_, place) => {
    const values = Float64Array.from({ length: block.rows }, (_, row) => x[row * p + place]!);
    return { place, values };
  });
  return { ...block, columns };
}

/** The weights of rows, where they do not all count once. */
function weighed(
  { weighting }: RowShape,
  block: ColumnBlock,
  rows: Int32Array,
  y: Float64Array,
  part: Uint8Array,
): BlockWeights {
  return weighting ? rowWeights(weighting, block, rows, y, part) : {};
}

/** The folds of rows, where there are any. */
function folded({ fold }: BlockUse, rows: Int32Array): { fold?: Int32Array } {
  return fold ? { fold: Int32Array.from(rows, (row) => fold[row]!) } : {};
}

/** The design column of each code of a text column, −1 where there is none. */
function placesOf(columns: readonly DesignColumn[], first: number, end: number): Int32Array {
  const codes = columns.slice(first, end).map((column) => column.code!);
  const places = new Int32Array(Math.max(...codes) + 1).fill(-1);
  codes.forEach((code, at) => {
    places[code] = first + at;
  });
  return places;
}

function gatherTargets(
  y: Float64Array,
  { columns }: ColumnBlock,
  { targets, classCodes, logTarget }: RowShape,
  rows: Int32Array,
): void {
  if (classCodes) {
    const classOf = classReader(classCodes, columns[classCodes.index]);
    for (let i = 0; i < rows.length; i++) y[i] = classOf(rows[i]!);
    return;
  }
  const k = targets.length;
  targets.forEach(({ index }, t) => {
    const cells = columns[index] as Float64Array;
    for (let i = 0, at = t; i < rows.length; i++, at += k) y[at] = cells[rows[i]!]!;
  });
  if (!logTarget) return;
  const { forward } = targetTransform({ targetTransform: 'log1p' });
  for (let at = 0; at < y.length; at++) y[at] = forward(y[at]!);
}

function gatherBytes(bytes: Uint8Array, rows: Int32Array): Uint8Array {
  const result = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) result[i] = bytes[rows[i]!]!;
  return result;
}

function gatherCodes(cells: Int32Array, rows: Int32Array, instead: number): Int32Array {
  const codes = new Int32Array(rows.length);
  const filler = Number.isNaN(instead) ? -1 : instead;
  for (let i = 0; i < rows.length; i++) {
    const code = cells[rows[i]!]!;
    codes[i] = code < 0 ? filler : code;
  }
  return codes;
}

function rowNumbers(part: Uint8Array): Int32Array {
  const rows = new Int32Array(part.length);
  let count = 0;
  for (let row = 0; row < part.length; row++) {
    if (part[row] !== UNUSED && part[row] !== PART.excluded) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function encodeColumn(
  x: Float64Array,
  p: number,
  j: number,
  rows: Int32Array,
  cells: Float64Array | Int32Array | null,
  column: DesignColumn,
  fill: Fill,
): void {
  if (!cells) {
    for (let i = 0; i < rows.length; i++) x[i * p + j] = 0;
    return;
  }
  if (column.kind === 'missing') {
    const values = cells as Float64Array;
    for (let i = 0; i < rows.length; i++) x[i * p + j] = Number.isNaN(values[rows[i]!]) ? 1 : 0;
    return;
  }
  const instead = fill.get(column.source) ?? Number.NaN;
  if (cells instanceof Int32Array) {
    for (let i = 0; i < rows.length; i++) {
      const code = cells[rows[i]!]!;
      x[i * p + j] = (code < 0 ? instead : code) === column.code ? 1 : 0;
    }
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const value = cells[rows[i]!]!;
    x[i * p + j] = Number.isNaN(value) ? instead : value;
  }
}
