import { ZERO } from './bytes.ts';

/** Powers of ten that a double holds exactly. */
export const POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, exponent) =>
  Number(`1e${exponent}`),
);

/** Digits that {@link longQuotient} takes: their number stays below 2^64. */
export const LONG_DIGITS = 19;

/** Below this every whole number is a double. */
const EXACT = 2 ** 53;
const SPLIT = 2 ** 27 + 1;
const LOW_PART = 1e9;
const DOUBT = 1 + 2 ** -40;

/**
 * The double nearest to the digits in `start..end` (at most 19, other bytes between them are skipped) divided by
 * 10^fraction, 0 ≤ fraction ≤ 22; NaN where this method cannot decide how to round.
 */
export function longQuotient(bytes: Uint8Array, start: number, end: number, fraction: number): number {
  let high = 0;
  let low = 0;
  let lowDigits = 0;
  for (let at = end - 1, unit = 1; at >= start; at--) {
    const digit = bytes[at] ^ ZERO;
    if (digit >= 10) continue;
    if (lowDigits === 9) unit = 1;
    if (lowDigits++ < 9) low += digit * unit;
    else high += digit * unit;
    unit *= 10;
  }
  const whole = high * LOW_PART + low;
  const divisor = POWERS_OF_TEN[fraction];
  return whole < EXACT ? whole / divisor : roundedQuotient(high, low, divisor);
}

/**
 * (high · 10⁹ + low) / divisor, rounded once: a quotient of doubles is corrected by its exact remainder (products are
 * split after Veltkamp and Dekker, Numerische Mathematik 18, 1971) and taken where the correction's own error, below
 * 2^-50 of it, cannot move it across the midpoint of two doubles. NaN where it might.
 */
function roundedQuotient(high: number, low: number, divisor: number): number {
  const upper = Math.floor(high / 0x20000);
  const first = upper * 0x20000 * LOW_PART;
  const second = (high - upper * 0x20000) * LOW_PART + low;
  const numerator = first + second;
  const rest = second - (numerator - first);
  const quotient = numerator / divisor;
  const product = quotient * divisor;
  const remainder = numerator - product - productError(quotient, divisor, product);
  const correction = (remainder + rest) / divisor;
  const value = quotient + correction;
  const error = correction - (value - quotient);
  return value + error * DOUBT === value ? value : Number.NaN;
}

/** a · b − product, exactly, where product is a · b rounded. */
function productError(a: number, b: number, product: number): number {
  const aHigh = a * SPLIT - (a * SPLIT - a);
  const bHigh = b * SPLIT - (b * SPLIT - b);
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
