import { decodeText, isUtf8, SPACE, trimEnd, trimStart } from './bytes.ts';
import type { TextStats } from './layout.ts';
import { hashBytes, LevelTable } from './levels.ts';
import type { MissingTokens } from './missing.ts';

/** A code for a cell without a value, and for one that holds a NUL byte. */
export const NO_VALUE = -1;
export const NUL_CELL = -2;

/** The levels of one text column within one chunk. */
export class TextColumn {
  missing = 0;
  /** Set where a cell was read that is not well-formed; the caller notes and clears it. */
  undecodable = false;
  private readonly table = new LevelTable();
  private last = -1;

  constructor(
    private readonly tokens: MissingTokens,
    private readonly transcoded: boolean,
  ) {}

  /** The code of the cell in `start..end` with this hash; white space around it is dropped unless it was quoted. */
  code(bytes: Uint8Array, start: number, end: number, hash: number, quoted: boolean): number {
    if (start < end && !quoted && (isEdge(bytes[start]) || isEdge(bytes[end - 1]))) {
      const from = trimStart(bytes, start, end);
      const to = trimEnd(bytes, from, end);
      if (to - from < end - start) return this.lookUp(bytes, from, to, hashBytes(bytes, from, to));
    }
    return this.lookUp(bytes, start, end, hash);
  }

  /** Counts a cell that is not there. */
  absent(): number {
    this.missing++;
    return NO_VALUE;
  }

  /** What is sent on when the chunk is read. */
  result(): TextStats {
    const { table } = this;
    const arena = table.text.slice(0, table.bytes);
    const ends = Int32Array.from({ length: table.size }, (_, code) => table.end(code));
    const hashes = Int32Array.from({ length: table.size }, (_, code) => table.hash(code));
    return {
      missing: this.missing,
      arena,
      ends,
      hashes,
      counts: Int32Array.from(table.counts.subarray(0, table.size)),
    };
  }

  private lookUp(bytes: Uint8Array, start: number, end: number, hash: number): number {
    if (this.last >= 0 && this.table.is(this.last, bytes, start, end, hash)) {
      this.table.counts[this.last]++;
      return this.last;
    }
    let code = this.table.find(bytes, start, end, hash);
    if (code < 0) {
      const special = this.special(bytes, start, end);
      if (special < 0) return special;
      if (!isDecodable(bytes, start, end, this.transcoded)) return this.garbled(bytes, start, end);
      code = this.table.add(bytes, start, end, hash);
    }
    this.last = code;
    this.table.counts[code]++;
    return code;
  }

  /** The code of a level that is not well-formed: that of its readable form, with U+FFFD in it. */
  private garbled(bytes: Uint8Array, start: number, end: number): number {
    this.undecodable = true;
    const clean = new TextEncoder().encode(decodeText(bytes, start, end));
    const hash = hashBytes(clean, 0, clean.length);
    const known = this.table.find(clean, 0, clean.length, hash);
    const code = known >= 0 ? known : this.table.add(clean, 0, clean.length, hash);
    this.table.counts[code]++;
    return code;
  }

  private special(bytes: Uint8Array, start: number, end: number): number {
    const from = trimStart(bytes, start, end);
    const to = trimEnd(bytes, from, end);
    const nul = hasNul(bytes, start, end);
    if (from < to && !nul && !this.tokens.matches(bytes, from, to)) return 0;
    this.missing++;
    return nul ? NUL_CELL : NO_VALUE;
  }
}

/** True where a NUL byte stands in `start..end`. */
export function hasNul(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === 0) return true;
  return false;
}

/** True where the bytes are UTF-8 and, in text made from another encoding, hold no U+FFFD. */
export function isDecodable(bytes: Uint8Array, start: number, end: number, transcoded: boolean): boolean {
  let at = start;
  while (at < end && bytes[at] < 0x80) at++;
  if (at === end) return true;
  return transcoded ? !decodeText(bytes, start, end).includes('\ufffd') : isUtf8(bytes.subarray(start, end));
}

function isEdge(byte: number): boolean {
  return byte <= SPACE || byte >= 0x80;
}
