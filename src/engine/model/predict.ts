import { numberIn } from '../csv/numbers.ts';
import type { Column } from '../csv/types.ts';
import { daysOf } from '../data/expand/dates.ts';
import { deriveColumns } from '../data/expand/derive.ts';
import { derivations } from './derivations.ts';
import type { ModelColumn } from './modelFile.ts';

/** One row of the design matrix from cells as text, with sentences on what could not be used. */
export interface EncodedRow {
  /** p numbers; NaN where a cell is missing and nothing stands in for it. */
  readonly x: Float64Array;
  readonly notes: string[];
}

/**
 * A row typed by hand or read from another file.
 * @param cells the cell's text by the file's column name; an absent or empty one is missing
 * @param decimal the file's decimal sign; a point is understood too
 */
export function encodeCells(
  columns: readonly ModelColumn[],
  cells: Readonly<Record<string, string>>,
  decimal: '.' | ',',
): EncodedRow {
  const x = new Float64Array(columns.length);
  const notes = new Set<string>();
  const levels = knownLevels(columns);
  const made = derivations(columns);
  const dates = new Map(columns.flatMap((own) => (own.kind === 'date' ? [[own.column, own] as const] : [])));
  columns.forEach((column, j) => {
    if (made[j]!.of) return;
    const text = (Object.hasOwn(cells, column.column) ? cells[column.column]! : '').trim();
    const date = dates.get(column.column);
    const value = date ? daysOf(text, date.dayFirst === true) : typedNumber(text, decimal);
    if (column.kind === 'level') x[j] = levelCell(column, text, levels, notes);
    else if (column.kind === 'missing') x[j] = Number.isFinite(value) ? 0 : 1;
    else x[j] = Number.isFinite(value) ? value : insteadOf(column, text, notes);
  });
  deriveColumns(x, made);
  return { x, notes: [...notes] };
}

function insteadOf(column: ModelColumn, text: string, notes: Set<string>): number {
  const filled = typeof column.fill === 'number';
  const kind = column.kind === 'date' ? 'date' : 'number';
  const what = text === '' ? 'is empty' : `"${text}" is not a ${kind}`;
  notes.add(`${column.column}: ${what}, so ${filled ? 'the fill value' : 'its mean'} was taken.`);
  return typeof column.fill === 'number' ? column.fill : column.mean;
}

/** NaN of no text. */
function typedNumber(text: string, decimal: '.' | ','): number {
  if (text === '') return Number.NaN;
  const value = numberIn(text, decimal);
  return Number.isNaN(value) && decimal === ',' ? numberIn(text, '.') : value;
}

function levelCell(
  column: ModelColumn,
  text: string,
  levels: ReadonlyMap<string, ReadonlySet<string>>,
  notes: Set<string>,
): number {
  if (text === '' && typeof column.fill === 'string') return column.level === column.fill ? 1 : 0;
  if (!levels.get(column.column)?.has(text)) {
    const what = text === '' ? 'is empty' : `"${text}" was not seen in training`;
    notes.add(`${column.column}: ${what}, so none of its levels counts.`);
  }
  return column.level === text ? 1 : 0;
}

function knownLevels(columns: readonly ModelColumn[]): Map<string, Set<string>> {
  const levels = new Map<string, Set<string>>();
  for (const column of columns) {
    if (column.kind !== 'level') continue;
    const own = levels.get(column.column) ?? new Set();
    own.add(column.level!);
    if (column.baseline !== undefined) own.add(column.baseline);
    levels.set(column.column, own);
  }
  return levels;
}

/** What a column's missing cells are filled with, as it stands in the model file. */
export function fillOf(column: Column, fill: number | undefined): number | string | null {
  if (fill === undefined || Number.isNaN(fill)) return null;
  return column.kind === 'numeric' ? fill : (column.levels[fill] ?? null);
}
