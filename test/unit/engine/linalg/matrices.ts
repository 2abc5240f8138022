import { stream } from '../../../../src/engine/random.ts';

/** Dense helpers for tests: row-major, by the definition. */
export function randomMatrix(rows: number, columns: number, seed = 1): Float64Array {
  const random = stream(seed, 'matrix');
  return Float64Array.from({ length: rows * columns }, () => random.normal());
}

/** AᵀA of a rows × n matrix. */
export function gramOf(a: Float64Array, n: number): Float64Array {
  const rows = a.length / n;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let row = 0; row < rows; row++) gram[i * n + j]! += a[row * n + i]! * a[row * n + j]!;
    }
  }
  return gram;
}

/** a (rows × inner) times b (inner × columns). */
export function multiply(a: Float64Array, b: Float64Array, inner: number): Float64Array {
  const rows = a.length / inner;
  const columns = b.length / inner;
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let q = 0; q < inner; q++) result[i * columns + j]! += a[i * inner + q]! * b[q * columns + j]!;
    }
  }
  return result;
}

export function transpose(a: Float64Array, columns: number): Float64Array {
  const rows = a.length / columns;
  return Float64Array.from(
    { length: a.length },
    (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}

/** Largest |a − b| relative to the largest |b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  let size = Number.MIN_VALUE;
  for (let at = 0; at < b.length; at++) {
    worst = Math.max(worst, Math.abs(a[at]! - b[at]!));
    size = Math.max(size, Math.abs(b[at]!));
  }
  return worst / size;
}
