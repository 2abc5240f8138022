import { isDate } from './dates.ts';
import { isNumber, usualWidth } from './sniff.ts';
import type { Row } from './tokenizer.ts';

/** At most so many rows before the header are taken for a title or note. */
const MOST_TITLES = 20;

/** How many leading rows are a title or note: other widths than the table's, or one filled cell in a row of many. */
export function titleRows(rows: readonly Row[]): number {
  const { width, share } = usualWidth(rows.slice(1));
  if (width < 2 || share < 0.5) return 0;
  const limit = Math.min(rows.length - 1, MOST_TITLES);
  let titles = 0;
  for (let index = 0; index < limit; index++) {
    const row = rows[index] as Row;
    if (looksLikeTitle(row, width)) titles = index + 1;
    else if (row.cells.length === width) break;
  }
  return titles;
}

/**
 * True where the first row names columns: it holds text, and no number or date stands over a column of such. Years
 * over numbers (1990, 1991 …) may be names beside text.
 */
export function hasHeader(first: Row, below: readonly Row[], decimal: '.' | ','): boolean {
  const cells = first.cells.map(({ text }) => text.trim());
  const values = cells.filter((text) => text !== '' && isValue(text, decimal));
  const words = cells.filter((text) => text !== '' && !isValue(text, decimal));
  if (words.length === 0) return false;
  if (values.length === 0) return !repeats(first, below);
  return values.length > 1 && areYears(values) && below.length > 0;
}

/** The columns' names: trimmed, unique, `column_N` where empty. `given` may be shorter than `width`. */
export function columnNames(given: readonly string[], width: number): string[] {
  const clean = Array.from({ length: width }, (_, index) => cleanName(given[index] ?? ''));
  const taken = new Set(clean);
  const used = new Set<string>();
  return clean.map((name, index) => {
    const wanted = name === '' ? `column_${index + 1}` : name;
    let unique = wanted;
    for (let number = 2; used.has(unique) || (unique !== name && taken.has(unique)); number++) {
      unique = `${wanted}_${number}`;
    }
    used.add(unique);
    return unique;
  });
}

/** A header cell without white space around it, byte-order marks and zero-width characters. */
export function cleanName(text: string): string {
  return text.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').trim();
}

function looksLikeTitle({ cells }: Row, width: number): boolean {
  const filled = cells.filter(({ text }) => text.trim() !== '').length;
  if (cells.length < width)
    return cells.length === 1 || filled <= 1 || cells[0]?.text.startsWith('#') === true;
  return cells.length === width && width > 2 && filled === 1 && cells[0]?.text.trim() !== '';
}

function isValue(text: string, decimal: '.' | ','): boolean {
  return isNumber(text, decimal) || isDate(text);
}

/** A first row of text alone whose every cell stands again below it is data. */
function repeats(first: Row, below: readonly Row[]): boolean {
  if (below.length < 3) return false;
  return first.cells.every(({ text }, index) =>
    below.some(({ cells }) => cells[index]?.text === text && text !== ''),
  );
}

function areYears(values: readonly string[]): boolean {
  const years = values.map(Number);
  return years.every((year, index) => {
    const before = years[index - 1];
    return Number.isInteger(year) && year >= 1500 && year <= 2200 && (before === undefined || year > before);
  });
}
