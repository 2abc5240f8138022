/** The bytes that CSV is made of, and what is done with short runs of them. All positions are byte offsets. */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const ZERO = 48;

const LENIENT = new TextDecoder('utf-8', { ignoreBOM: true });
const STRICT = new TextDecoder('utf-8', { fatal: true });

/** True for the two bytes that end a line. */
export function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

/**
 * Length in bytes of the white space that starts at `at`, 0 where there is none: space, tab, no-break spaces
 * (U+00A0, U+202F), thin space (U+2009), zero-width space (U+200B) and the byte-order mark (U+FEFF).
 */
export function blankAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at];
  if (byte === SPACE || byte === TAB) return 1;
  if (byte < 0xc2 || at + 1 >= end) return 0;
  if (byte === 0xc2) return bytes[at + 1] === 0xa0 ? 2 : 0;
  if (at + 2 >= end) return 0;
  const second = bytes[at + 1];
  const third = bytes[at + 2];
  if (byte === 0xe2 && second === 0x80) return third === 0x89 || third === 0x8b || third === 0xaf ? 3 : 0;
  return byte === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
}

/** The first offset in `start..end` that is not white space. */
export function trimStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const length = blankAt(bytes, at, end);
    if (length === 0) break;
    at += length;
  }
  return at;
}

/** The offset after the last byte in `start..end` that is not white space. */
export function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start) {
    let from = at - 1;
    while (from > start && at - from < 3 && (bytes[from] & 0xc0) === 0x80) from--;
    if (blankAt(bytes, from, at) !== at - from) break;
    at = from;
  }
  return at;
}

/** The bytes as text; what is not UTF-8 becomes U+FFFD. Short ASCII is much faster here than in a TextDecoder. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 24) {
    let text = '';
    let at = start;
    while (at < end && bytes[at] < 0x80) text += String.fromCharCode(bytes[at++]);
    if (at === end) return text;
  }
  return LENIENT.decode(bytes.subarray(start, end));
}

/** True where the bytes are well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How many UTF-16 code units the UTF-8 bytes in `start..end` make, the way editors count columns. */
export function codeUnits(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
