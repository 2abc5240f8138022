/**
 * A matrix R (rank × p, row-major) with RᵀR = X̃ᵀX̃ and Z (rank × k) with RᵀZ = X̃ᵀY. Its rows fall in size, as
 * one-sided Jacobi wants them.
 */
export interface PivotedFactor {
  readonly p: number;
  readonly k: number;
  readonly rank: number;
  readonly r: Float64Array;
  readonly z: Float64Array;
}

/**
 * Pivoted Cholesky of X̃ᵀX̃ (`gram`, p × p) with X̃ᵀY (`cross`, k × p). Pivots are the largest remaining diagonal
 * entries; a column of which less than `tolerance` of its own square remains depends on those before it and is never
 * a pivot: the rank does not depend on the columns' units.
 */
export function pivotGram(
  gram: Float64Array,
  cross: Float64Array,
  p: number,
  k: number,
  tolerance: number,
): PivotedFactor {
  const rest = gram.slice();
  const right = cross.slice();
  const state = startPivoting(p, k, (j) => gram[j * (p + 1)]!);
  for (;;) {
    const pivot = nextPivot(state.left, state.whole, state.used, tolerance);
    if (pivot < 0) return finish(state);
    const row = state.rank * p;
    const root = Math.sqrt(rest[pivot * (p + 1)]!);
    for (let j = 0; j < p; j++) state.r[row + j] = state.used[j] ? 0 : rest[pivot * p + j]! / root;
    state.used[pivot] = 1;
    for (let t = 0; t < k; t++) state.z[state.rank * k + t] = right[t * p + pivot]! / root;
    for (let i = 0; i < p; i++) {
      if (state.used[i]) continue;
      const factor = state.r[row + i]!;
      for (let j = 0, at = i * p; j < p; j++, at++) rest[at]! -= factor * state.r[row + j]!;
      for (let t = 0; t < k; t++) right[t * p + i]! -= factor * state.z[state.rank * k + t]!;
      state.left[i] = rest[i * (p + 1)]!;
    }
    state.rank++;
  }
}

/**
 * QR with column pivoting of the columns of a triangular factor [R Z] of the rows ((p + k) × (p + k), row-major), by
 * Householder reflections; pivots as in {@link pivotGram}, lengths in place of squares.
 */
export function pivotTriangle(
  triangle: Float64Array,
  p: number,
  k: number,
  tolerance: number,
): PivotedFactor {
  const width = p + k;
  const columns = new Float64Array(width * p);
  for (let j = 0; j < width; j++) for (let i = 0; i < p; i++) columns[j * p + i] = triangle[i * width + j]!;
  const state = startPivoting(p, k, (j) => tailSquare(columns, j * p, p, 0));
  for (;;) {
    const pivot = nextPivot(state.left, state.whole, state.used, tolerance * tolerance);
    if (pivot < 0) return finish(state);
    const step = state.rank;
    reflect(columns, p, width, pivot, step, state.used);
    for (let j = 0; j < p; j++) state.r[step * p + j] = state.used[j] ? 0 : columns[j * p + step]!;
    for (let t = 0; t < k; t++) state.z[step * k + t] = columns[(p + t) * p + step]!;
    state.used[pivot] = 1;
    for (let j = 0; j < p; j++) {
      if (!state.used[j]) state.left[j] = tailSquare(columns, j * p, p, step + 1);
    }
    state.rank++;
  }
}

interface Pivoting {
  readonly p: number;
  readonly k: number;
  rank: number;
  readonly r: Float64Array;
  readonly z: Float64Array;
  /** Square of each column, as it was and as it remains. */
  readonly whole: Float64Array;
  readonly left: Float64Array;
  readonly used: Uint8Array;
}

function startPivoting(p: number, k: number, square: (j: number) => number): Pivoting {
  const whole = Float64Array.from({ length: p }, (_, j) => square(j));
  const r = new Float64Array(p * p);
  return {
    p,
    k,
    rank: 0,
    r,
    z: new Float64Array(p * k),
    whole,
    left: whole.slice(),
    used: new Uint8Array(p),
  };
}

function nextPivot(left: Float64Array, whole: Float64Array, used: Uint8Array, tolerance: number): number {
  let best = -1;
  for (let j = 0; j < left.length; j++) {
    if (used[j] || !(left[j]! > tolerance * whole[j]!)) continue;
    if (best < 0 || left[j]! > left[best]!) best = j;
  }
  return best;
}

function finish({ p, k, rank, r, z }: Pivoting): PivotedFactor {
  return { p, k, rank, r: r.slice(0, rank * p), z: z.slice(0, rank * k) };
}

function tailSquare(columns: Float64Array, start: number, p: number, from: number): number {
  let sum = 0;
  for (let i = from; i < p; i++) sum += columns[start + i]! ** 2;
  return sum;
}

/** Maps column `pivot` below row `step` onto the axis, and the other unused columns with it. */
function reflect(
  columns: Float64Array,
  p: number,
  width: number,
  pivot: number,
  step: number,
  used: Uint8Array,
) {
  const vector = columns.slice(pivot * p + step, (pivot + 1) * p);
  const length = Math.sqrt(tailSquare(vector, 0, vector.length, 0));
  const head = vector[0]! > 0 ? -length : length;
  vector[0]! -= head;
  const square = tailSquare(vector, 0, vector.length, 0);
  for (let j = 0; j < width; j++) {
    if (j < p && (used[j] || j === pivot)) continue;
    const start = j * p + step;
    let sum = 0;
    for (let i = 0; i < vector.length; i++) sum += vector[i]! * columns[start + i]!;
    const factor = (2 * sum) / square;
    for (let i = 0; i < vector.length; i++) columns[start + i]! -= factor * vector[i]!;
  }
  columns.fill(0, pivot * p + step, (pivot + 1) * p);
  columns[pivot * p + step] = head;
}
