import { decodeText } from './bytes.ts';
import { isDate } from './dates.ts';
import { numberIn } from './numbers.ts';
import { type Row, tokenize } from './tokenizer.ts';

const CANDIDATES = [',', ';', '\t', '|'] as const;
/** Bytes and rows of the head that are looked at; of wide rows fewer, once they hold so many cells. */
const SNIFF_BYTES = 1 << 16;
const SNIFF_ROWS = 200;
const FEWEST_ROWS = 50;
const MOST_CELLS = 20_000;

/** The first rows of the head as this delimiter cuts them; a row that the head cuts off is left out. */
export function headRows(text: Uint8Array, complete: boolean, delimiter: number, limit = SNIFF_ROWS): Row[] {
  const rows: Row[] = [];
  let cells = 0;
  for (const row of tokenize(text, 0, text.length, delimiter)) {
    if (row.unclosed || (!row.terminated && !complete && rows.length > 0)) break;
    rows.push(row);
    cells += row.cells.length;
    if (rows.length === limit || (rows.length >= FEWEST_ROWS && cells >= MOST_CELLS)) break;
  }
  return rows;
}

/** The delimiter that a first line `sep=;`, as spreadsheets write it, names; null where there is none. */
export function namedDelimiter(text: Uint8Array): string | null {
  return /^"?sep=([^\r\n"])"?[\r\n]/i.exec(decodeText(text, 0, Math.min(text.length, 10)))?.[1] ?? null;
}

/**
 * The delimiter that cuts the head's rows most evenly; where several do so alike, the one whose cells look most like
 * values, then the one with more columns. A comma where none does.
 */
export function sniffDelimiter(text: Uint8Array, complete: boolean, name: string): string {
  const part = text.subarray(0, SNIFF_BYTES);
  const whole = complete && part.length === text.length;
  const scores = CANDIDATES.filter((delimiter) => part.includes(delimiter.charCodeAt(0)))
    .map((delimiter) => {
      const rows = headRows(part, whole, delimiter.charCodeAt(0));
      return { delimiter, ...score(rows, delimiter, name) };
    })
    .filter(({ width }) => width > 1);
  const evenness = Math.max(0, ...scores.map(({ even }) => even));
  const best = scores
    .filter(({ even }) => even >= evenness - 0.05)
    .sort((a, b) => b.clean - a.clean || b.width - a.width)[0];
  return best?.delimiter ?? ',';
}

/** The most frequent number of cells in a row, the larger where two are alike, and the share of rows that have it. */
export function usualWidth(rows: readonly Row[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [cells, count] of counts) {
    if (count < most || (count === most && cells < width)) continue;
    width = cells;
    most = count;
  }
  return { width, share: rows.length === 0 ? 0 : most / rows.length };
}

/** The decimal mark: a comma only where it is not the delimiter and the numbers need it. */
export function sniffDecimal(rows: readonly Row[], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  let points = 0;
  let commas = 0;
  let either = 0;
  for (const { cells } of rows) {
    for (const { text } of cells) {
      const cell = text.trim();
      if (!/^[+\-\u2212]?[\d.,]*[.,]\d*(?:[eE][+-]?\d+)?$/.test(cell)) continue;
      const [asPoint, asComma] = [isNumber(cell, '.'), isNumber(cell, ',')];
      if (asPoint && asComma) either += cell.includes(',') ? 1 : 0;
      else if (asPoint) points++;
      else if (asComma) commas++;
    }
  }
  if (points === 0 && commas === 0) return either > 0 && delimiter === ';' ? ',' : '.';
  return commas > points ? ',' : '.';
}

/** True where the text alone is a number with this decimal mark. */
export function isNumber(text: string, decimal: '.' | ','): boolean {
  return Number.isFinite(numberIn(text, decimal));
}

function score(
  rows: readonly Row[],
  delimiter: string,
  name: string,
): { even: number; width: number; clean: number } {
  const { width, share } = usualWidth(rows);
  const table = rows.filter(({ cells }) => cells.length === width);
  let clean = 0;
  for (const { cells } of table) for (const cell of cells) if (cell.quoted || isClean(cell.text)) clean++;
  const favoured = delimiter === '\t' && /\.(tsv|tab)(\.gz)?$/i.test(name) ? 0.1 : 0;
  return { even: share + favoured, width, clean: clean / Math.max(1, width * table.length) };
}

/** A cell that is empty, a number, a date or a text without characters that delimit elsewhere. */
function isClean(text: string): boolean {
  const cell = text.trim();
  if (cell === '' || isNumber(cell, '.') || isNumber(cell, ',') || isDate(cell)) return true;
  return !/[,;\t|]/.test(cell) && !cell.includes('"');
}
