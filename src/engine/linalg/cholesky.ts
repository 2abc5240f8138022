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
  for (let i = 0; i < n; i++) {
    solveRow(factor, matrix, n, i);
    const own = i * n;
    let pivot = matrix[own + i]!;
    const floor = tolerance * pivot;
    for (let at = own; at < own + i; at++) pivot -= factor[at]! * factor[at]!;
    if (!(pivot > floor)) return null;
    factor[own + i] = Math.sqrt(pivot);
  }
  return factor;
}

/** Row i of the factor left of its diagonal, four columns at a time: L_ij = (A_ij − L_i · L_j) / L_jj. */
function solveRow(factor: Float64Array, matrix: Float64Array, n: number, i: number): void {
  const own = i * n;
  let j = 0;
  for (; j + 4 <= i; j += 4) {
    let a = matrix[own + j]!;
    let b = matrix[own + j + 1]!;
    let c = matrix[own + j + 2]!;
    let d = matrix[own + j + 3]!;
    const rowA = j * n;
    const rowB = rowA + n;
    const rowC = rowB + n;
    const rowD = rowC + n;
    for (let q = 0; q < j; q++) {
      const value = factor[own + q]!;
      a -= value * factor[rowA + q]!;
      b -= value * factor[rowB + q]!;
      c -= value * factor[rowC + q]!;
      d -= value * factor[rowD + q]!;
    }
    a /= factor[rowA + j]!;
    b = (b - a * factor[rowB + j]!) / factor[rowB + j + 1]!;
    c = (c - a * factor[rowC + j]! - b * factor[rowC + j + 1]!) / factor[rowC + j + 2]!;
    d -= a * factor[rowD + j]! + b * factor[rowD + j + 1]! + c * factor[rowD + j + 2]!;
    factor[own + j] = a;
    factor[own + j + 1] = b;
    factor[own + j + 2] = c;
    factor[own + j + 3] = d / factor[rowD + j + 3]!;
  }
  for (; j < i; j++) {
    let sum = matrix[own + j]!;
    for (let q = 0; q < j; q++) sum -= factor[own + q]! * factor[j * n + q]!;
    factor[own + j] = sum / factor[j * n + j]!;
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
