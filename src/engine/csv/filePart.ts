import { CR, isLineEnd, LF, QUOTE } from './bytes.ts';
import type { FindByte } from './chunker.ts';
import type { PlainFile } from './runner.ts';

/** Reads from a place of a file; the number of bytes, fewer than asked for only at the file's end. */
export type ReadAt = (into: Uint8Array, position: number) => number;

/** Whole rows in some bytes, which may be written to. */
export interface PartRows {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Equal to `start` where no row begins in the part. */
  readonly end: number;
}

/** Bytes past a part in which the end of its last row is looked for at first. */
const MARGIN = 4096;
/** Rows longer than this are left to the chunker. */
const LONGEST_ROW = 1 << 24;

/** The number of parts of a file. */
export function partCount({ size, dataStart, chunkBytes }: PlainFile): number {
  return Math.max(0, Math.ceil((size - dataStart) / chunkBytes));
}

/**
 * The rows that `Chunker` puts into its chunk of this number, found without reading what comes before: right where no
 * quote stands there. Null where a quote stands in these rows, the file ends early or a row is very long.
 * @param room memory for so many bytes; what it held before may be lost
 */
export function readPart(
  { size, dataStart, chunkBytes }: PlainFile,
  index: number,
  readAt: ReadAt,
  room: (length: number) => Uint8Array,
  find: FindByte,
): PartRows | null {
  // The byte before the part belongs to it where it ends a row.
  const from = dataStart + index * chunkBytes - (index > 0 ? 1 : 0);
  const border = Math.min(size, dataStart + (index + 1) * chunkBytes);
  for (let margin = MARGIN; margin <= LONGEST_ROW; margin *= 16) {
    const to = Math.min(size, border + margin);
    const bytes = room(to - from + 1);
    const length = readAt(bytes.subarray(0, to - from), from);
    if (length < to - from) return null;
    const complete = to === size;
    const text = complete ? ended(bytes, length) : bytes.subarray(0, length);
    const start = index > 0 ? rowEnd(text, 0, complete) : 0;
    const end = border === size ? text.length : rowEnd(text, border - 1 - from, complete);
    if (end === 0 || (start === 0 && index > 0)) continue;
    if (start >= end) return { bytes, start: 0, end: 0 };
    return find(text.subarray(start, end), QUOTE) >= 0 ? null : { bytes, start, end };
  }
  return null;
}

/** The bytes with a line end after the last row. */
function ended(bytes: Uint8Array, length: number): Uint8Array {
  if (isLineEnd(bytes[length - 1])) return bytes.subarray(0, length);
  bytes[length] = LF;
  return bytes.subarray(0, length + 1);
}

/** The offset after the first line end from `at` on; 0 where more bytes are needed to tell. */
function rowEnd(text: Uint8Array, at: number, complete: boolean): number {
  let end = at;
  while (end < text.length && !isLineEnd(text[end])) end++;
  if (end === text.length) return complete ? end : 0;
  if (text[end] !== CR) return end + 1;
  if (end + 1 === text.length) return complete ? end + 1 : 0;
  return text[end + 1] === LF ? end + 2 : end + 1;
}
