import { LF } from '../csv/bytes.ts';
import { CellKind, type Layout } from '../csv/layout.ts';
import type { Kernels } from './loader.ts';

/** 32-bit words of a job and of a column's record: see assembly/parse.ts. */
const JOB_WORDS = 18;
/** The first of its words that are answers. */
const ROWS = 14;
const RECORD_WORDS = 4;
const EVENT_WORDS = 4;
const TOKEN_BYTES = 32;
/** Longer tokens are left to the careful reader. */
const LONGEST_TOKEN = 16;
/** Texts of a column that the kernel knows again; cells of others are looked up one by one. */
const MOST_LEVELS = 2048;
const FEWEST_ROWS = 16;
const FEWEST_EVENTS = 4096;

const MORE_ROWS = 1;
const MORE_EVENTS = 2;

/** What the kernel left to the careful reader: see assembly/parse.ts. */
export const EventKind = { number: 0, text: 1, newText: 2, shortRow: 3, longRow: 4 } as const;

/** The outcome of a chunk, in the kernels' memory: views are valid until the next chunk. */
export interface ParsedChunk {
  readonly rows: number;
  /** Blank lines. */
  readonly lines: number;
  readonly widest: number;
  /** Four words for each event, in the order of the bytes: at, end, row, column · 8 + kind. */
  readonly events: Int32Array;
  /** Where events say the chunk's first byte is. */
  readonly base: number;
  /** Each column's cells; in a text column indices of its distinct texts, -1 where there is none. */
  readonly columns: readonly (Float64Array | Int32Array)[];
  /** Cells without value that are not among the events. */
  missing(column: number): number;
  /** The address of a column's cells. */
  address(column: number): number;
  /** How often each distinct text of a text column was met. */
  textCounts(column: number): Int32Array;
}

/** Cells of an outcome, in a region of the kernels' memory that is theirs. */
export interface HeldCells {
  readonly address: number;
  /** Rows that there is room for, and those that are there. */
  readonly capacity: number;
  readonly rows: number;
}

/** The kernels' memory for chunks of one layout, and the call that fills it. */
export class ParseJob {
  private readonly job: number;
  private readonly records: number;
  private readonly tokens: number;
  private readonly tokenCount: number;
  private input = 0;
  private inputSize = 0;
  /** Where the chunk's first byte is. */
  private base = 0;
  private events = 0;
  private eventCapacity = 0;
  private cells = 0;
  /** Cells of the present capacity that were given back. */
  private spare: number[] = [];
  private capacity = 0;
  private tables = 0;
  private tableSize = 0;
  private mostLevels = 0;
  private texts = 0;

  constructor(
    private readonly kernels: Kernels,
    private readonly layout: Layout,
  ) {
    const { heap } = kernels;
    const tokens = spelledTokens(layout);
    this.job = heap.allocate(JOB_WORDS * 4);
    this.records = heap.allocate(layout.kinds.length * RECORD_WORDS * 4);
    this.tokens = heap.allocate(tokens.length);
    this.tokenCount = tokens.length / TOKEN_BYTES;
    heap.bytes(this.tokens, tokens.length).set(tokens);
    this.growEvents(FEWEST_EVENTS);
  }

  /** The kernels' memory for so many bytes: {@link run} takes them where they lie. */
  room(length: number): Uint8Array {
    this.reserve(length);
    return this.kernels.heap.bytes(this.input, length);
  }

  /** Parses the whole rows in `start..end` of any bytes, or of the room's. */
  run(bytes: Uint8Array, start: number, end: number): ParsedChunk {
    const length = end - start;
    if (this.kernels.heap.owns(bytes)) this.base = bytes.byteOffset + start;
    else this.load(bytes.subarray(start, end));
    this.kernels.heap.bytes(this.base + length, 1)[0] = LF;
    const perRow = 8 * this.layout.kinds.length + 8;
    if (this.capacity === 0) this.growRows(Math.max(FEWEST_ROWS, Math.ceil(length / perRow)));
    else if (this.cells === 0) this.lay();
    for (;;) {
      this.kernels.heap.ints(this.job, JOB_WORDS).set(this.words(length));
      const outcome = this.kernels.functions.parse(this.job);
      if (outcome === MORE_ROWS) this.growRows(this.capacity * 2);
      else if (outcome === MORE_EVENTS) this.growEvents(this.eventCapacity * 4);
      else return this.parsed();
    }
  }

  /** Hands over the cells of the last outcome, which stay until they are given back. */
  take(): HeldCells {
    const [rows = 0] = this.kernels.heap.ints(this.job, JOB_WORDS).subarray(ROWS);
    const held = { address: this.cells, capacity: this.capacity, rows };
    this.cells = 0;
    return held;
  }

