import {
  type Equilibrated,
  equilibrate,
  equilibratedCondition,
  inverseTrace,
  solveAll,
  solveEquations,
} from '../linalg/equilibrated.ts';
import type { NullDirection } from '../linalg/nullDirections.ts';
import type { ScaledMoments } from '../linalg/scaledMoments.ts';
import { JACOBI, spectrumSteps } from '../linalg/spectral.ts';
import {
  projectOnto,
  type Spectrum,
  solveSpectrum,
  spectrumCondition,
  spectrumFreedom,
} from '../linalg/spectrum.ts';
import { allSteps, type Steps } from '../linalg/steps.ts';

/** Up to this order the spectrum takes less than a tenth of a second: whatever needs it has it computed at once. */
export const AT_ONCE = 300;
/** Up to this order the spectrum is worth its time in the background; beyond, every λ is factored by itself. */
export const SPECTRUM_LIMIT = 2000;
/** Ratio of the squared sizes of columns from which the spectrum of many of them loses the digits of the small ones. */
export const UNEVEN = 1e6;
/** A share of the mean eigenvalue that is as good as λ = 0 for a comparison. */
const NEARLY_ZERO = 1e-9;

/**
 * (G + λI) w = c for one symmetric, positive semidefinite G, k right-hand sides and any number of λ. G is X̃ᵀX̃, or X̃X̃ᵀ
 * in the dual form. Each λ costs a Cholesky factorization, the last one kept, until `enliven` has computed the spectrum
 * of G: then O(p²).
 */
export class NormalEquations {
  readonly #scaled: ScaledMoments;
  readonly #directions: readonly NullDirection[];
  readonly #varying: number;
  /** True where the spectrum keeps the digits of every column. */
  readonly #even: boolean;
  #spectrum: Spectrum | null = null;
  #factored: Equilibrated | null = null;
  #definite: boolean | null = null;
  /** The first λ whose degrees of freedom were asked for. */
  #first: number | null = null;
  /** −1 where it is not known. */
  #deflatedRank: number | null = null;
  #live: boolean;

  /** @param directions null directions of X̃ that are known: often all that the rank takes */
  constructor(scaled: ScaledMoments, directions: readonly NullDirection[] = []) {
    this.#scaled = scaled;
    this.#directions = directions;
    const { varying, unevenness } = sizes(scaled);
    this.#varying = varying;
    this.#even = unevenness < UNEVEN;
    this.#live = scaled.p <= JACOBI;
  }

  /** True where another λ costs no more than O(p²), or next to nothing anyway. */
  get live(): boolean {
    return this.#live;
  }

