import { type DesignBlock, PART } from '../data/types.ts';
import { type DenseRows, denseRows, type Factors } from '../kernels/denseRows.ts';
import type { Kernels } from '../kernels/loader.ts';
import { type Workspace, workspace } from '../kernels/workspace.ts';
import type { Spectrum } from '../linalg/spectrum.ts';
import type { RidgeProblem } from '../solvers/types.ts';
import type { MeanCurve } from './curve.ts';

/** A row whose hat value is this near to 1 is told by itself alone: without it nothing is known. */
const ALONE = 1e-12;
/** Rows that are taken together. */
const TILE_ROWS = 128;

/** The places of a tile's numbers, `count` of each. */
interface Places {
  /** p rows of scaled cells; then, of each eigenvector, the rows' coordinates and their squares. */
  readonly x: number;
  readonly z: number;
  readonly squares: number;
  /** Of each λ the hat values, and of each target and λ the fitted values about the mean. */
  readonly hats: number;
  readonly fitted: number;
  readonly end: number;
}

/**
 * Sums over rows of their errors under the ridge model of all others: (y − ŷ) / (1 − h), with h and ŷ of every λ from
 * the row's coordinates z on the eigenvectors, h = Σ z_i² / (s_i + λ) and ŷ = Σ z_i c_i / (s_i + λ).
 */
export class LeftOutSums {
  readonly #problem: RidgeProblem;
  readonly #rank: number;
  readonly #lambdas: number;
  /** What a weight of 1 adds to a row's hat value for the intercept. */
  readonly #centre: number;
  readonly #rows: DenseRows;
  /** Factors of the three products, in this order: eigenvectors, 1 / (s + λ), c / (s + λ) by target. */
  readonly #factors: Float64Array;
  readonly #space: Workspace;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #list = new Int32Array(TILE_ROWS);
  #weight = 0;
  #count = 0;

  /** @param count the rows' weight in the moments that the spectrum is of */
  constructor(
    problem: RidgeProblem,
    count: number,
    spectrum: Spectrum,
    lambdas: readonly number[],
    kernels: Kernels | null,
  ) {
    this.#problem = problem;
    this.#rank = spectrum.rank;
    this.#lambdas = lambdas.length;
    this.#centre = problem.intercept ? 1 / count : 0;
    this.#rows = denseRows(kernels);
    this.#factors = factorsOf(problem, spectrum, lambdas);
    this.#space = workspace(kernels, this.#factors.length + this.#places(TILE_ROWS).end);
    this.#sums = new Float64Array(lambdas.length);
    this.#squares = new Float64Array(lambdas.length);
  }

  /** Adds the training rows of a block that count. */
  add(block: DesignBlock): void {
    let count = 0;
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== PART.train || block.weight?.[row] === 0) continue;
      this.#list[count++] = row;
      if (count < TILE_ROWS) continue;
      this.#addTile(block, count);
      count = 0;
    }
    if (count > 0) this.#addTile(block, count);
  }

  /** Means over rows and targets, and their standard errors. */
  curve(): MeanCurve {
    const mean = Array.from(this.#sums, (sum) => sum / this.#weight);
    const se = mean.map((own, at) => {
      const variance = Math.max(0, this.#squares[at]! / this.#weight - own * own);
      return this.#count > 1 && Number.isFinite(own) ? Math.sqrt(variance / (this.#count - 1)) : 0;
    });
    return { mean, se };
  }

  release(): void {
    this.#space.release();
  }

  #addTile(block: DesignBlock, count: number): void {
    const { p, k } = this.#problem.moments;
    const [rank, lambdas, rows] = [this.#rank, this.#lambdas, this.#rows];
    const all = this.#space.view();
    all.set(this.#factors);
    const room = all.subarray(this.#factors.length);
    const { x, z, squares, hats, fitted, end } = this.#places(count);
    room.fill(0, z, end);
    this.#scale(block, count, room);
    const product = (start: number, units: number, terms: number): Factors => {
      return { values: all, start, units, unitStride: terms, terms, termStride: 1 };
    };
    rows.mix(product(0, rank, p), room.subarray(x, z), count, room.subarray(z, squares));
    for (let at = z; at < squares; at++) room[squares + at - z] = room[at]! * room[at]!;
    const inverse = rank * p;
    rows.mix(
      product(inverse, lambdas, rank),
      room.subarray(squares, hats),
      count,
      room.subarray(hats, fitted),
    );
    const weights = product(inverse + lambdas * rank, k * lambdas, rank);
    rows.mix(weights, room.subarray(z, squares), count, room.subarray(fitted, end));
    this.#addErrors(block, count, room.subarray(hats, fitted), room.subarray(fitted, end));
  }

  /** The rows about the means where there is an intercept, on the columns' scales, column by column. */
  #scale({ x }: DesignBlock, count: number, room: Float64Array): void {
    const { moments, scaling, intercept } = this.#problem;
    const { p, mean, meanRest } = moments;
    for (let j = 0; j < p; j++) {
      const unit = scaling.constant[j] ? 0 : 1 / scaling.scale[j]!;
      const [shift, rest] = intercept ? [mean[j]!, meanRest[j]!] : [scaling.shift[j]!, 0];
      for (let i = 0, at = j * count; i < count; i++, at++)
        room[at] = (x[this.#list[i]! * p + j]! - shift - rest) * unit;
    }
  }

  #addErrors({ y, weight }: DesignBlock, count: number, hats: Float64Array, fitted: Float64Array): void {
    const { moments, intercept } = this.#problem;
    const { p, k, mean, meanRest } = moments;
    for (let i = 0; i < count; i++) {
      const row = this.#list[i]!;
      const own = weight?.[row] ?? 1;
      this.#weight += own;
      this.#count++;
      for (let l = 0; l < this.#lambdas; l++) {
        const left = 1 - own * (hats[l * count + i]! + this.#centre);
        let error = 0;
        for (let t = 0; t < k; t++) {
          const centred = y[row * k + t]! - (intercept ? mean[p + t]! + meanRest[p + t]! : 0);
          const residual = (centred - fitted[(t * this.#lambdas + l) * count + i]!) / left;
          error += (residual * residual) / k;
        }
        if (left < ALONE) error = Number.POSITIVE_INFINITY;
        this.#sums[l]! += own * error;
        this.#squares[l]! += own * error * error;
      }
    }
  }

  #places(count: number): Places {
    const { p, k } = this.#problem.moments;
    const z = p * count;
    const squares = z + this.#rank * count;
    const hats = squares + this.#rank * count;
    const fitted = hats + this.#lambdas * count;
    return { x: 0, z, squares, hats, fitted, end: fitted + k * this.#lambdas * count };
  }
}

/** Eigenvectors (rank × p), 1 / (s + λ) (λ × rank) and c / (s + λ) (targets × λ × rank), one after the other. */
function factorsOf(
  { moments }: RidgeProblem,
  { rank, vectors, values, projections }: Spectrum,
  lambdas: readonly number[],
): Float64Array {
  const { p, k } = moments;
  const all = new Float64Array(rank * p + lambdas.length * rank * (k + 1));
  all.set(vectors.subarray(0, rank * p));
  let to = rank * p;
  for (const lambda of lambdas) for (let i = 0; i < rank; i++) all[to++] = 1 / (values[i]! + lambda);
  for (let t = 0; t < k; t++)
    for (const lambda of lambdas)
      for (let i = 0; i < rank; i++) all[to++] = projections[t * rank + i]! / (values[i]! + lambda);
  return all;
}
