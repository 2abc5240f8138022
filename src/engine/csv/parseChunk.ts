import { CR, LF, MINUS, QUOTE, SPACE } from './bytes.ts';
import { CellReader } from './cellReader.ts';
import { LONG_DIGITS, longQuotient, POWERS_OF_TEN } from './decimal.ts';
import { CellKind, type ChunkResult, type Layout } from './layout.ts';
import { HASH_PRIME, HASH_SEED } from './levels.ts';
import { numberStats } from './numberStats.ts';
import { parseNumber } from './numbers.ts';

import { afterLineEnd, skipBlankLine } from './tokenizer.ts';

/**
 * Parses the whole rows in `start..end`, whose last byte is a line end, into columns. Pure: the result depends on
 * these bytes and the layout alone, so chunks may be parsed anywhere and in any order.
 */
export function parseChunk(bytes: Uint8Array, start: number, end: number, layout: Layout): ChunkResult {
  return new ChunkParser(layout).parse(bytes, start, end);
}

/** {@link parseChunk} for many chunks of one layout: keeps what is derived from it and the buffers. Not re-entrant. */
export class ChunkParser {
  private readonly kinds: Uint8Array;
  private readonly cells: CellReader;
  /** Tokens for "no value" that are spelled like a number (-999): such numbers are looked at as text. */
  private readonly missingNumbers: ReadonlySet<number>;
  /** Row capacity of the buffers; column c, row r lies at `c * capacity + r`. */
  private capacity = 0;
  private values = new Float64Array(0);
  private codes = new Int32Array(0);

  /** @param saturated columns whose distinct values no longer need to be counted; a hint that changes no merged result */
  constructor(
    private readonly layout: Layout,
    readonly saturated: Uint8Array<ArrayBufferLike> = new Uint8Array(layout.kinds.length),
  ) {
    this.kinds = Uint8Array.from(layout.kinds);
    this.missingNumbers = missingNumbers(layout);
    this.cells = new CellReader(layout);
  }

  parse(bytes: Uint8Array, start: number, end: number): ChunkResult {
    const { delimiter } = this.layout;
    this.cells.begin(bytes, end);
    if (this.capacity === 0)
      this.grow(Math.max(16, Math.ceil((end - start) / (8 * this.kinds.length + 8))), 0);
    let at = start;
    let row = 0;
    let lines = 0;
    while (at < end) {
      if (bytes[at] <= SPACE && bytes[at] !== delimiter) {
        const after = skipBlankLine(bytes, at, end, delimiter);
        if (after !== at) {
          at = after;
          lines++;
          continue;
        }
      }
      if (row === this.capacity) this.grow(row * 2, row);
      at = afterLineEnd(bytes, this.parseRow(bytes, at, row), end);
      row++;
    }
    return this.result(bytes, start, row, lines + row + this.cells.newlines);
  }

