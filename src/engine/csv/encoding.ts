import { isUtf8 } from './bytes.ts';
import type { Encoding } from './types.ts';

/** What an encoding was found by: certain where a byte-order mark stands. */
export interface FoundEncoding {
  readonly encoding: Encoding;
  /** Length of the byte-order mark in bytes. */
  readonly mark: number;
}

/**
 * The encoding of a text from its first bytes: the byte-order mark, else zero bytes in every other place (UTF-16),
 * else valid UTF-8, else the likelier of GB18030 and Windows-1252. `complete` says that no bytes follow.
 */
export function detectEncoding(bytes: Uint8Array, complete: boolean): FoundEncoding {
  const marked = byteOrderMark(bytes);
  if (marked) return marked;
  const wide = utf16Order(bytes);
  if (wide) return { encoding: wide, mark: 0 };
  const whole = complete ? bytes : bytes.subarray(0, lastWhole(bytes));
  if (isUtf8(whole)) return { encoding: 'utf8', mark: 0 };
  return { encoding: singleOrDouble(bytes), mark: 0 };
}

/** The encoding that a byte-order mark names, or null. */
export function byteOrderMark(bytes: Uint8Array): FoundEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf8', mark: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf16le', mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf16be', mark: 2 };
  if (bytes[0] === 0x84 && bytes[1] === 0x31 && bytes[2] === 0x95 && bytes[3] === 0x33) {
    return { encoding: 'gb18030', mark: 4 };
  }
  return null;
}

/** UTF-16 without a mark: ASCII characters, digits and delimiters above all, leave their high byte zero. */
function utf16Order(bytes: Uint8Array): 'utf16le' | 'utf16be' | null {
  const pairs = Math.min(bytes.length, 4096) >> 1;
  if (pairs < 2) return null;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at & 1]++;
  const [even, odd] = [zeros[0] / pairs, zeros[1] / pairs];
  if (odd > 0.4 && even < 0.05) return 'utf16le';
  return even > 0.4 && odd < 0.05 ? 'utf16be' : null;
}

/** Where the last whole UTF-8 character ends in bytes that were cut off anywhere. */
function lastWhole(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && bytes.length - at < 3 && (bytes[at - 1] & 0xc0) === 0x80) at--;
  const lead = at > 0 ? bytes[at - 1] : 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at - 1 + length > bytes.length ? at - 1 : bytes.length;
}

/**
 * Bytes that are not UTF-8: Chinese text is pairs of bytes that nearly all lie in the block of common characters
 * (GB 2312: lead B0-F7 or punctuation A1-A9, trail A1-FE) or are well-formed pairs of high bytes, while in Western
 * text a high byte mostly stands alone between ASCII letters.
 */
export function singleOrDouble(bytes: Uint8Array): 'gb18030' | 'windows1252' {
  let common = 0;
  let other = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at];
    if (lead < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    const pair = lead !== 0x80 && lead !== 0xff && trail >= 0x40 && trail !== 0x7f && trail !== 0xff;
    const frequent = (lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa9);
    if (pair && frequent && trail >= 0xa1) common++;
    else if (!(pair && trail >= 0x80)) other++;
    if (pair && trail >= 0x80) at++;
  }
  return common > 0 && common >= 3 * other ? 'gb18030' : 'windows1252';
}
