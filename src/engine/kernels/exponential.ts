import type { Kernels } from './loader.ts';

/*
 * e^x and ln x from the four operations alone, so that every engine gives the same bits, which `Math.exp` and
 * `Math.log` do not promise. Both are within 1 ulp of the truth.
 */

/** ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** 1/2!, 1/3! … 1/13!: the last term is below 2^-58 where |r| ≤ ½ ln 2. */
const FACTORIALS = [2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800, 39916800, 479001600, 6227020800];
const EXPONENTIAL = FACTORIALS.map((factorial) => 1 / factorial).reverse();

/** 2/3, 2/5 … 2/23, of ln((1 + s) / (1 − s)) = 2 s + s (2/3 s² + 2/5 s⁴ + …). */
const LOGARITHM = [23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map((power) => 2 / power);

/** The bits of one double, written and read at once: holds nothing between calls. */
const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);
/** The word with sign and exponent. */
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** 2^k for whole k from -1022 to 1023. */
function powerOfTwo(k: number): number {
  WORDS[1 - UPPER] = 0;
  WORDS[UPPER] = (k + 1023) << 20;
  return DOUBLE[0]!;
}

/**
 * e^x: with k = x / ln 2 rounded, r = x − k ln 2 in two parts, and 2^k (1 + r + r² (1/2! + r/3! + …)) by Horner's rule,
 * the small terms added first. 2^k is multiplied in two steps, which reach the subnormal numbers.
 */
export function exponential(given: number): number {
  if (Number.isNaN(given)) return given;
  const x = given < -746 ? -746 : given > 710 ? 710 : given;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  let series = EXPONENTIAL[0]!;
  for (let term = 1; term < EXPONENTIAL.length; term++) series = series * r + EXPONENTIAL[term]!;
  series *= r * r;
  const value = 1 + (high - (low - series));
  const half = k >> 1;
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

/**
 * ln x: x = 2^k f with f in (√½, √2], s = (f − 1) / (f + 1), and ln f = d − (d²/2 − s (d²/2 + s² series)) with d = f − 1,
 * which keeps the exact d apart from what is rounded.
 */
export function logarithm(given: number): number {
  if (!(given > 0) || given === Infinity) return given === 0 ? -Infinity : given < 0 ? Number.NaN : given;
  const tiny = given < 2.2250738585072014e-308;
  DOUBLE[0] = tiny ? given * 2 ** 54 : given;
  let k = (WORDS[UPPER]! >>> 20) - 1023 - (tiny ? 54 : 0);
  WORDS[UPPER] = (WORDS[UPPER]! & 0xfffff) | 0x3ff00000;
  let f = DOUBLE[0]!;
  if (f > Math.SQRT2) {
    f *= 0.5;
    k++;
  }
  const d = f - 1;
  const s = d / (2 + d);
  const z = s * s;
  let series = LOGARITHM[0]!;
  for (let term = 1; term < LOGARITHM.length; term++) series = series * z + LOGARITHM[term]!;
  series *= z;
  const half = 0.5 * d * d;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - d);
}

/** e^x of each number, in place. */
export function exponentials(kernels: Kernels | null, values: Float64Array): void {
  if (kernels)
    inPlace(kernels, values, (address) => kernels.functions.exponentialsOf(address, address, values.length));
  else values.set(values.map(exponential));
}

/** ln x of each number, in place. */
export function logarithms(kernels: Kernels | null, values: Float64Array): void {
  if (kernels)
    inPlace(kernels, values, (address) => kernels.functions.logarithmsOf(address, address, values.length));
  else values.set(values.map(logarithm));
}

/** Gives `change` the address of the values, in the kernels' memory already or for the while. */
function inPlace({ heap }: Kernels, values: Float64Array, change: (address: number) => void): void {
  if (heap.owns(values)) {
    change(values.byteOffset);
    return;
  }
  const address = heap.allocate(values.byteLength);
  heap.doubles(address, values.length).set(values);
  change(address);
  values.set(heap.doubles(address, values.length));
  heap.release(address);
}
