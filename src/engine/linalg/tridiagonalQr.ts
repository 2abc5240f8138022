import type { Steps } from './steps.ts';
import { SQUARES_UNDERFLOW } from './tridiagonalize.ts';

/** Plane rotations wait until there are this many times n of them: then a few rows at a time take them all. */
const BATCH = 32;
/** Rows of the basis that are rotated in one step. */
const SLICE = 64;
const MAX_STEPS_PER_VALUE = 60;
/** Numbers below SQUARES_UNDERFLOW times this can be squared; a power of two, so that nothing is rounded. */
const LIFT = 2 ** 600;

/**
 * Implicit QR steps with Wilkinson's shift on a symmetric tridiagonal matrix until it is diagonal (Golub & Van Loan
 * 2013, algorithms 8.3.2 and 8.3.3). Its largest number is to be near 1. `diagonal` becomes the eigenvalues, in no
 * order; the columns of `basis` (n × n, row-major) become the eigenvectors, unless it is empty. `offDiagonal` is
 * overwritten.
 */
export function* diagonalize(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  basis: Float64Array,
  n: number,
): Steps<void> {
  const rotations = new RotationBatch(basis, n);
  let steps = 0;
  for (let high = n - 1; high > 0; ) {
    if (negligible(diagonal, offDiagonal, high - 1)) {
      high--;
      continue;
    }
    let low = high - 1;
    while (low > 0 && !negligible(diagonal, offDiagonal, low - 1)) low--;
    if (steps++ > MAX_STEPS_PER_VALUE * n) throw new Error('The eigenvalues did not converge.');
    if (rotations.full) yield* rotations.flush();
    qrStep(diagonal, offDiagonal, low, high, rotations);
  }
  yield* rotations.flush();
}

/** By the numbers beside it, or because its square would be lost beside the largest one. */
function negligible(diagonal: Float64Array, offDiagonal: Float64Array, i: number): boolean {
  const size = Math.abs(diagonal[i]!) + Math.abs(diagonal[i + 1]!);
  return Math.abs(offDiagonal[i]!) <= Number.EPSILON * size || Math.abs(offDiagonal[i]!) < SQUARES_UNDERFLOW;
}

/** Chases one bulge down the unreduced block low … high. */
function qrStep(d: Float64Array, e: Float64Array, low: number, high: number, rotations: RotationBatch): void {
  let x = d[low]! - wilkinsonShift(d[high - 1]!, d[high]!, e[high - 1]!);
  let z = e[low]!;
  rotations.begin(low, high);
  for (let i = low; i < high; i++) {
    const lift = Math.max(Math.abs(x), Math.abs(z)) < SQUARES_UNDERFLOW ? LIFT : 1;
    x *= lift;
    z *= lift;
    const length = Math.sqrt(x * x + z * z);
    const cosine = length === 0 ? 1 : x / length;
    const sine = length === 0 ? 0 : z / length;
    if (i > low) e[i - 1] = length / lift;
    const upper = d[i]!;
    const lower = d[i + 1]!;
    const beside = e[i]!;
    const difference = lower - upper;
    const gain = sine * (sine * difference + 2 * cosine * beside);
    d[i] = upper + gain;
    d[i + 1] = lower - gain;
    x = cosine * (sine * difference + cosine * beside) - sine * sine * beside;
    e[i] = x;
    if (i + 1 < high) {
      z = sine * e[i + 1]!;
      e[i + 1]! *= cosine;
    }
    rotations.add(cosine, sine);
  }
}

/** The eigenvalue of the trailing 2 × 2 block [a b; b c] that is nearer to c. */
function wilkinsonShift(a: number, c: number, b: number): number {
  const half = (a - c) / 2;
  const root = Math.sqrt(half * half + b * b);
  const denominator = half < 0 ? half - root : half + root;
  return denominator === 0 ? c - Math.abs(b) : c - b * (b / denominator);
}

/**
 * Rotations of neighbouring columns that wait to be applied to `basis`. Applied sweep after sweep they would move the
 * whole matrix through the caches for each; together, four rows at a time stay in the nearest one for all of them.
 */
class RotationBatch {
  readonly #basis: Float64Array;
  readonly #n: number;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  #count = 0;
  readonly #sweeps: { low: number; high: number; start: number }[] = [];

  constructor(basis: Float64Array, n: number) {
    this.#basis = basis;
    this.#n = n;
    this.#cosines = new Float64Array((BATCH + 1) * n);
    this.#sines = new Float64Array((BATCH + 1) * n);
  }

  /** True where the next sweep may find no room: flush first. */
  get full(): boolean {
    return this.#count >= BATCH * this.#n;
  }

  /** Starts the sweep of columns low … high; `add` follows for each neighbouring pair, from low on. */
  begin(low: number, high: number): void {
    this.#sweeps.push({ low, high, start: this.#count });
  }

  add(cosine: number, sine: number): void {
    this.#cosines[this.#count] = cosine;
    this.#sines[this.#count++] = sine;
  }

  *flush(): Steps<void> {
    const n = this.#n;
    const rows = this.#basis.length / n;
    let row = 0;
    for (; row + 4 <= rows; row += 4) {
      if (row % SLICE === 0) yield;
      for (const { low, high, start } of this.#sweeps) {
        rotateFour(this.#basis, row * n, n, low, high, this.#cosines, this.#sines, start);
      }
    }
    for (; row < rows; row++) {
      for (const { low, high, start } of this.#sweeps) {
        rotateOne(this.#basis, row * n, low, high, this.#cosines, this.#sines, start);
      }
    }
    this.#sweeps.length = 0;
    this.#count = 0;
  }
}

/** One sweep on the four rows that start at `first`; the number that a rotation passes on stays in a register. */
function rotateFour(
  basis: Float64Array,
  first: number,
  n: number,
  low: number,
  high: number,
  cosines: Float64Array,
  sines: Float64Array,
  start: number,
): void {
  let p = first + low;
  let q = p + n;
  let r = q + n;
  let s = r + n;
  let a = basis[p]!;
  let b = basis[q]!;
  let c = basis[r]!;
  let d = basis[s]!;
  for (let at = start, end = start + high - low; at < end; at++) {
    const cosine = cosines[at]!;
    const sine = sines[at]!;
    const nextA = basis[p + 1]!;
    basis[p++] = cosine * a + sine * nextA;
    a = cosine * nextA - sine * a;
    const nextB = basis[q + 1]!;
    basis[q++] = cosine * b + sine * nextB;
    b = cosine * nextB - sine * b;
    const nextC = basis[r + 1]!;
    basis[r++] = cosine * c + sine * nextC;
    c = cosine * nextC - sine * c;
    const nextD = basis[s + 1]!;
    basis[s++] = cosine * d + sine * nextD;
    d = cosine * nextD - sine * d;
  }
  basis[p] = a;
  basis[q] = b;
  basis[r] = c;
  basis[s] = d;
}

function rotateOne(
  basis: Float64Array,
  first: number,
  low: number,
  high: number,
  cosines: Float64Array,
  sines: Float64Array,
  start: number,
): void {
  let p = first + low;
  let a = basis[p]!;
  for (let at = start, end = start + high - low; at < end; at++) {
    const next = basis[p + 1]!;
    basis[p++] = cosines[at]! * a + sines[at]! * next;
    a = cosines[at]! * next - sines[at]! * a;
  }
  basis[p] = a;
}
