/** Rows that are solved together: the columns of the factor that they need are then read from memory once for all. */
const BAND = 32;

/**
 * The lower triangle L (n × n, row-major, zeros above) with L Lᵀ = `matrix`, of which only the lower triangle is read.
 * Null where the matrix is not positive definite to working precision: a pivot at or below `tolerance` times the
 * diagonal entry it came from.
 */
export function factorCholesky(
  matrix: Float64Array,
  n: number,
  tolerance = (n + 16) * Number.EPSILON,
): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let start = 0; start < n; start += BAND) {
    const end = Math.min(start + BAND, n);
    for (let j = 0; j < start; j += 4) {
      let i = start;
      for (; i + 2 <= end; i += 2) solveTwoByFour(factor, matrix, n, i, j);
      if (i < end) solveEntries(factor, matrix, n, i, j, j + 4);
    }
    for (let i = start; i < end; i++) {
      solveEntries(factor, matrix, n, i, start, i);
      const own = i * n;
      let pivot = matrix[own + i]!;
      const floor = tolerance * pivot;
      for (let at = own; at < own + i; at++) pivot -= factor[at]! * factor[at]!;
      if (!(pivot > floor)) return null;
      factor[own + i] = Math.sqrt(pivot);
    }
  }
  return factor;
}

/** Columns j … j + 3 of rows i and i + 1: L_ij = (A_ij − L_i · L_j) / L_jj, eight sums at a time. */
function solveTwoByFour(factor: Float64Array, matrix: Float64Array, n: number, i: number, j: number): void {
  const upper = i * n;
  const lower = upper + n;
  let a = matrix[upper + j]!;
  let b = matrix[upper + j + 1]!;
  let c = matrix[upper + j + 2]!;
  let d = matrix[upper + j + 3]!;
  let e = matrix[lower + j]!;
  let f = matrix[lower + j + 1]!;
  let g = matrix[lower + j + 2]!;
  let h = matrix[lower + j + 3]!;
  const rowA = j * n;
  const rowB = rowA + n;
  const rowC = rowB + n;
  const rowD = rowC + n;
  for (let q = 0; q < j; q++) {
    const first = factor[upper + q]!;
    const second = factor[lower + q]!;
    const ofA = factor[rowA + q]!;
    a -= first * ofA;
    e -= second * ofA;
    const ofB = factor[rowB + q]!;
    b -= first * ofB;
    f -= second * ofB;
    const ofC = factor[rowC + q]!;
    c -= first * ofC;
    g -= second * ofC;
    const ofD = factor[rowD + q]!;
    d -= first * ofD;
    h -= second * ofD;
  }
  finishFour(factor, n, upper + j, j, a, b, c, d);
  finishFour(factor, n, lower + j, j, e, f, g, h);
}

/** Four neighbouring entries of a row from what is left of them after the columns before j; the first stands at `at`. */
function finishFour(
  factor: Float64Array,
  n: number,
  at: number,
  j: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  const rowA = j * n + j;
  const rowB = rowA + n;
  const rowC = rowB + n;
  const rowD = rowC + n;
  const first = a / factor[rowA]!;
  const second = (b - first * factor[rowB]!) / factor[rowB + 1]!;
  const third = (c - first * factor[rowC]! - second * factor[rowC + 1]!) / factor[rowC + 2]!;
  const rest = d - first * factor[rowD]! - second * factor[rowD + 1]! - third * factor[rowD + 2]!;
  factor[at] = first;
  factor[at + 1] = second;
  factor[at + 2] = third;
  factor[at + 3] = rest / factor[rowD + 3]!;
}

/** Columns from … to − 1 of row i, one after the other. */
function solveEntries(
  factor: Float64Array,
  matrix: Float64Array,
  n: number,
  i: number,
  from: number,
  to: number,
): void {
  const own = i * n;
  for (let j = from; j < to; j++) {
    let sum = matrix[own + j]!;
    for (let q = 0, at = j * n; q < j; q++, at++) sum -= factor[own + q]! * factor[at]!;
    factor[own + j] = sum / factor[j * (n + 1)]!;
  }
}

/** Replaces `right` (n) by the solution of L Lᵀ x = right. */
export function solveCholesky(factor: Float64Array, n: number, right: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = right[i]!;
    for (let j = 0, at = i * n; j < i; j++, at++) sum -= factor[at]! * right[j]!;
    right[i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = right[i]! / factor[i * n + i]!;
    right[i] = value;
    for (let j = 0, at = i * n; j < i; j++, at++) right[j]! -= value * factor[at]!;
  }
}

/** The diagonal of (L Lᵀ)⁻¹: the squared lengths of the columns of L⁻¹, in O(n³). `factor` is not changed. */
export function inverseSquares(factor: Float64Array, n: number): Float64Array {
  const squares = new Float64Array(n);
  for (let j = 0; j < n; j += 4) inverseColumns(factor, n, j, squares);
  return squares;
}

/** Columns first … first + 3 of L⁻¹ by forward substitution, their squared lengths into `squares`. */
function inverseColumns(factor: Float64Array, n: number, first: number, squares: Float64Array): void {
  const width = Math.min(4, n - first);
  const columns = new Float64Array(4 * n);
  const sums = new Float64Array(4);
  for (let i = first; i < n; i++) {
    const pivot = factor[i * (n + 1)]!;
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = first, at = i * n + first, from = 4 * first; j < i; j++, at++, from += 4) {
      const value = factor[at]!;
      a -= value * columns[from]!;
      b -= value * columns[from + 1]!;
      c -= value * columns[from + 2]!;
      d -= value * columns[from + 3]!;
    }
    sums.set([a, b, c, d]);
    for (let q = 0; q < width; q++) {
      const entry = (sums[q]! + (i === first + q ? 1 : 0)) / pivot;
      columns[4 * i + q] = entry;
      squares[first + q]! += entry * entry;
    }
  }
}
