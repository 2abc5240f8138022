import type { ChunkMoments, EncodePlan } from '../data/chunkMoments.ts';
import type { Place } from '../errors.ts';
import type { HeadReading } from './assume.ts';
import type { ChunkResult } from './layout.ts';
import type { ChunkRunner } from './runner.ts';

/**
 * Where bytes come from. Files, editor buffers and tests implement it; gzip is recognised by its first bytes
 * and inflated by the reader, so a source hands out what is stored.
 */
export interface ByteSource {
  /** The file's name without its folder, for messages. */
  readonly name: string;
  /** Stored size in bytes, null where it is not known. */
  readonly size: number | null;
  /** Where other threads can open it themselves; absent where its bytes come another way. */
  readonly path?: string;
  /** Of several files as one: the file that a line (from 1) stands in, and its line there. */
  placeOf?(line: number): { readonly name: string; readonly line: number };
  /**
   * Reads from the start; may be called again for another pass. Chunk boundaries carry no meaning, and a chunk's bytes may
   * be overwritten as soon as the next one is asked for.
   */
  open(): AsyncIterable<Uint8Array>;
}

export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'windows1252' | 'latin1' | 'gb18030';

/** What the user may fix about a file's form; every null or absent field is found out from its head. */
export interface CsvOptions {
  readonly delimiter?: string | null;
  readonly encoding?: Encoding | null;
  readonly decimal?: '.' | ',' | null;
  readonly header?: boolean | null;
  /** Replaces the default list of missing tokens (see `DEFAULT_MISSING_TOKENS`); the empty cell always counts. */
  readonly missingTokens?: readonly string[] | null;
  /** Columns whose cells are levels even where they are written as numbers: codes, classes, grades. */
  readonly categorical?: readonly string[] | null;
}

/** A file's form as found or given. */
export interface Dialect {
  readonly delimiter: string;
  readonly encoding: Encoding;
  readonly decimal: '.' | ',';
  readonly header: boolean;
  /** Lines before the header that are a title or note, not data. */
  readonly titleLines: number;
  readonly gzip: boolean;
}

/**
 * numeric: at least 90 % of its non-missing cells parse as numbers. category: any other text. date: ISO or usual
 * local dates. empty: no cell with a value.
 */
export type ColumnKind = 'numeric' | 'category' | 'date' | 'empty';

/** What one pass learnt about a column; true for all rows, not for a sample. */
export interface Column {
  readonly index: number;
  /** Unique: `x`, `x_2` for a repeated header, `column_3` for an empty one. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Cells that are empty or a missing token. */
  readonly missing: number;
  /** Cells of a numeric column that are not numbers: reported, and treated as missing. */
  readonly bad: number;
  /** Numeric columns: over finite cells. Zero for others. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly sd: number;
  /** Numeric: every value is a whole number. */
  readonly integer: boolean;
  /** Distinct values; for numeric columns counted up to `DISTINCT_CAP` and then held there. */
  readonly distinct: number;
  /** Category and date columns: the levels in code-point order; empty for numeric ones. */
  readonly levels: readonly string[];
  /** Rows of each level, in the same order. */
  readonly levelCounts: readonly number[];
  /** True where there are too many levels to be held (over a million, or 64 MiB of text): other cells have code -1. */
  readonly levelsTruncated?: boolean;
  /** The first few distinct cells as written, for pickers and messages. */
  readonly sample: readonly string[];
}

/**
 * Consecutive rows of the file, column by column. Numeric: Float64Array, NaN where missing or bad.
 * Category and date: Int32Array of indices into `Column.levels`, -1 where missing. Empty: null.
 */
export interface ColumnBlock {
  /** 0-based index of the first data row. */
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: readonly (Float64Array | Int32Array | null)[];
}

/** Something in the file that the user should know of, at its place. */
export interface Problem {
  readonly code:
    | 'bad-number'
    | 'not-finite'
    | 'short-row'
    | 'long-row'
    | 'text-after-quote'
    | 'undecodable'
    | 'nul-byte';
  readonly message: string;
  readonly place: Place;
  /** 0-based data row and column index, where it is about a cell. */
  readonly row?: number;
  readonly column?: number;
}

/** Progress while bytes are read. */
export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
  readonly rows: number;
}

/** A read file: what it holds, and its rows as often as they are wanted. */
export interface Table {
  readonly name: string;
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  readonly rows: number;
  /** Stored bytes read in one pass. */
  readonly bytes: number;
  /** The first problems (at most `PROBLEM_CAP`), and how many there are in all by code. */
  readonly problems: readonly Problem[];
  readonly problemCounts: Readonly<Partial<Record<Problem['code'], number>>>;
  /** Passes that reading took, and why more than one, e.g. "column "zip" turned out to hold text". */
  readonly passes: number;
  readonly passReasons: readonly string[];
  /** True where the rows are held in memory and `blocks()` costs no further pass. */
  readonly inMemory: boolean;
  /** A numeric column's distinct values, ascending; null where there are too many, absent where they are not known. */
  distinctNumbers?(column: number): Float64Array | null;
  /** The rows in file order, in blocks; a new pass over the file where they are not in memory. */
  blocks(signal?: AbortSignal): AsyncIterable<ColumnBlock>;
}

/** Moments that are taken while a file is read. */
export interface PassEncoding {
  readonly plan: EncodePlan;
  /** The next chunk's; `codes` maps its text columns' own codes to the file's. */
  add(
    moments: ChunkMoments | null,
    used: number,
    result: ChunkResult,
    codes: ReadonlyMap<number, Int32Array>,
  ): void;
  /** The pass starts anew under another layout. */
  restart(): void;
}

/** How to read, besides the file's own form. */
export interface ReadOptions {
  readonly csv?: CsvOptions;
  /** Rows are kept in memory up to this many bytes; past it, and always at 0, `blocks()` reads again. */
  readonly memoryLimitBytes?: number;
  /** Parses chunks on other threads; the result is the same. */
  readonly runner?: ChunkRunner;
  /** What was already read of the file's head, with the same `csv`. */
  readonly head?: HeadReading;
  /** Takes moments in the same pass. */
  readonly encoding?: PassEncoding;
  readonly signal?: AbortSignal;
  /** Called after every chunk (about 256 KiB to 1 MiB); the caller coalesces. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** What is taken for "no value" when nothing else is said, compared after trimming; `?` in numeric columns only. */
export const DEFAULT_MISSING_TOKENS: readonly string[] = [
  'NA',
  'N/A',
  '#N/A',
  'n/a',
  'NaN',
  'nan',
  'NAN',
  'null',
  'NULL',
  'Null',
  'None',
  '-',
  '.',
  '--',
];

export const DISTINCT_CAP = 1000;
export const PROBLEM_CAP = 1000;