  /** The cells, column by column; views are valid until the kernels' memory grows. */
  columnsOf({ address, capacity, rows }: HeldCells): (Float64Array | Int32Array)[] {
    const { heap } = this.kernels;
    let at = address;
    return this.layout.kinds.map((kind) => {
      const cells = kind === CellKind.number ? heap.doubles(at, rows) : heap.ints(at, rows);
      at += capacity * cells.BYTES_PER_ELEMENT;
      return cells;
    });
  }

  /** Takes cells back that were handed over. */
  give({ address, capacity }: HeldCells): void {
    if (capacity === this.capacity) this.spare.push(address);
    else this.kernels.heap.release(address);
  }

  /** Gives all memory back; not to be used after it. */
  dispose(): void {
    const { job, records, tokens, input, events, cells, tables } = this;
    for (const region of [job, records, tokens, input, events, cells, tables, ...this.spare.splice(0)])
      this.kernels.heap.release(region);
  }

  private words(length: number): number[] {
    const { delimiter, kinds } = this.layout;
    const decimal = this.layout.decimal === delimiter ? -1 : this.layout.decimal;
    const blank = delimiter === 32 ? -1 : 32;
    return [
      ...[this.base, this.base + length, delimiter, decimal, blank],
      ...[this.records, kinds.length, this.capacity, this.events, this.eventCapacity],
      ...[this.tokens, this.tokenCount, this.mostLevels * 2, this.mostLevels, 0, 0, 0, 0],
    ];
  }

  private load(bytes: Uint8Array): void {
    this.room(bytes.length).set(bytes);
    this.base = this.input;
  }

  /** Makes room for so many bytes and the line end after them. */
  private reserve(length: number): void {
    const { heap } = this.kernels;
    if (length + 1 <= this.inputSize) return;
    heap.release(this.input);
    this.inputSize = length + (length >> 3) + 1;
    this.input = heap.allocate(this.inputSize);
  }

  private growEvents(capacity: number): void {
    const { heap } = this.kernels;
    heap.release(this.events);
    this.events = heap.allocate(capacity * EVENT_WORDS * 4);
    this.eventCapacity = capacity;
  }

  /** Lays the columns out for so many rows. */
  private growRows(rows: number): void {
    const { heap, functions } = this.kernels;
    const { kinds } = this.layout;
    this.texts = kinds.filter((kind) => kind === CellKind.text).length;
    for (const region of [this.cells, ...this.spare.splice(0)]) heap.release(region);
    heap.release(this.tables);
    this.capacity = rows + (rows & 1);
    this.mostLevels = Math.min(MOST_LEVELS, 2 ** Math.ceil(Math.log2(rows)));
    this.tableSize = functions.tableBytes(this.mostLevels * 2, this.mostLevels);
    this.tables = heap.allocate(this.tableSize * this.texts);
    this.lay();
  }

  /** Points the columns' records at cells that nobody holds, and at their tables. */
  private lay(): void {
    const { heap } = this.kernels;
    const { kinds } = this.layout;
    this.cells = this.spare.pop() ?? heap.allocate(this.capacity * (8 * kinds.length - 4 * this.texts));
    const records = heap.ints(this.records, kinds.length * RECORD_WORDS);
    let cells = this.cells;
    let table = this.tables;
    kinds.forEach((kind, column) => {
      const isText = kind === CellKind.text;
      records.set([isText ? 1 : 0, cells, 0, isText ? table : 0], column * RECORD_WORDS);
      cells += this.capacity * (isText ? 4 : 8);
      if (isText) table += this.tableSize;
    });
  }

  private parsed(): ParsedChunk {
    const { heap } = this.kernels;
    const { kinds } = this.layout;
    const records = heap.ints(this.records, kinds.length * RECORD_WORDS);
    const [rows = 0, lines = 0, events = 0, widest = 0] = heap.ints(this.job, JOB_WORDS).subarray(ROWS);
    const entries = (column: number) => {
      const table = records[column * RECORD_WORDS + 3]!;
      const count = heap.ints(table, 1)[0]!;
      return heap.ints(table + 16 + this.mostLevels * 4, count * 8);
    };
    return {
      rows,
      lines,
      widest,
      base: this.base,
      events: heap.ints(this.events, events * EVENT_WORDS),
      columns: this.columnsOf({ address: this.cells, capacity: this.capacity, rows }),
      address: (column) => records[column * RECORD_WORDS + 1]!,
      missing: (column) => records[column * RECORD_WORDS + 2]!,
      textCounts: (column) => entries(column).filter((_, word) => word % 8 === 6),
    };
  }
}

/** The tokens, each as 16 bytes and its length. */
function spelledTokens(layout: Layout): Uint8Array {
  const tokens = layout.numberMissing
    .map((word) => new TextEncoder().encode(word))
    .filter(({ length }) => length > 0 && length <= LONGEST_TOKEN);
  const records = new Uint8Array(tokens.length * TOKEN_BYTES);
  tokens.forEach((word, index) => {
    records.set(word, index * TOKEN_BYTES);
    records[index * TOKEN_BYTES + LONGEST_TOKEN] = word.length;
  });
  return records;
}
