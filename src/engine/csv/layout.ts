/** How the cells of a column are read. What is finally called date or empty is told from the result. */
export const CellKind = { number: 0, text: 1 } as const;
export type CellKind = (typeof CellKind)[keyof typeof CellKind];

/** All that a chunk of bytes needs to be parsed: plain data, to be handed to other threads. */
export interface Layout {
  /** One ASCII byte. */
  readonly delimiter: number;
  /** `.` or `,` as a byte. */
  readonly decimal: number;
  /** One kind for each column, in file order. */
  readonly kinds: readonly CellKind[];
  readonly textMissing: readonly string[];
  readonly numberMissing: readonly string[];
  /** The text was made from another encoding, so that U+FFFD stands for bytes that it does not know. */
  readonly transcoded: boolean;
}

/** A problem within a chunk: lines count from the chunk's first, 0-based; the character column is 1-based. */
export interface ChunkProblem {
  readonly code:
    | 'bad-number'
    | 'not-finite'
    | 'short-row'
    | 'long-row'
    | 'text-after-quote'
    | 'nul-byte'
    | 'undecodable';
  readonly line: number;
  readonly character: number;
  readonly length: number;
  /** 0-based row within the chunk, and column. */
  readonly row: number;
  readonly column: number;
  /** The cell as written, shortened; for ragged rows the number of cells. */
  readonly text: string;
}

/** What one chunk says of a numeric column, over its finite cells; mergeable. */
export interface NumberStats {
  readonly count: number;
  readonly missing: number;
  readonly bad: number;
  readonly notFinite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly m2: number;
  /** Values were multiplied by this power of two in `mean` and `m2`, to keep squares finite. */
  readonly scale: number;
  readonly integer: boolean;
  /** The distinct values, NaN and repetitions allowed; null where there are `DISTINCT_CAP` or more. */
  readonly distinct: Float64Array | null;
}

/** What one chunk says of a text column: its own levels and their counts. */
export interface TextStats {
  readonly missing: number;
  /** The levels' bytes one after the other; level k ends at `ends[k]`. */
  readonly arena: Uint8Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
  readonly counts: Int32Array;
}

/** A parsed chunk, independent of every other. Everything in it can be sent between threads. */
export interface ChunkResult {
  readonly rows: number;
  /** Physical lines the chunk spans. */
  readonly lines: number;
  /** Column by column: numbers (NaN for no value), or codes into the chunk's own levels (-1 for no value). */
  readonly columns: readonly (Float64Array | Int32Array)[];
  readonly stats: readonly (NumberStats | TextStats)[];
  readonly problems: readonly ChunkProblem[];
  /** All problems by code, also those past the cap. */
  readonly problemCounts: Readonly<Record<string, number>>;
  /** Most cells in a row, counting only up to the last one that is not empty. */
  readonly widest: number;
}
