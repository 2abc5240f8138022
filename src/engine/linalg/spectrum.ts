/**
 * X̃ᵀX̃ = V diag(values) Vᵀ and what it makes of the targets: enough for the ridge solution at every λ.
 * `rank` is the number of values that are kept, the largest first.
 */
export interface Spectrum {
  readonly p: number;
  readonly k: number;
  readonly rank: number;
  /** rank squared singular values of X̃, descending. */
  readonly values: Float64Array;
  /** rank × p, row-major: a row is an eigenvector. */
  readonly vectors: Float64Array;
  /** k × rank: Vᵀ X̃ᵀ y_t. */
  readonly projections: Float64Array;
}

/** Σ_i v_i projection_i / (value_i + λ) for every target: k × p weights, in O(p · rank · k). */
export function solveSpectrum(
  spectrum: Spectrum,
  projections: Float64Array,
  lambdaTotal: number,
): Float64Array {
  const { p, k, rank, values, vectors } = spectrum;
  const weights = new Float64Array(k * p);
  for (let t = 0; t < k; t++) {
    const own = weights.subarray(t * p, (t + 1) * p);
    for (let i = rank - 1; i >= 0; i--) {
      const factor = projections[t * rank + i]! / (values[i]! + lambdaTotal);
      for (let j = 0, at = i * p; j < p; j++, at++) own[j]! += factor * vectors[at]!;
    }
  }
  return weights;
}

/** V ᵀ applied to each of the k rows of `right` (k × p): k × rank. */
export function projectOnto(
  spectrum: Pick<Spectrum, 'p' | 'rank' | 'vectors'>,
  right: Float64Array,
): Float64Array {
  const { p, rank, vectors } = spectrum;
  const k = p === 0 ? 0 : right.length / p;
  const result = new Float64Array(k * rank);
  for (let t = 0; t < k; t++) {
    for (let i = 0; i < rank; i++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += vectors[i * p + j]! * right[t * p + j]!;
      result[t * rank + i] = sum;
    }
  }
  return result;
}

/** Σ value / (value + λ): the trace of the hat matrix, without the intercept. */
export function spectrumFreedom({ values }: Spectrum, lambdaTotal: number): number {
  let sum = 0;
  for (const value of values) sum += value / (value + lambdaTotal);
  return sum;
}

/** √(largest / smallest value), Infinity where the rank is below the number of columns that vary. */
export function spectrumCondition({ values, rank }: Spectrum, columns: number): number {
  if (columns === 0) return 1;
  if (rank < columns) return Number.POSITIVE_INFINITY;
  return Math.sqrt(values[0]! / values[rank - 1]!);
}
