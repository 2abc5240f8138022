import { RidgelineError } from '../errors.ts';
import { isLineEnd, QUOTE } from './bytes.ts';
import type { Head } from './head.ts';
import { columnNames, hasHeader, titleRows } from './header.ts';
import { refuseOtherText } from './refuse.ts';
import { headRows, namedDelimiter, sniffDecimal, sniffDelimiter, usualWidth } from './sniff.ts';
import type { Row } from './tokenizer.ts';
import type { CsvOptions, Dialect } from './types.ts';

/** A file's form, and where its data begin. */
export interface Form {
  readonly dialect: Dialect;
  readonly names: readonly string[];
  /** Cells of the header, also those that make no column because nothing stands under them. */
  readonly headerWidth: number;
  /** Byte offset of the first data row in the UTF-8 text, and its 0-based physical line. */
  readonly dataStart: number;
  readonly dataLine: number;
  /** Length of the byte-order mark before the text, in stored bytes. */
  readonly mark: number;
  /** True where the head ends within the first row: more of the file is needed. */
  readonly cut: boolean;
  /** The first data rows. */
  readonly rows: readonly Row[];
}

/**
 * The form of a file from its head, with what the user fixed. Throws `empty-file` or `not-a-csv` where it holds no
 * table, and `bad-spec` for a delimiter that cannot be one.
 */
export function findForm(head: Head, csv: CsvOptions, name: string): Form {
  const given = csv.delimiter ?? null;
  if (given !== null) checkDelimiter(given);
  refuseOtherText(head.text, given?.charCodeAt(0) ?? 0);
  const named = namedDelimiter(head.text);
  const delimiter = given ?? named ?? sniffDelimiter(head.text, head.complete, name);
  const all = headRows(head.text, head.complete, delimiter.charCodeAt(0));
  const titles = named === null ? titleRows(all) : 1 + titleRows(all.slice(1));
  const table = all.slice(titles);
  const decimal = csv.decimal ?? sniffDecimal(table.slice(1), delimiter);
  const first = table[0];
  const header = first ? (csv.header ?? hasHeader(first, table.slice(1), decimal)) : (csv.header ?? true);
  const rows = header ? table.slice(1) : table;
  const titleLines = titles > 0 && first ? first.line - 1 : 0;
  const { gzip, encoding } = head;
  return {
    dialect: { delimiter, encoding, decimal, header, titleLines, gzip },
    ...headings(header ? first : undefined, rows),
    dataStart: first ? (header ? first.next : first.start) : 0,
    mark: head.mark,
    dataLine: first ? (header ? first.nextLine : first.line) - 1 : 0,
    cut: !head.complete && first?.terminated !== true,
    rows,
  };
}

function headings(first: Row | undefined, rows: readonly Row[]): { names: string[]; headerWidth: number } {
  const { width, share } = usualWidth(rows);
  const filled = widestFilled(rows);
  const given = first ? first.cells.map(({ text }) => text) : [];
  if (!first)
    return {
      names: columnNames([], share >= 0.5 ? Math.min(width, Math.max(filled, 1)) : filled),
      headerWidth: width,
    };
  let last = given.length;
  while (last > 1 && given[last - 1]?.trim() === '' && last > filled) last--;
  const wider = share >= 0.9 && filled > last && width > last;
  const named = wider && width === last + 1 && rows.length > 0 ? ['', ...given.slice(0, last)] : given;
  return {
    names: columnNames(named, wider ? Math.min(width, filled) : last),
    headerWidth: Math.max(given.length, last),
  };
}

/** Cells in the widest row, counting up to the last one that is not empty. */
function widestFilled(rows: readonly Row[]): number {
  let widest = 0;
  for (const { cells } of rows) {
    let count = cells.length;
    while (count > widest && cells[count - 1]?.text.trim() === '') count--;
    widest = Math.max(widest, count);
  }
  return widest;
}

function checkDelimiter(delimiter: string): void {
  const byte = delimiter.charCodeAt(0);
  if (delimiter.length === 1 && byte > 0 && byte < 128 && !isLineEnd(byte) && byte !== QUOTE) return;
  throw new RidgelineError(
    'bad-spec',
    'The delimiter must be one ASCII character other than a quote or a line end.',
  );
}
