import { factorCholesky, inverseSquares, solveCholesky } from './cholesky.ts';
import { normalResidual, type ScaledMoments } from './scaledMoments.ts';

/** D⁻¹ (X̃ᵀX̃ + λI) D⁻¹ = L Lᵀ with D² its diagonal: scaling the columns costs nothing and keeps digits. */
export interface Equilibrated {
  readonly lambda: number;
  readonly p: number;
  readonly unit: Float64Array;
  /** The lower triangle of the equilibrated matrix, row-major p × p, and of its factor. */
  readonly matrix: Float64Array;
  readonly factor: Float64Array | null;
}

export function equilibrate({ p, count, gram }: ScaledMoments, lambda: number): Equilibrated {
  const unit = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const diagonal = gram[j * (p + 1)]! + lambda;
    unit[j] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  }
  const matrix = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < i; j++) matrix[i * p + j] = gram[i * p + j]! * unit[i]! * unit[j]!;
    matrix[i * p + i] = 1;
  }
  // Summing more rows leaves more rounding, by chance as their root.
  const tolerance = (p + 16 + Math.sqrt(count)) * Number.EPSILON;
  return { lambda, p, unit, matrix, factor: factorCholesky(matrix, p, tolerance) };
}

/** (X̃ᵀX̃ + λI)⁻¹ applied to each of the rows of `right` (k × p). */
export function solveAll({ p, unit, factor }: Equilibrated, right: Float64Array): Float64Array {
  const result = right.map((value, at) => value * unit[at % p]!);
  if (!factor) return result;
  for (let start = 0; start < result.length; start += p) {
    const own = result.subarray(start, start + p);
    solveCholesky(factor, p, own);
    for (let j = 0; j < p; j++) own[j]! *= unit[j]!;
  }
  return result;
}

/** The trace of (X̃ᵀX̃ + λI)⁻¹ from its factor, in O(p³); NaN where there is none. */
export function inverseTrace({ p, unit, factor }: Equilibrated): number {
  if (!factor) return Number.NaN;
  const squares = inverseSquares(factor, p);
  let trace = 0;
  for (let j = 0; j < p; j++) trace += squares[j]! * unit[j]! * unit[j]!;
  return trace;
}

/** Weights (k × p) of the normal equations, with one step of iterative refinement against the unfactored ones. */
export function solveEquations(system: Equilibrated, scaled: ScaledMoments): Float64Array {
  const weights = solveAll(system, scaled.cross);
  const correction = solveAll(system, normalResidual(scaled, weights, system.lambda));
  for (let at = 0; at < weights.length; at++) weights[at]! += correction[at]!;
  return weights;
}

/**
 * An estimate of the condition number (in the 1-norm) of the equilibrated matrix, in O(p²): about as many digits are
 * lost as it has. Infinity where it could not be factored. Hager's method (1984), as Higham (1988) has it, without the
 * transpose since the matrix is symmetric; at most a few times too small.
 */
export function equilibratedCondition({ p, matrix, factor }: Equilibrated): number {
  if (p === 0) return 1;
  if (!factor) return Number.POSITIVE_INFINITY;
  let norm = 0;
  for (let i = 0; i < p; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += Math.abs(i >= j ? matrix[i * p + j]! : matrix[j * p + i]!);
    norm = Math.max(norm, sum);
  }
  return norm * inverseNorm(factor, p);
}

/** An estimate of the 1-norm of (L Lᵀ)⁻¹. */
function inverseNorm(factor: Float64Array, p: number): number {
  let estimate = 0;
  const probe = new Float64Array(p).fill(1 / p);
  for (let step = 0; step < 5; step++) {
    const image = probe.slice();
    solveCholesky(factor, p, image);
    const size = image.reduce((sum, value) => sum + Math.abs(value), 0);
    if (!(size > estimate)) break;
    estimate = size;
    const slope = image.map((value) => (value < 0 ? -1 : 1));
    solveCholesky(factor, p, slope);
    const steepest = slope.reduce(
      (best, value, j) => (Math.abs(value) > Math.abs(slope[best]!) ? j : best),
      0,
    );
    probe.fill(0);
    probe[steepest] = 1;
  }
  return estimate;
}
