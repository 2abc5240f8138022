import type { Kernels } from './loader.ts';

/** Numbers in an array, a factor of each unit and term: `values[start + unit·unitStride + term·termStride]`. */
export interface Factors {
  readonly values: Float64Array;
  readonly start: number;
  readonly units: number;
  readonly unitStride: number;
  readonly terms: number;
  readonly termStride: number;
}

/**
 * Products of the layers of a network. Values stand unit by unit, `values[unit·count + i]` of row i. With kernels every
 * array stands in their memory; the WebAssembly and the plain ones give the same bits.
 */
export interface DenseRows {
  /** out[unit·count + i] += Σ_term factor · values[term·count + i]. */
  mix(factors: Factors, values: Float64Array, count: number, out: Float64Array): void;
  /** sums.values[start + unit·unitStride + term·termStride] += Σ_i slopes[unit·count + i] · values[term·count + i]; termStride is 1. */
  addProducts(sums: Factors, slopes: Float64Array, values: Float64Array, count: number): void;
}

/** Products by the kernels where there are some, else in TypeScript. */
export function denseRows(kernels: Kernels | null): DenseRows {
  if (!kernels) return PLAIN;
  const { mixRows, addRowProducts } = kernels.functions;
  return {
    mix({ values: factors, start, units, unitStride, terms, termStride }, values, count, out) {
      const from = factors.byteOffset + start * 8;
      mixRows(from, unitStride, termStride, units, terms, values.byteOffset, count, out.byteOffset);
    },
    addProducts({ values: sums, start, units, unitStride, terms }, slopes, values, count) {
      const to = sums.byteOffset + start * 8;
      addRowProducts(slopes.byteOffset, units, values.byteOffset, terms, count, to, unitStride);
    },
  };
}

const PLAIN: DenseRows = {
  mix({ values: factors, start, units, unitStride, terms, termStride }, values, count, out) {
    for (let unit = 0; unit < units; unit++) {
      const own = out.subarray(unit * count, (unit + 1) * count);
      const first = start + unit * unitStride;
      let term = 0;
      for (; term + 3 < terms; term += 4)
        addFour(factors, first + term * termStride, termStride, values.subarray(term * count), own);
      for (; term < terms; term++) {
        const factor = factors[first + term * termStride]!;
        for (let i = 0; i < count; i++) own[i]! += factor * values[term * count + i]!;
      }
    }
  },
  addProducts({ values: sums, start, units, unitStride, terms }, slopes, values, count) {
    for (let unit = 0; unit < units; unit++) {
      for (let term = 0; term < terms; term++)
        sums[start + unit * unitStride + term]! += product(slopes, unit * count, values, term * count, count);
    }
  },
};

/** Four terms at a time, because each run reads and writes `out`. */
function addFour(
  factors: Float64Array,
  at: number,
  stride: number,
  values: Float64Array,
  out: Float64Array,
): void {
  const count = out.length;
  const a = factors[at]!;
  const b = factors[at + stride]!;
  const c = factors[at + 2 * stride]!;
  const d = factors[at + 3 * stride]!;
  for (let i = 0; i < count; i++) {
    const first = a * values[i]! + b * values[i + count]!;
    const second = c * values[i + 2 * count]! + d * values[i + 3 * count]!;
    out[i]! += first + second;
  }
}

/** Even and odd rows apart, then their sums, then a last row: the order of the kernel. */
function product(a: Float64Array, atA: number, b: Float64Array, atB: number, count: number): number {
  let [even, odd] = [0, 0];
  let i = 0;
  for (; i + 1 < count; i += 2) {
    even += a[atA + i]! * b[atB + i]!;
    odd += a[atA + i + 1]! * b[atB + i + 1]!;
  }
  const sum = even + odd;
  return i < count ? sum + a[atA + i]! * b[atB + i]! : sum;
}
