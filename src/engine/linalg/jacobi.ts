import type { PivotedFactor } from './pivotedFactor.ts';
import type { Spectrum } from './spectrum.ts';

/** Rows whose cosine is below this are orthogonal. */
const ORTHOGONAL = 2 ** -50;
const MAX_SWEEPS = 40;

/**
 * The spectrum of RᵀR by one-sided Jacobi rotations of R's rows (Hestenes 1958). On a pivoted factor even singular
 * values that are tiny because of a column's unit come out with all their digits (Drmač & Veselić 2008), which
 * methods on RᵀR itself cannot give. O(p³) a sweep, about 6 sweeps. `factor` is not changed.
 */
export function jacobiSpectrum(factor: PivotedFactor): Spectrum {
  const { p, k, rank } = factor;
  const rows = factor.r.slice();
  const carried = factor.z.slice();
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) if (!sweepRows(rows, carried, rank, p, k)) break;
  const values = Float64Array.from({ length: rank }, (_, i) => dot(rows, i * p, i * p, p));
  const order = Array.from(values.keys()).sort((a, b) => values[b]! - values[a]!);
  const vectors = new Float64Array(rank * p);
  const projections = new Float64Array(k * rank);
  order.forEach((from, to) => {
    const length = Math.sqrt(values[from]!);
    for (let j = 0; j < p; j++) vectors[to * p + j] = rows[from * p + j]! / length;
    for (let t = 0; t < k; t++) projections[t * rank + to] = length * carried[from * k + t]!;
  });
  return { p, k, rank, values: values.map((_, i) => values[order[i]!]!), vectors, projections };
}

/**
 * Rotates every pair of rows once; true where any pair was not yet orthogonal. Rows of very different lengths are
 * rotated further than that: where columns have very different units, solutions depend on it.
 */
function sweepRows(rows: Float64Array, carried: Float64Array, rank: number, p: number, k: number): boolean {
  let rotated = false;
  const squares = Float64Array.from({ length: rank }, (_, i) => dot(rows, i * p, i * p, p));
  for (let i = 0; i < rank - 1; i++) {
    for (let j = i + 1; j < rank; j++) {
      const product = dot(rows, i * p, j * p, p);
      const size = Math.abs(product);
      if (size <= ORTHOGONAL * Math.min(squares[i]!, squares[j]!)) continue;
      if (size > ORTHOGONAL * Math.sqrt(squares[i]! * squares[j]!)) rotated = true;
      const zeta = (squares[j]! - squares[i]!) / (2 * product);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      rotate(rows, i * p, j * p, p, cosine, cosine * tangent);
      rotate(carried, i * k, j * k, k, cosine, cosine * tangent);
      squares[i] = dot(rows, i * p, i * p, p);
      squares[j] = dot(rows, j * p, j * p, p);
    }
  }
  return rotated;
}

function rotate(
  rows: Float64Array,
  a: number,
  b: number,
  length: number,
  cosine: number,
  sine: number,
): void {
  for (let q = 0; q < length; q++) {
    const first = rows[a + q]!;
    const second = rows[b + q]!;
    rows[a + q] = cosine * first - sine * second;
    rows[b + q] = sine * first + cosine * second;
  }
}

function dot(rows: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let q = 0; q < length; q++) sum += rows[a + q]! * rows[b + q]!;
  return sum;
}
