import { KIND_SHARE } from './columns.ts';
import { isDate } from './dates.ts';
import { findForm } from './dialect.ts';
import { guessKinds, sampleCells } from './guess.ts';
import { readHead } from './head.ts';
import { CellKind } from './layout.ts';
import { MissingTokens, numericTokens, textTokens } from './missing.ts';
import { numberIn } from './numbers.ts';
import type { Row } from './tokenizer.ts';
import type { ByteSource, ColumnKind, CsvOptions, Dialect } from './types.ts';

/** Bytes of text that are read, and rows that are handed out. */
const INSPECT_BYTES = 1 << 18;
const SAMPLE_ROWS = 5;

/** A column as its first rows make it look: a guess, for pickers. */
export interface ColumnGuess {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
  /** Numeric columns: the range in the head; null for others. */
  readonly min: number | null;
  readonly max: number | null;
  /** Distinct values in the head. */
  readonly distinct: number;
  /** The first few distinct cells as written. */
  readonly sample: readonly string[];
}

/** What the start of a file tells. */
export interface HeadInfo {
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly columns: readonly ColumnGuess[];
  /** The first data rows as text, each with one cell for every column. */
  readonly rows: readonly (readonly string[])[];
  /** Data rows that were looked at; 0 where the file holds a header alone. */
  readonly rowsSeen: number;
  /** True where the whole file was looked at. */
  readonly complete: boolean;
}

/**
 * What the first 256 KiB of a file's text say of its form and columns: quick, and only a guess. Throws as `readTable`
 * does for what is no table; a header without rows is told by `rowsSeen: 0`, not by an error.
 */
export async function inspectHead(source: ByteSource, csv: CsvOptions = {}): Promise<HeadInfo> {
  const head = await readHead(source, csv, INSPECT_BYTES);
  const { dialect, names, rows } = findForm(head, csv, source.name);
  const kinds = guessKinds(rows, names.length, dialect.decimal, csv.missingTokens);
  const samples = sampleCells(rows, names.length, csv.missingTokens);
  const columns = names.map((name, index) => ({
    index,
    name,
    sample: samples[index] ?? [],
    ...summary(rows, index, kinds[index] ?? CellKind.number, dialect.decimal, csv.missingTokens),
  }));
  const shown = rows
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => names.map((_, index) => cells[index]?.text.trim() ?? ''));
  return { dialect, names, columns, rows: shown, rowsSeen: rows.length, complete: head.complete };
}

function summary(
  rows: readonly Row[],
  column: number,
  kind: CellKind,
  decimal: '.' | ',',
  given: readonly string[] | null | undefined,
): Pick<ColumnGuess, 'kind' | 'min' | 'max' | 'distinct'> {
  const missing = new MissingTokens(kind === CellKind.number ? numericTokens(given) : textTokens(given));
  const cells = rows.map((row) => row.cells[column]?.text.trim() ?? '').filter((text) => !missing.has(text));
  const distinct = new Set(cells).size;
  if (cells.length === 0) return { kind: 'empty', min: null, max: null, distinct };
  if (kind === CellKind.text) {
    const dates = cells.filter(isDate).length;
    return { kind: dates >= KIND_SHARE * cells.length ? 'date' : 'category', min: null, max: null, distinct };
  }
  let [min, max] = [Infinity, -Infinity];
  for (const cell of cells) {
    const value = numberIn(cell, decimal);
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return min <= max
    ? { kind: 'numeric', min, max, distinct }
    : { kind: 'empty', min: null, max: null, distinct };
}
