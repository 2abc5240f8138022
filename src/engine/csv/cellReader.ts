import { decodeText, isLineEnd, trimEnd, trimStart } from './bytes.ts';
import { type Field, fieldBytes, newField, scanField } from './field.ts';
import { CellKind, type Layout, type TextStats } from './layout.ts';
import { hashBytes } from './levels.ts';
import { MissingTokens } from './missing.ts';
import type { CellCounts } from './numberStats.ts';
import { isNonFiniteWord, LONGEST_WORD, parseNumber } from './numbers.ts';
import { ProblemMarks, shown } from './problems.ts';
import { hasNul, isDecodable, NO_VALUE, NUL_CELL, TextColumn } from './textColumn.ts';

/** Everything about cells that is not the common case, and the counts and problems of the chunk being read. */
export class CellReader {
  /** Offset of the delimiter or line end after the cell last read. */
  next = 0;
  /** Line ends inside quotes. */
  newlines = 0;
  widest = 0;
  marks = new ProblemMarks();
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  private texts: (TextColumn | null)[] = [];
  private readonly missing: Int32Array;
  private readonly bad: Int32Array;
  private readonly notFinite: Int32Array;
  private readonly field: Field = newField();
  private readonly textTokens: MissingTokens;
  private readonly numberTokens: MissingTokens;

  constructor(private readonly layout: Layout) {
    const width = layout.kinds.length;
    this.missing = new Int32Array(width);
    this.bad = new Int32Array(width);
    this.notFinite = new Int32Array(width);
    this.textTokens = new MissingTokens(layout.textMissing);
    this.numberTokens = new MissingTokens(layout.numberMissing);
  }

  /** Starts a chunk, forgetting the one before. */
  begin(bytes: Uint8Array, end: number): void {
    this.bytes = bytes;
    this.end = end;
    this.newlines = 0;
    this.widest = 0;
    this.marks = new ProblemMarks();
    for (const counts of [this.missing, this.bad, this.notFinite]) counts.fill(0);
    const { kinds, transcoded } = this.layout;
    this.texts = kinds.map((kind) =>
      kind === CellKind.text ? new TextColumn(this.textTokens, transcoded) : null,
    );
  }

  /** The number in the cell at `at`, NaN where there is none; sets `next`. */
  number(at: number, row: number, column: number): number {
    const { field, bytes } = this;
    if (bytes[at] === this.layout.delimiter || isLineEnd(bytes[at])) {
      this.next = at;
      return this.absentNumber(column);
    }
    const content = this.scan(at, row, column);
    const from = trimStart(content, field.start, field.end);
    const to = trimEnd(content, from, field.end);
    if (from === to || this.numberTokens.matches(content, from, to)) return this.absentNumber(column);
    const value = parseNumber(content, from, to, this.layout.decimal);
    if (Number.isFinite(value)) return value;
    return this.noNumber(content, from, to, value, at, row, column);
  }

  /** The code of the quoted cell at `at`; sets `next`. */
  quotedText(at: number, row: number, column: number): number {
    const { field } = this;
    const content = this.scan(at, row, column);
    const hash = hashBytes(content, field.start, field.end);
    const text = this.column(column);
    const code = text.code(content, field.start, field.end, hash, true);
    if (text.undecodable) this.garbled(text, at, this.next, row, column);
    return code === NUL_CELL ? this.nul(at, this.next, row, column) : code;
  }

  /** The code of the unquoted cell in `start..end`. */
  text(start: number, end: number, hash: number, row: number, column: number): number {
    const text = this.column(column);
    const code = text.code(this.bytes, start, end, hash, false);
    if (text.undecodable) this.garbled(text, start, end, row, column);
    return code === NUL_CELL ? this.nul(start, end, row, column) : code;
  }

  /** Counts a numeric cell without a value. */
  absentNumber(column: number): number {
    this.missing[column]++;
    return Number.NaN;
  }

  /** Counts a text cell without a value. */
  absentText(column: number): number {
    return this.column(column).absent();
  }

  /** Notes a row with too few cells. */
  short(start: number, end: number, row: number, cells: number): void {
    this.marks.add('short-row', row, -1, start, end, String(cells));
  }

  /** Reads on past the last column from `at`; notes what is not empty there. The offset of the line end. */
  extra(at: number, row: number, width: number): number {
    const { bytes, field } = this;
    let cells = width;
    let widest = width;
    let from = at;
    for (;;) {
      scanField(bytes, from, this.end, this.layout.delimiter, field);
      this.newlines += field.newlines;
      cells++;
      if (trimStart(bytes, field.start, field.end) < field.end) widest = cells;
      if (isLineEnd(bytes[field.next]) || field.next >= this.end) break;
      from = field.next + 1;
    }
    if (widest > width) this.marks.add('long-row', row, -1, at, field.next, String(cells));
    this.widest = Math.max(this.widest, widest);
    return field.next;
  }

  counts(column: number): CellCounts {
    return { missing: this.missing[column], bad: this.bad[column], notFinite: this.notFinite[column] };
  }

  textStats(column: number): TextStats {
    return this.column(column).result();
  }

  private scan(at: number, row: number, column: number): Uint8Array {
    const { field } = this;
    scanField(this.bytes, at, this.end, this.layout.delimiter, field);
    this.next = field.next;
    this.newlines += field.newlines;
    const { tail } = field;
    const content = fieldBytes(this.bytes, field);
    if (tail) {
      this.marks.add('text-after-quote', row, column, at, this.next, shown(content, field.start, field.end));
    }
    return content;
  }

  private noNumber(
    content: Uint8Array,
    from: number,
    to: number,
    value: number,
    at: number,
    row: number,
    column: number,
  ): number {
    if (hasNul(content, from, to)) return this.absentNumber(column) + this.nul(at, this.next, row, column);
    const short = to - from <= LONGEST_WORD;
    const infinite = !Number.isNaN(value) || (short && isNonFiniteWord(decodeText(content, from, to)));
    (infinite ? this.notFinite : this.bad)[column]++;
    const start = trimStart(this.bytes, at, this.next);
    const end = trimEnd(this.bytes, start, this.next);
    if (!isDecodable(content, from, to, this.layout.transcoded)) {
      this.marks.add('undecodable', row, column, start, end);
    }
    const text = this.marks.full ? '' : shown(content, from, to);
    this.marks.add(infinite ? 'not-finite' : 'bad-number', row, column, start, end, text);
    return Number.NaN;
  }

  private garbled(text: TextColumn, start: number, end: number, row: number, column: number): void {
    text.undecodable = false;
    this.marks.add('undecodable', row, column, start, end);
  }

  private nul(start: number, end: number, row: number, column: number): number {
    this.marks.add('nul-byte', row, column, start, end, '');
    return NO_VALUE;
  }

  private column(index: number): TextColumn {
    const text = this.texts[index];
    if (!text) throw new Error(`Column ${index} holds numbers.`);
    return text;
  }
}