  /** Reads one row into place; the offset of its line end. */
  private parseRow(bytes: Uint8Array, start: number, row: number): number {
    const { kinds, values, codes, cells, capacity, missingNumbers } = this;
    const { delimiter } = this.layout;
    const decimal = this.layout.decimal === delimiter ? -1 : this.layout.decimal;
    const space = delimiter === SPACE ? -1 : SPACE;
    const width = kinds.length;
    let at = start;
    let into = row;
    let column = 0;
    for (; column < width; column++, into += capacity) {
      let byte = bytes[at];
      if (kinds[column] === CellKind.number) {
        let to = at;
        while (byte === space) byte = bytes[++to];
        const quoted = byte === QUOTE && to === at;
        if (quoted) byte = bytes[++to];
        const negative = byte === MINUS;
        if (negative) byte = bytes[++to];
        const from = to;
        let whole = 0;
        let fraction = 0;
        let digit = byte ^ 48;
        while (digit < 10) {
          whole = (whole * 10 + digit) | 0;
          byte = bytes[++to];
          digit = byte ^ 48;
        }
        let digits = to - from;
        if (byte === decimal) {
          const point = ++to;
          byte = bytes[to];
          digit = byte ^ 48;
          while (digit < 10) {
            whole = (whole * 10 + digit) | 0;
            byte = bytes[++to];
            digit = byte ^ 48;
          }
          fraction = to - point;
          digits += fraction;
        }
        const digitsEnd = to;
        if (quoted) {
          if (byte === QUOTE) byte = bytes[++to];
          else digits = 0;
        }
        let value = Number.NaN;
        if (digits > 0 && (byte === delimiter || byte === LF || byte === CR)) {
          if (digits <= 9) value = whole / POWERS_OF_TEN[fraction];
          else if (digits <= LONG_DIGITS) value = longQuotient(bytes, from, digitsEnd, fraction);
        }
        if (negative) value = -value;
        if (!Number.isNaN(value) && !missingNumbers.has(value)) {
          values[into] = value;
          at = to;
        } else {
          values[into] = cells.number(at, row, column);
          at = cells.next;
          byte = bytes[at];
        }
      } else if (byte === QUOTE) {
        codes[into] = cells.quotedText(at, row, column);
        at = cells.next;
        byte = bytes[at];
      } else {
        let hash = HASH_SEED;
        const from = at;
        while (byte !== delimiter && byte !== LF && byte !== CR) {
          hash = Math.imul(hash ^ byte, HASH_PRIME);
          byte = bytes[++at];
        }
        codes[into] = cells.text(from, at, hash, row, column);
      }
      if (byte !== delimiter) break;
      at++;
    }
    if (column === width - 1) return at;
    if (column === width) return cells.extra(at, row, width);
    this.fillMissing(row, column + 1);
    cells.short(start, at, row, column + 1);
    return at;
  }

  private fillMissing(row: number, from: number): void {
    for (let column = from; column < this.kinds.length; column++) {
      const into = column * this.capacity + row;
      if (this.kinds[column] === CellKind.number) this.values[into] = this.cells.absentNumber(column);
      else this.codes[into] = this.cells.absentText(column);
    }
  }

  /** Makes room for more rows, keeping the first `rows`. */
  private grow(capacity: number, rows: number): void {
    const width = this.kinds.length;
    const values = new Float64Array(capacity * width);
    const codes = this.kinds.includes(CellKind.text) ? new Int32Array(capacity * width) : this.codes;
    for (let column = 0; column < width && rows > 0; column++) {
      const from = column * this.capacity;
      values.set(this.values.subarray(from, from + rows), column * capacity);
      if (codes.length > 0) codes.set(this.codes.subarray(from, from + rows), column * capacity);
    }
    this.capacity = capacity;
    this.values = values;
    this.codes = codes;
  }

  private result(bytes: Uint8Array, start: number, rows: number, lines: number): ChunkResult {
    const { cells } = this;
    const columns = this.copied(rows);
    const stats = columns.map((data, column) =>
      data instanceof Float64Array
        ? numberStats(data, cells.counts(column), this.saturated[column] === 0)
        : cells.textStats(column),
    );
    const problems = cells.marks.locate(bytes, start);
    return { rows, lines, columns, stats, problems, problemCounts: cells.marks.counts, widest: cells.widest };
  }

  /** The columns' cells in arrays of their own, of one buffer for numbers and one for codes. */
  private copied(rows: number): (Float64Array | Int32Array)[] {
    const { kinds } = this.layout;
    const texts = kinds.filter((kind) => kind === CellKind.text).length;
    const values = new Float64Array(rows * (kinds.length - texts));
    const codes = new Int32Array(rows * texts);
    let valuesTo = 0;
    let codesTo = 0;
    return kinds.map((kind, column) => {
      const from = column * this.capacity;
      if (kind === CellKind.number) {
        const copy = values.subarray(valuesTo, valuesTo + rows);
        copy.set(this.values.subarray(from, from + rows));
        valuesTo += rows;
        return copy;
      }
      const copy = codes.subarray(codesTo, codesTo + rows);
      copy.set(this.codes.subarray(from, from + rows));
      codesTo += rows;
      return copy;
    });
  }
}

/** The values of the layout's missing tokens that are spelled like numbers. */
export function missingNumbers({ numberMissing, decimal }: Layout): ReadonlySet<number> {
  const values = numberMissing.map((word) => {
    const bytes = new TextEncoder().encode(word);
    return parseNumber(bytes, 0, bytes.length, decimal);
  });
  return new Set(values.filter(Number.isFinite));
}
