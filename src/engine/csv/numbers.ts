import { blankAt, COMMA, DOT, decodeText, MINUS, PLUS, trimEnd, trimStart, ZERO } from './bytes.ts';
import { LONG_DIGITS, longQuotient, POWERS_OF_TEN } from './decimal.ts';

/** Below this every whole number is a double. */
const EXACT = 2 ** 53;

/**
 * The number in `start..end`, white space around it allowed: the same double as `Number()` of its plain form.
 * Accepts a sign (also U+2212), digits (also full-width and Arabic-Indic), one decimal mark, an exponent, and
 * thousands separators where every group has three digits: `,` beside a decimal point, `.` or spaces beside a
 * decimal comma. NaN where it is anything else; an infinity where it is too large for a double.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  const from = trimStart(bytes, start, end);
  const to = trimEnd(bytes, from, end);
  if (from >= to) return Number.NaN;
  const value = parsePlain(bytes, from, to, decimal);
  if (!Number.isNaN(value)) return value;
  const ascii = asciiDigits(bytes, from, to);
  return ascii ? parsePlain(ascii, 0, ascii.length, decimal) : Number.NaN;
}

/** {@link parseNumber} of a text. */
export function numberIn(text: string, decimal: '.' | ','): number {
  const bytes = new TextEncoder().encode(text);
  return parseNumber(bytes, 0, bytes.length, decimal === '.' ? DOT : COMMA);
}

/** Bytes of the longest word for an infinite number. */
export const LONGEST_WORD = 12;

/** True for the words that other programs write for infinite or undefined numbers. */
export function isNonFiniteWord(text: string): boolean {
  return text.length <= 10 && /^[+-]?(inf|infinity|∞|1\.#(inf|ind|qnan|snan))$/i.test(text);
}

function parsePlain(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let at = start;
  const negative = bytes[at] === MINUS || isUnicodeMinus(bytes, at);
  if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
  else if (negative) at += 3;
  const from = at;
  at = afterWhole(bytes, at, end, decimal);
  if (at < 0) return Number.NaN;
  let pointAt = -1;
  if (at < end && bytes[at] === decimal) {
    pointAt = at++;
    while (at < end && isDigit(bytes[at])) at++;
  }
  const mantissaEnd = at;
  if (mantissaEnd - from <= (pointAt < 0 ? 0 : 1)) return Number.NaN;
  const exponent = at < end ? exponentAt(bytes, at, end) : 0;
  if (Number.isNaN(exponent)) return Number.NaN;
  const value = toDouble(bytes, from, pointAt, mantissaEnd, exponent);
  return negative ? -value : value;
}

function isDigit(byte: number): boolean {
  return (byte ^ ZERO) < 10;
}

function isUnicodeMinus(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xe2 && bytes[at + 1] === 0x88 && bytes[at + 2] === 0x92;
}

/** The offset after the whole part with its thousands separators; -1 where they are out of place. */
function afterWhole(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at++;
  const separator = separatorAt(bytes, at, end, decimal);
  if (separator === 0) return at;
  if (at - start < 1 || at - start > 3 || bytes[start] === ZERO) return -1;
  const mark = bytes[at];
  while (separatorAt(bytes, at, end, decimal) === separator && bytes[at] === mark) {
    at += separator;
    for (let digit = 0; digit < 3; digit++, at++) if (at >= end || !isDigit(bytes[at])) return -1;
    if (at < end && isDigit(bytes[at])) return -1;
  }
  return at < end && bytes[at] !== decimal ? -1 : at;
}

/** Length in bytes of a thousands separator at `at`, 0 where there is none. */
function separatorAt(bytes: Uint8Array, at: number, end: number, decimal: number): number {
  if (at >= end) return 0;
  if (decimal !== COMMA) return bytes[at] === COMMA ? 1 : 0;
  return bytes[at] === DOT ? 1 : blankAt(bytes, at, end);
}

/** The whole exponent `e±digits` that must fill `start..end`; NaN where it does not. */
function exponentAt(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start] | 32) !== 101) return Number.NaN;
  let at = start + 1;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  if (at >= end) return Number.NaN;
  let exponent = 0;
  for (; at < end; at++) {
    if (!isDigit(bytes[at])) return Number.NaN;
    exponent = Math.min(exponent * 10 + (bytes[at] ^ ZERO), 100_000);
  }
  return negative ? -exponent : exponent;
}

/**
 * The double nearest to the digits in `start..end` (a decimal mark at `point`, other bytes are separators) times
 * 10^exponent. Exact by Clinger's fast path: a whole number below 2^53 and a power of ten up to 10^22 are doubles,
 * so one multiplication or division rounds once. Up to 19 digits are divided with a remainder; all else goes
 * through `Number()`.
 */
function toDouble(bytes: Uint8Array, start: number, point: number, end: number, exponent: number): number {
  let mantissa = 0;
  let scale = exponent;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] ^ ZERO;
    if (digit >= 10) continue;
    mantissa = mantissa * 10 + digit;
    if (mantissa > 0) digits++;
    if (point >= 0 && at > point) scale--;
  }
  if (mantissa === 0) return 0;
  if (mantissa < EXACT && scale >= -22 && scale <= 22) {
    return scale < 0 ? mantissa / POWERS_OF_TEN[-scale] : mantissa * POWERS_OF_TEN[scale];
  }
  if (digits <= LONG_DIGITS && scale >= -22 && scale <= 0) {
    const value = longQuotient(bytes, start, end, -scale);
    if (!Number.isNaN(value)) return value;
  }
  return Number(`${plainDigits(bytes, start, point, end)}e${exponent}`);
}

function plainDigits(bytes: Uint8Array, start: number, point: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) {
    if (at === point) text += '.';
    else if (isDigit(bytes[at])) text += String.fromCharCode(bytes[at]);
  }
  return text;
}

/** A copy with full-width, Arabic-Indic and Persian digits and full-width signs as ASCII; null where there are none. */
function asciiDigits(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  let foreign = false;
  for (let at = start; at < end && !foreign; at++) foreign = bytes[at] >= 0xd9;
  if (!foreign) return null;
  const text = decodeText(bytes, start, end);
  const ascii = text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19\uff0b\uff0d\uff0e]/g, (character) => {
    const code = character.charCodeAt(0);
    return String.fromCharCode(code >= 0xff00 ? code - 0xfee0 : ZERO + (code & 15));
  });
  return ascii === text ? null : new TextEncoder().encode(ascii);
}
