import { KIND_SHARE } from './columns.ts';
import { CellKind } from './layout.ts';
import { MissingTokens, numericTokens, textTokens } from './missing.ts';
import { isNonFiniteWord, numberIn } from './numbers.ts';
import type { Row } from './tokenizer.ts';

/** Cells shown of a column, and rows looked at for them. */
const SAMPLE_CELLS = 5;

/** The kind of each column by the head's rows: numbers where at least 90 % of the cells with a value are. */
export function guessKinds(
  rows: readonly Row[],
  width: number,
  decimal: '.' | ',',
  given: readonly string[] | null | undefined,
): CellKind[] {
  const missing = new MissingTokens(numericTokens(given));
  return Array.from({ length: width }, (_, column) => {
    let numbers = 0;
    let others = 0;
    for (const { cells } of rows) {
      const text = cells[column]?.text.trim() ?? '';
      if (missing.has(text) || text.includes('\0')) continue;
      const value = numberIn(text, decimal);
      if (Number.isFinite(value)) numbers++;
      else if (Number.isNaN(value) && !isNonFiniteWord(text)) others++;
    }
    return others > 0 && numbers < KIND_SHARE * (numbers + others) ? CellKind.text : CellKind.number;
  });
}

/** The first few distinct cells of each column that have a value, as written. */
export function sampleCells(
  rows: readonly Row[],
  width: number,
  given: readonly string[] | null | undefined,
): string[][] {
  const missing = new MissingTokens(textTokens(given));
  return Array.from({ length: width }, (_, column) => {
    const sample = new Set<string>();
    for (const { cells } of rows) {
      const text = cells[column]?.text.trim() ?? '';
      if (!missing.has(text)) sample.add(text);
      if (sample.size === SAMPLE_CELLS) break;
    }
    return [...sample];
  });
}
