import { factorCholesky, inverseSquares, solveCholesky } from './cholesky.ts';
import { addAlong, componentAlong, type NullDirection } from './nullDirections.ts';
import { normalResidual, type ScaledMoments } from './scaledMoments.ts';

/**
 * D⁻¹ (X̃ᵀX̃ + λI) D⁻¹ = L Lᵀ with D² its diagonal: scaling the columns costs nothing and keeps digits. Where null
 * directions v of X̃ are known, τvvᵀ is added to X̃ᵀX̃ for each: the solution has no part along v, so it stays the same,
 * and a small λ costs it no digits any more.
 */
export interface Equilibrated {
  readonly lambda: number;
  readonly p: number;
  readonly unit: Float64Array;
  readonly deflated: readonly Deflation[];
  /** The lower triangle of the equilibrated matrix, row-major p × p, and of its factor. */
  readonly matrix: Float64Array;
  readonly factor: Float64Array | null;
}

interface Deflation {
  readonly direction: NullDirection;
  /** τ. */
  readonly strength: number;
}

/** @param directions orthogonal to one another; at λ = 0 solutions are then those of least norm */
export function equilibrate(
  { p, count, gram }: ScaledMoments,
  lambda: number,
  directions: readonly NullDirection[] = [],
): Equilibrated {
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
  const deflated = directions.map((direction) => deflate(matrix, p, unit, direction));
  // Summing more rows leaves more rounding, by chance as their root.
  const tolerance = (p + 16 + Math.sqrt(count)) * Number.EPSILON;
  return { lambda, p, unit, deflated, matrix, factor: factorCholesky(matrix, p, tolerance) };
}

/** Adds τvvᵀ, of the size of the columns themselves, to the lower triangle. */
function deflate(matrix: Float64Array, p: number, unit: Float64Array, direction: NullDirection): Deflation {
  const { columns, values } = direction;
  const scaled = values.map((value, at) => value * unit[columns[at]!]!);
  const strength = 1 / scaled.reduce((sum, value) => sum + value * value, 0);
  for (let a = 0; a < columns.length; a++) {
    for (let b = 0; b <= a; b++) {
      matrix[columns[a]! * p + columns[b]!]! += strength * scaled[a]! * scaled[b]!;
    }
  }
  return { direction, strength };
}

/** (X̃ᵀX̃ + λI)⁻¹ applied to each of the rows of `right` (k × p). */
export function solveAll(system: Equilibrated, right: Float64Array): Float64Array {
  return solveApart(system, right, true);
}

/** @param along whether the parts of `right` along null directions count; else they are rounding */
function solveApart(
  { lambda, p, unit, deflated, factor }: Equilibrated,
  right: Float64Array,
  along: boolean,
): Float64Array {
  const result = right.slice();
  for (let start = 0; start < result.length; start += p) {
    const parts = deflated.map(({ direction }) => takeAlong(direction, result, start));
    const own = result.subarray(start, start + p);
    for (let j = 0; j < p; j++) own[j]! *= unit[j]!;
    if (!factor) continue;
    solveCholesky(factor, p, own);
    for (let j = 0; j < p; j++) own[j]! *= unit[j]!;
    deflated.forEach(({ direction, strength }, at) => {
      takeAlong(direction, result, start);
      // Below that, its rounding would be more than what it corrects.
      const known = lambda > Number.EPSILON * strength * squareOf(direction);
      if (along && known) addAlong(direction, parts[at]! / lambda, result, start);
    });
  }
  return result;
}

/** Takes the part along v out of w, and returns its factor. */
function takeAlong(direction: NullDirection, w: Float64Array, start: number): number {
  const factor = componentAlong(direction, w, start);
  addAlong(direction, -factor, w, start);
  return factor;
}

function squareOf({ values }: NullDirection): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The trace of (X̃ᵀX̃ + λI)⁻¹ from its factor, in O(p³); NaN where there is none. */
export function inverseTrace({ lambda, p, unit, deflated, factor }: Equilibrated): number {
  if (!factor) return Number.NaN;
  const squares = inverseSquares(factor, p);
  let trace = 0;
  for (let j = 0; j < p; j++) trace += squares[j]! * unit[j]! * unit[j]!;
  for (const { direction, strength } of deflated) {
    trace += 1 / lambda - 1 / (lambda + strength * squareOf(direction));
  }
  return trace;
}

/** Weights (k × p) of the normal equations, with one step of iterative refinement against the unfactored ones. */
export function solveEquations(system: Equilibrated, scaled: ScaledMoments): Float64Array {
  const weights = solveApart(system, scaled.cross, false);
  const correction = solveApart(system, normalResidual(scaled, weights, system.lambda), false);
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
