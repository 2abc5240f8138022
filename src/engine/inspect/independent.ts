/** Columns of a positive semidefinite matrix that stand by themselves, and how the others are made of them. */
export interface Independent {
  /** Indices, ascending, of columns none of which is a combination of those before it. */
  readonly kept: readonly number[];
  /** Each other column of size above 0, with the kept columns before it that it is a combination of. */
  readonly dependent: readonly { readonly column: number; readonly of: readonly number[] }[];
  /** The lower triangle L of the kept columns' matrix, row-major and as wide as their number. */
  readonly factor: Float64Array;
}

/** A combination's terms below this share of the largest are rounding. */
const NEGLIGIBLE = 1e-6;

/**
 * Cholesky factorization of `matrix` (n × n, symmetric, row-major), column after column, leaving out each one of which
 * those before it leave nothing: less than `tolerance` of its square. Rows of zeros are left out too.
 */
export function independentColumns(matrix: Float64Array, n: number, tolerance: number): Independent {
  const kept: number[] = [];
  const dependent: { column: number; of: number[] }[] = [];
  const rows: Float64Array[] = [];
  for (let j = 0; j < n; j++) {
    const size = matrix[j * (n + 1)]!;
    if (!(size > 0)) continue;
    const row = nextRow(matrix, n, j, kept, rows);
    let rest = size;
    for (const value of row) rest -= value * value;
    if (rest > tolerance * size) {
      kept.push(j);
      const whole = new Float64Array(row.length + 1);
      whole.set(row);
      whole[row.length] = Math.sqrt(rest);
      rows.push(whole);
    } else dependent.push({ column: j, of: combination(row, rows).map((at) => kept[at]!) });
  }
  const factor = new Float64Array(kept.length ** 2);
  rows.forEach((row, i) => void factor.set(row, i * kept.length));
  return { kept, dependent, factor };
}

/** L⁻¹ a of the column's products with the kept ones: its row of L but for the diagonal. */
function nextRow(
  matrix: Float64Array,
  n: number,
  j: number,
  kept: readonly number[],
  rows: readonly Float64Array[],
): Float64Array {
  const row = new Float64Array(kept.length);
  for (let i = 0; i < kept.length; i++) {
    const other = rows[i]!;
    let sum = matrix[j * n + kept[i]!]!;
    for (let q = 0; q < i; q++) sum -= other[q]! * row[q]!;
    row[i] = sum / other[i]!;
  }
  return row;
}

/** Places of the terms that count in the combination that L⁻ᵀ row gives. */
function combination(row: Float64Array, rows: readonly Float64Array[]): number[] {
  const factors = row.slice();
  for (let i = factors.length - 1; i >= 0; i--) {
    factors[i]! /= rows[i]![i]!;
    for (let q = 0; q < i; q++) factors[q]! -= factors[i]! * rows[i]![q]!;
  }
  const largest = factors.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Array.from(factors.keys()).filter((at) => Math.abs(factors[at]!) > NEGLIGIBLE * largest);
}
