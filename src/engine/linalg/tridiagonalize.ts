import type { Steps } from './steps.ts';

/** Squares of numbers below this lose digits, or all of them. */
export const SQUARES_UNDERFLOW = 2 ** -480;

/** A symmetric tridiagonal matrix T. */
export interface Bands {
  /** n, and n − 1 numbers beside it. */
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
}

/** A = basis · T · basisᵀ. */
export interface Tridiagonal extends Bands {
  /** n × n, row-major, orthogonal. */
  readonly basis: Float64Array;
}

/** Householder's reduction of a symmetric matrix (n × n, row-major; its upper triangle is read and overwritten). */
export function* tridiagonalize(matrix: Float64Array, n: number): Steps<Tridiagonal> {
  const { diagonal, offDiagonal, factors } = yield* reduceToBands(matrix, n);
  return { diagonal, offDiagonal, basis: yield* accumulateBasis(matrix, factors, n) };
}

/**
 * The same without the basis, whose reflectors stand in `matrix` right of the diagonal with their `factors`: a third
 * of the work. The rank-2 update of one step and the product that the next one needs are done in one sweep over the
 * matrix.
 */
export function* reduceToBands(
  matrix: Float64Array,
  n: number,
): Steps<Bands & { readonly factors: Float64Array }> {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(Math.max(n - 1, 0));
  const factors = new Float64Array(n);
  let earlier: { v: Float64Array; w: Float64Array } = { v: new Float64Array(n), w: new Float64Array(n) };
  for (let step = 0; step < n; step++) {
    updateRow(matrix, n, step, earlier.v, earlier.w);
    diagonal[step] = matrix[step * n + step]!;
    if (step === n - 1) break;
    const { v, head, factor } = reflector(matrix, n, step);
    offDiagonal[step] = head;
    factors[step] = factor;
    const w = sweep(matrix, n, step + 1, earlier.v, earlier.w, v);
    scaleProduct(v, w, factor, step + 1);
    matrix.set(v.subarray(step + 1), step * n + step + 1);
    earlier = { v, w };
    yield;
  }
  return { diagonal, offDiagonal, factors };
}

/**
 * v (zero up to `step`) and factor with (I − factor v vᵀ) row = head e, for the row right of its diagonal. A row whose
 * squares would underflow is brought to size 1 first: else v vᵀ is no longer what `factor` was made for.
 */
function reflector(matrix: Float64Array, n: number, step: number) {
  const v = new Float64Array(n);
  v.set(matrix.subarray(step * n + step + 1, (step + 1) * n), step + 1);
  let largest = 0;
  for (let i = step + 1; i < n; i++) largest = Math.max(largest, Math.abs(v[i]!));
  const size = largest > 0 && largest < SQUARES_UNDERFLOW ? largest : 1;
  if (size !== 1) for (let i = step + 1; i < n; i++) v[i]! /= size;
  const first = v[step + 1]!;
  let tail = 0;
  for (let i = step + 2; i < n; i++) tail += v[i]! * v[i]!;
  if (tail === 0) return { v: v.fill(0), head: size * first, factor: 0 };
  const length = Math.sqrt(first * first + tail);
  const head = first > 0 ? -length : length;
  v[step + 1] = first - head;
  return { v, head: size * head, factor: 2 / (v[step + 1]! ** 2 + tail) };
}

/** Row i of A −= v wᵀ + w vᵀ, right of the diagonal. */
function updateRow(matrix: Float64Array, n: number, i: number, v: Float64Array, w: Float64Array): void {
  const a = v[i]!;
  const b = w[i]!;
  for (let j = i, at = i * n + i; j < n; j++, at++) matrix[at]! -= a * w[j]! + b * v[j]!;
}

/**
 * From row `first` on, two rows at a time: A −= v wᵀ + w vᵀ of the step before, and at once the product of the
 * updated A with `next`, which is returned.
 */
function sweep(
  matrix: Float64Array,
  n: number,
  first: number,
  v: Float64Array,
  w: Float64Array,
  next: Float64Array,
): Float64Array {
  const product = new Float64Array(n);
  let i = first;
  for (; i + 1 < n; i += 2) {
    const va = v[i]!;
    const vb = v[i + 1]!;
    const wa = w[i]!;
    const wb = w[i + 1]!;
    const na = next[i]!;
    const nb = next[i + 1]!;
    let a = i * n + i;
    const corner = matrix[a]! - 2 * va * wa;
    const beside = matrix[a + 1]! - va * wb - wa * vb;
    let b = a + n + 1;
    const below = matrix[b]! - 2 * vb * wb;
    matrix[a] = corner;
    matrix[a + 1] = beside;
    matrix[b] = below;
    let sumA = corner * na + beside * nb;
    let sumB = beside * na + below * nb;
    a += 2;
    b += 1;
    for (let j = i + 2; j < n; j++, a++, b++) {
      const vj = v[j]!;
      const wj = w[j]!;
      const nj = next[j]!;
      const upper = matrix[a]! - (va * wj + wa * vj);
      const lower = matrix[b]! - (vb * wj + wb * vj);
      matrix[a] = upper;
      matrix[b] = lower;
      sumA += upper * nj;
      sumB += lower * nj;
      product[j]! += upper * na + lower * nb;
    }
    product[i]! += sumA;
    product[i + 1]! += sumB;
  }
  if (i < n) {
    const at = i * n + i;
    matrix[at]! -= 2 * v[i]! * w[i]!;
    product[i]! += matrix[at]! * next[i]!;
  }
  return product;
}

/** From the product A v to the w of the update A − v wᵀ − w vᵀ, in place. */
function scaleProduct(v: Float64Array, product: Float64Array, factor: number, first: number): void {
  let dot = 0;
  for (let i = first; i < v.length; i++) {
    product[i]! *= factor;
    dot += product[i]! * v[i]!;
  }
  const share = 0.5 * factor * dot;
  for (let i = first; i < v.length; i++) product[i]! -= share * v[i]!;
}

/** The product of the reflectors, whose vectors stand in the rows of `matrix` right of the diagonal. */
function* accumulateBasis(matrix: Float64Array, factors: Float64Array, n: number): Steps<Float64Array> {
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  const combined = new Float64Array(n);
  for (let step = n - 2; step >= 0; step--) {
    const factor = factors[step]!;
    if (factor === 0) continue;
    const first = step + 1;
    const own = step * n;
    reflectBasis(basis, matrix.subarray(own, own + n), factor, first, combined);
    yield;
  }
  return basis;
}

/** Applies I − factor v vᵀ to the rows and columns of `basis` from `first` on. Overwrites `combined`. */
function reflectBasis(
  basis: Float64Array,
  v: Float64Array,
  factor: number,
  first: number,
  combined: Float64Array,
): void {
  const n = v.length;
  combined.fill(0);
  for (let i = first; i < n; i++) {
    const value = factor * v[i]!;
    for (let j = first, at = i * n + first; j < n; j++, at++) combined[j]! += value * basis[at]!;
  }
  for (let i = first; i < n; i++) {
    const value = v[i]!;
    for (let j = first, at = i * n + first; j < n; j++, at++) basis[at]! -= value * combined[j]!;
  }
}
