/**
 * Decimal text to doubles, rounded once. A cell's first 16 bytes are taken at a time: their digits, without the
 * decimal mark and pushed to the right, become one whole number by three multiplications of vectors.
 */

/** By digits before the mark (17) and bytes in all (17): which byte goes where. */
const SHUFFLES: usize = memory.data(17 * 17 * 16, 16);
/** 10^0 … 10^22, exactly. */
const POWERS: usize = memory.data(23 * 8, 16);
/** Powers of ten from 10^-64 to 10^64, their first 64 bits, rounded down. The loader writes them. */
const SIGNIFICANDS: usize = memory.data(129 * 8, 16);
const LARGEST_EXPONENT = 64;
/** Below this every whole number is a double. */
const EXACT: u64 = 1 << 53;

const DIGIT = 48;
const QUOTE = 34;
const MINUS = 45;
const PLUS = 43;

for (let whole = 0; whole <= 16; whole++) {
  for (let length = 0; length <= 16; length++) {
    const marked = whole < length;
    const digits = marked ? length - 1 : length;
    for (let lane = 0; lane < 16; lane++) {
      const digit = lane - 16 + digits;
      const source = digit < 0 ? 255 : marked && digit >= whole ? digit + 1 : digit;
      store<u8>(SHUFFLES + <usize>((whole * 17 + length) * 16 + lane), source);
    }
  }
}
let power: f64 = 1;
for (let exponent: usize = 0; exponent <= 22; exponent++) {
  store<f64>(POWERS + (exponent << 3), power);
  power *= 10;
}

/** Where the loader writes 129 unsigned 64-bit numbers. */
export function significands(): usize {
  return SIGNIFICANDS;
}

/** 10^-exponent's divisor. */
export function powerOfTen(exponent: i32): f64 {
  return load<f64>(POWERS + ((<usize>exponent) << 3));
}

/**
 * The whole number of the digits in a vector of bytes less '0', of which the first `length` bytes hold `whole` digits
 * and, where that is less than `length`, a decimal mark and more digits.
 */
export function wholeNumber(bytes: v128, whole: i32, length: i32): u64 {
  const digits = i8x16.swizzle(bytes, v128.load(SHUFFLES + ((<usize>(whole * 17 + length)) << 4)));
  const pairs = i16x8.shr_u(i16x8.mul(digits, i16x8.splat(2561)), 8);
  const fours = i32x4.dot_i16x8_s(pairs, i32x4.splat(65_636));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), i32x4.splat(75_536));
  const both = <u64>i64x2.extract_lane(eights, 0);
  return (both & 0xffff_ffff) * 100_000_000 + (both >> 32);
}

/** After `hardNumber`: the offset of the delimiter or line end after the cell, 0 where it was not decided. */
export let next: usize = 0;

/**
 * The number in a cell that begins at `at`, possibly quoted, with up to 32 bytes of digits and an exponent. Where it
 * is anything else, or cannot be rounded with certainty, `next` is 0 and the careful reader decides.
 */
export function hardNumber(at: usize, quotable: bool, delimiter: i32, decimal: i32): f64 {
  next = 0;
  const quoted = quotable && load<u8>(at) === QUOTE;
  let to = at + <usize>quoted;
  const negative = load<u8>(to) === MINUS;
  to += <usize>negative;
  const zero = i8x16.splat(<i8>DIGIT);
  const nine = i8x16.splat(9);
  let bytes = i8x16.sub(v128.load(to), zero);
  let others = i8x16.bitmask(i8x16.gt_u(bytes, nine)) | 0x10000;
  let whole = ctz(others);
  let length = whole;
  let marked = load<u8>(to + <usize>whole) === decimal && whole < 16;
  if (marked) length = ctz((others & (others - 1)) | 0x10000);
  let number = wholeNumber(bytes, whole, length);
  let digits = marked ? length - 1 : length;
  let fraction = digits - whole;
  to += <usize>length;
  if (length === 16) {
    bytes = i8x16.sub(v128.load(to), zero);
    others = i8x16.bitmask(i8x16.gt_u(bytes, nine)) | 0x10000;
    whole = ctz(others);
    length = whole;
    let more = whole;
    if (!marked && load<u8>(to + <usize>whole) === decimal && whole < 16) {
      marked = true;
      length = ctz((others & (others - 1)) | 0x10000);
      more = length - 1;
      fraction = more - whole;
    } else if (marked) fraction += more;
    if (length === 16) return 0;
    to += <usize>length;
    digits += more;
    if (more > 0) {
      let room: u64 = 1;
      for (let digit = 0; digit < more; digit++) room *= 10;
      if (number >= 10_000_000_000_000_000_000 / room) return 0;
      number = number * room + wholeNumber(bytes, whole, length);
    }
  }
  if (digits === 0) return 0;
  let exponent = -fraction;
  if ((load<u8>(to) | 32) === 101) {
    const sign = load<u8>(++to);
    const down = sign === MINUS;
    if (down || sign === PLUS) to++;
    let power = 0;
    let count = 0;
    for (; count < 4; count++) {
      const digit = <i32>load<u8>(to) - DIGIT;
      if (<u32>digit > 9) break;
      power = power * 10 + digit;
      to++;
    }
    if (count === 0 || count === 4) return 0;
    exponent += down ? -power : power;
  }
  if (quoted) {
    if (load<u8>(to) !== QUOTE) return 0;
    to++;
  }
  const stop = <i32>load<u8>(to);
  if (stop !== delimiter && stop !== 10 && stop !== 13) return 0;
  const value = scaled(number, exponent);
  if (f64.ne(value, value)) return 0;
  next = to;
  return negative ? -value : value;
}

/** number · 10^exponent rounded once; NaN where that takes more care. */
export function scaled(number: u64, exponent: i32): f64 {
  if (number <= EXACT && exponent >= -22 && exponent <= 22) {
    const value = <f64>number;
    return exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent);
  }
  if (number === 0) return 0;
  if (exponent < -LARGEST_EXPONENT || exponent > LARGEST_EXPONENT) return NaN;
  return rounded(number, exponent);
}

/**
 * The product with a 64-bit significand of the power, after D. Lemire, "Number parsing at a gigabyte per second"
 * (Software: Practice and Experience 51, 2021). The significand is less than one unit too small, so the true product
 * lies in [high, high + 2): where half a unit of the result lies in there, it is left undecided, as NaN.
 */
function rounded(number: u64, exponent: i32): f64 {
  const shift = <i32>clz(number);
  const normal = number << (<u64>shift);
  const significand = load<u64>(SIGNIFICANDS + ((<usize>(exponent + LARGEST_EXPONENT)) << 3));
  const a = normal >> 32;
  const b = normal & 0xffff_ffff;
  const c = significand >> 32;
  const d = significand & 0xffff_ffff;
  const cross = b * c + ((b * d) >> 32);
  const middle = a * d + (cross & 0xffff_ffff);
  const high = a * c + (cross >> 32) + (middle >> 32);
  const dropped = 10 + <i32>(high >> 63);
  const half: u64 = (<u64>1) << (<u64>(dropped - 1));
  const rest = high & (half * 2 - 1);
  let up: u64 = 0;
  if (rest > half) up = 1;
  else if (rest + 2 > half) return NaN;
  const mantissa = (high >> <u64>dropped) - (EXACT >> 1);
  const binary = ((exponent * 217_706) >> 16) - shift + dropped + 1 + 52 + 1023;
  return reinterpret<f64>(((<u64>binary) << 52) + mantissa + up);
}
