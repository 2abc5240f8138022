import { CR, isLineEnd, LF, QUOTE } from './bytes.ts';

/** Consecutive whole rows of a file's UTF-8 text. */
export interface TextChunk {
  readonly bytes: Uint8Array;
  /** The rows lie in `0..length`; the byte before `length` is a line end. */
  readonly length: number;
  /** Offset of a quote that is never closed, -1 where all are; rows from there on cannot be read. */
  readonly unclosedAt: number;
}

/** Where a byte first stands, -1 where it does not: platforms have faster ones than the language. */
export type FindByte = (bytes: Uint8Array, byte: number) => number;

/** Nominal size of a chunk in bytes. */
const CHUNK_BYTES = 1 << 20;
/**
 * Wide files are cut into larger chunks, bytes for each column and at most: what is merged for a chunk grows with the
 * square of the columns, so a chunk should hold more rows than there are columns.
 */
const BYTES_PER_COLUMN = 1 << 14;
const LARGEST_CHUNK = 1 << 24;
/** A quoted cell longer than this is taken for one whose closing quote is missing. */
export const LONGEST_CELL = 1 << 24;

/** The nominal chunk size in bytes for a file of so many columns. */
export function chunkBytes(columns: number): number {
  return Math.min(Math.max(CHUNK_BYTES, columns * BYTES_PER_COLUMN), LARGEST_CHUNK);
}

const PIECE_BYTES = 1 << 16;

/**
 * Cuts UTF-8 text into row-aligned chunks: for every multiple of the nominal size there is a border after the first row
 * that ends at or past it. The borders depend on the bytes alone, not on how they arrive nor on each other, and never
 * fall into quotes.
 */
export class Chunker {
  private buffer: Uint8Array;
  private length = 0;
  /** Up to here it is known what is inside quotes. */
  private scanned = 0;
  /** Offset of the quote that is open at `scanned`, or -1. */
  private quoteAt = -1;
  private spare: Uint8Array | null = null;
  /** Where the next border may be: bytes of the buffer. */
  private nominal: number;

  /** @param from offset in the text of the first byte that will come, at which a row begins */
  constructor(
    private readonly delimiter: number,
    private readonly size: number,
    private readonly find: FindByte = (bytes, byte) => bytes.indexOf(byte),
    private from = 0,
  ) {
    this.nominal = size - (from % size);
    this.buffer = new Uint8Array(size + 2 * PIECE_BYTES);
  }

  /** Takes the next bytes, in pieces of any size, and yields the chunks that are now complete. */
  *push(bytes: Uint8Array): Generator<TextChunk> {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      this.append(bytes.subarray(at, at + PIECE_BYTES));
      if (this.length < this.nominal) continue;
      yield* this.complete(false);
    }
  }

  /** The last chunks, after all bytes. */
  *finish(): Generator<TextChunk> {
    if (this.length === 0) return;
    if (!isLineEnd(this.buffer[this.length - 1])) this.append(Uint8Array.of(LF));
    yield* this.complete(true);
    if (this.length > 0) yield this.cut(this.length);
  }

  /** Gives back the bytes of a chunk that nobody looks at any more, to be used for the next one. */
  recycle(bytes: Uint8Array): void {
    this.spare = bytes;
  }

  private *complete(final: boolean): Generator<TextChunk> {
    for (let end = this.findRowEnd(final); end > 0; end = this.findRowEnd(final)) yield this.cut(end);
  }

  private append(piece: Uint8Array): void {
    const needed = this.length + piece.length;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(piece, this.length);
    this.length = needed;
  }

  private cut(end: number): TextChunk {
    const chunk = { bytes: this.buffer, length: end, unclosedAt: this.quoteAt };
    const rest = this.buffer.subarray(end, this.length);
    const needed = Math.max(this.size, rest.length) + 2 * PIECE_BYTES;
    this.buffer = this.spare && this.spare.length >= needed ? this.spare : new Uint8Array(needed);
    this.spare = null;
    this.buffer.set(rest);
    this.length = rest.length;
    this.scanned = 0;
    this.quoteAt = -1;
    this.from += end;
    this.nominal = this.size - (this.from % this.size);
    return chunk;
  }

  /** The end of the first row that ends at or past the next border; 0 where more bytes are needed. */
  private findRowEnd(final: boolean): number {
    const { buffer, length } = this;
    let quote = this.find(buffer.subarray(this.scanned, length), QUOTE);
    quote = quote < 0 ? length : quote + this.scanned;
    for (;;) {
      if (this.quoteAt >= 0) {
        if (!this.closeQuote(final)) return length - this.quoteAt > LONGEST_CELL ? length : 0;
        quote = this.nextQuote();
      }
      const lineEnd = this.nextLineEnd(quote);
      if (lineEnd < quote) {
        if (buffer[lineEnd] !== CR) return lineEnd + 1;
        if (lineEnd + 1 < length) return buffer[lineEnd + 1] === LF ? lineEnd + 2 : lineEnd + 1;
        this.scanned = lineEnd;
        return final ? length : 0;
      }
      if (quote === length) {
        this.scanned = length;
        return 0;
      }
      this.scanned = quote + 1;
      if (this.opens(quote)) this.quoteAt = quote;
      else quote = this.nextQuote();
    }
  }

  /** The first line end before `limit` that lies at or past the next border; `limit` where there is none. */
  private nextLineEnd(limit: number): number {
    let at = Math.max(this.scanned, this.nominal - 1);
    if (at >= limit) return limit;
    while (at < limit && !isLineEnd(this.buffer[at])) at++;
    return at;
  }

  private nextQuote(): number {
    let at = this.scanned;
    while (at < this.length && this.buffer[at] !== QUOTE) at++;
    return at;
  }

  private opens(quote: number): boolean {
    if (quote === 0) return true;
    const before = this.buffer[quote - 1];
    return before === this.delimiter || isLineEnd(before);
  }

  /** Moves past the open quote's end; false where it has not arrived yet. */
  private closeQuote(final: boolean): boolean {
    const { buffer, length } = this;
    let at = this.scanned;
    for (;;) {
      while (at < length && buffer[at] !== QUOTE) at++;
      if (at + 1 < length && buffer[at + 1] === QUOTE) {
        at += 2;
        continue;
      }
      this.scanned = at;
      if (at >= length || (at + 1 === length && !final)) return false;
      this.scanned = at + 1;
      this.quoteAt = -1;
      return true;
    }
  }
}
