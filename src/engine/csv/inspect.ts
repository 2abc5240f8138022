import { assume, type HeadReading } from './assume.ts';
import { KIND_SHARE } from './columns.ts';
import { isDate } from './dates.ts';
import { CellKind } from './layout.ts';
import type { ByteSource, ColumnKind, CsvOptions, Dialect } from './types.ts';

/** Rows that are handed out. */
const SAMPLE_ROWS = 5;

/** A column as its first rows make it look: a guess, for pickers. */
export interface ColumnGuess {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
  /** Numeric columns: the range in the head; null for others. */
  readonly min: number | null;
  readonly max: number | null;
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
 * What the head of a file's text says of its form and columns: quick, and only a guess. Throws as `readTable`
 * does for what is no table; a header without rows is told by `rowsSeen: 0`, not by an error.
 */
export async function inspectHead(source: ByteSource, csv: CsvOptions = {}): Promise<HeadInfo> {
  return headInfo(await assume(source, csv));
}

/** What a head that was read tells. */
export function headInfo(reading: HeadReading): HeadInfo {
  const { form, names, samples, layout, complete, rows, ranges } = reading;
  const columns = names.map((name, index) => {
    const sample = samples[index] ?? [];
    const range = ranges[index] ?? null;
    if (layout.kinds[index] === CellKind.number) {
      return {
        index,
        name,
        kind: range ? ('numeric' as const) : ('empty' as const),
        min: range?.min ?? null,
        max: range?.max ?? null,
        sample,
      };
    }
    const dates = sample.filter(isDate).length;
    const kind = dates > 0 && dates >= KIND_SHARE * sample.length ? ('date' as const) : ('category' as const);
    return { index, name, kind, min: null, max: null, sample };
  });
  const shown = form.rows
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => names.map((_, at) => cells[at]?.text.trim() ?? ''));
  return { dialect: form.dialect, names, columns, rows: shown, rowsSeen: rows, complete };
}