  /** Computes the spectrum where that makes later λ cheaper. */
  *enliven(): Steps<void> {
    if (this.#live || this.#scaled.p > SPECTRUM_LIMIT) return;
    this.#spectrum ??= yield* spectrumSteps(this.#scaled);
    this.#live = true;
    if (this.#even) this.#factored = null;
  }

  /** Solves for every right-hand side (k × p). At λ = 0 and rank < p: the minimum-norm solution. */
  solve(lambda: number): Float64Array {
    if (this.#bySpectrum) return this.#solveSpectrum(lambda);
    const system = this.#factorAt(lambda);
    return system.factor ? solveEquations(system, this.#scaled) : this.#solveSpectrum(lambda);
  }

  /** As `solve`; but where that would take a spectrum of many columns, the limit λ → 0 is only come near to. */
  solveRoughly(lambda: number): Float64Array {
    if (this.#bySpectrum || this.knowsSpectrum || this.#factorAt(lambda).factor) return this.solve(lambda);
    const { p, gram } = this.#scaled;
    let trace = 0;
    for (let at = 0; at < gram.length; at += p + 1) trace += gram[at]!;
    return this.solve(Math.max(lambda, (NEARLY_ZERO * trace) / Math.max(this.#varying, 1)));
  }

  /** (G + λI)⁻¹ or its pseudo-inverse, applied to other right-hand sides. */
  correct(right: Float64Array, lambda: number): Float64Array {
    const system = this.#bySpectrum ? null : this.#factorAt(lambda);
    if (system?.factor) return solveAll(system, right);
    const spectrum = this.#wholeSpectrum();
    return solveSpectrum(spectrum, projectOnto(spectrum, right), lambda);
  }

  gramCondition(lambda: number): number {
    if (lambda === 0 && this.#directions.length > 0) return Number.POSITIVE_INFINITY;
    return equilibratedCondition(this.#factorAt(lambda));
  }

  /** Σ value / (value + λ) over the eigenvalues of G: by the spectrum where it is known, else p − λ tr (G + λI)⁻¹. */
  freedom(lambda: number): number {
    if (lambda === 0 && this.#knownRank !== null) return this.#knownRank;
    if (this.knowsSpectrum && !this.#isFirst(lambda)) return spectrumFreedom(this.#wholeSpectrum(), lambda);
    if (lambda === 0) return this.rank;
    const system = this.#factorAt(lambda);
    if (!system.factor) return spectrumFreedom(this.#wholeSpectrum(), lambda);
    return this.#scaled.p - lambda * inverseTrace(system);
  }

  /** True where the spectrum is there, or there in no time. */
  get knowsSpectrum(): boolean {
    return this.#spectrum !== null || this.#scaled.p <= AT_ONCE;
  }

  get condition(): number {
    if (this.#knownRank !== null) return Number.POSITIVE_INFINITY;
    return spectrumCondition(this.#wholeSpectrum(), this.#varying);
  }

  /** True where what varies depends on one another. */
  get singular(): boolean {
    if (this.#isDefinite()) return false;
    if (this.#knownRank !== null) return true;
    return !this.knowsSpectrum || this.#wholeSpectrum().rank < this.#varying;
  }

  /** While the spectrum of many columns is not there, at most so much. */
  get rank(): number {
    if (this.#isDefinite()) return this.#varying;
    if (this.#knownRank !== null) return this.#knownRank;
    if (this.knowsSpectrum) return this.#wholeSpectrum().rank;
    return Math.min(this.#varying, this.#scaled.count);
  }

  get #bySpectrum(): boolean {
    return this.#spectrum !== null && this.#live && this.#even && this.#scaled.p > JACOBI;
  }

  #solveSpectrum(lambda: number): Float64Array {
    const spectrum = this.#wholeSpectrum();
    return solveSpectrum(spectrum, spectrum.projections, lambda);
  }

  #wholeSpectrum(): Spectrum {
    this.#spectrum ??= allSteps(spectrumSteps(this.#scaled));
    return this.#spectrum;
  }

  #isDefinite(): boolean {
    this.#definite ??= this.#directions.length === 0 && this.#factorAt(0).factor !== null;
    return this.#definite;
  }

  /** True for one λ, for which a spectrum that nothing else needs would cost more than it saves. */
  #isFirst(lambda: number): boolean {
    if (this.#spectrum !== null || this.#knownRank === null) return false;
    this.#first ??= lambda;
    return this.#first === lambda;
  }

  /** The rank where nothing but the known directions makes the columns depend on one another; else null. */
  get #knownRank(): number | null {
    const known = this.#directions.length;
    if (known === 0) return null;
    this.#deflatedRank ??= this.#factorAt(0).factor ? this.#varying - known : -1;
    return this.#deflatedRank < 0 ? null : this.#deflatedRank;
  }

  /** Where there are null directions, without them: at λ = 0 that gives the solution of least norm. */
  #factorAt(lambda: number): Equilibrated {
    if (this.#factored?.lambda !== lambda) {
      this.#factored = equilibrate(this.#scaled, lambda, this.#directions);
    }
    return this.#factored;
  }
}

/** Columns that are not 0, and the largest diagonal entry of G over its smallest that is not 0. */
export function sizes({ p, gram }: ScaledMoments): { varying: number; unevenness: number } {
  let varying = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let at = 0; at < gram.length; at += p + 1) {
    const square = gram[at]!;
    if (square > 0) {
      varying++;
      smallest = Math.min(smallest, square);
    }
    largest = Math.max(largest, square);
  }
  return { varying, unevenness: largest / smallest };
}
