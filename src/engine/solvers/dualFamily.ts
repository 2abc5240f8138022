import {
  type ColumnMoments,
  type DesignBlock,
  type LinearWeights,
  PART,
  type Scaling,
} from '../data/types.ts';
import { largestEigenvalue } from '../linalg/largestEigenvalue.ts';
import { applyRows, combineRows, rowProducts, type WideRows } from '../linalg/rowProducts.ts';
import type { Steps } from '../linalg/steps.ts';
import { Contrasts } from './contrasts.ts';
import type { NormalEquations } from './normalEquations.ts';
import type { RidgeFamily } from './types.ts';

/** A family over rows that are fewer than the columns. */
export interface DualFamily extends RidgeFamily {
  readonly block: DesignBlock;
  /** What the exact solution at a total λ predicts for every row of the block: rows × k, in O(n²). */
  predictions(lambdaTotal: number): Float64Array;
  /** Largest eigenvalue of the Hessian of the mean loss; where columns are not centred, at most λ / m above it. */
  lipschitz(lambdaTotal: number): number;
}

/**
 * Every ridge solution of n rows with more columns than rows: w = X̃ᵀ (X̃X̃ᵀ + λI)⁻¹ ỹ, so that the largest system has
 * the order of the rows (Saunders, Gammerman & Vovk 1998; Hastie, Tibshirani & Friedman 2009, §18.3.5). At λ = 0 it is
 * the solution of minimum norm. O(n² p) once, then O(n² + n p) per λ.
 *
 * @param block all rows; those of the training part make the model
 * @param moments of the training rows
 */
export function dualFamily(
  block: DesignBlock,
  moments: ColumnMoments,
  scaling: Scaling,
  intercept: boolean,
): DualFamily {
  const { p, mean } = moments;
  const unit = Float64Array.from(scaling.scale, (scale, j) => (scaling.constant[j] ? 0 : 1 / scale));
  const wide: WideRows = { block, p, unit, centre: intercept ? mean.slice(0, p) : new Float64Array(p) };
  const meanX = unit.map((own, j) => (mean[j]! - scaling.shift[j]!) * own);
  const meanY = intercept ? mean.slice(p) : new Float64Array(moments.k);
  return new DualSolutions(wide, meanX, meanY, intercept);
}

class DualSolutions implements DualFamily {
  readonly block: DesignBlock;
  readonly condition = Number.POSITIVE_INFINITY;
  readonly singular = true;
  readonly #train: Int32Array;
  /** Of all rows, and of those of the training part. */
  readonly #allProducts: Float64Array;
  readonly #products: Float64Array;
  readonly #contrasts: Contrasts;
  readonly #equations: NormalEquations;

  /** @param meanX means of the optimized columns; @param meanY what predictions are measured from */
  constructor(
    private readonly wide: WideRows,
    private readonly meanX: Float64Array,
    private readonly meanY: Float64Array,
    private readonly intercept: boolean,
  ) {
    const { block, p } = wide;
    const k = meanY.length;
    this.block = block;
    this.#train = Int32Array.from(
      Array.from(block.part.keys()).filter((row) => block.part[row] === PART.train),
    );
    this.#allProducts = rowProducts(wide);
    this.#products = principal(this.#allProducts, block.rows, this.#train);
    const targets = Array.from({ length: k }, (_, t) =>
      Float64Array.from(this.#train, (row) => block.y[row * k + t]! - meanY[t]!),
    );
    this.#contrasts = new Contrasts(this.#train.length, intercept);
    this.#equations = this.#contrasts.equations(this.#products, targets, p);
  }

  get order(): number {
    return this.#contrasts.order;
  }

  get knowsSpectrum(): boolean {
    return this.#equations.knowsSpectrum;
  }

  get rank(): number {
    return this.#equations.rank;
  }

  get live(): boolean {
    return this.#equations.live;
  }

  enliven(): Steps<void> {
    return this.#equations.enliven();
  }

  gramCondition(lambda: number): number {
    return this.#equations.gramCondition(lambda);
  }

  degreesOfFreedom(lambda: number): number {
    return this.#equations.freedom(lambda) + (this.intercept ? 1 : 0);
  }

  solve(lambda: number): LinearWeights {
    return this.#weightsOf(this.#equations.solve(lambda));
  }

  solveRoughly(lambda: number): LinearWeights {
    return this.#weightsOf(this.#equations.solveRoughly(lambda));
  }

  predictions(lambda: number): Float64Array {
    const { rows } = this.block;
    const k = this.meanY.length;
    const result = new Float64Array(rows * k);
    this.#alphas(this.#equations.solve(lambda)).forEach((alpha, t) => {
      for (let row = 0; row < rows; row++) {
        let sum = this.meanY[t]!;
        for (let i = 0, at = row * rows; i < rows; i++, at++) sum += this.#allProducts[at]! * alpha[i]!;
        result[row * k + t] = sum;
      }
    });
    return result;
  }

  lipschitz(lambda: number): number {
    const { meanX, wide } = this;
    const m = this.#train.length;
    const bound = (products: Float64Array) => (largestEigenvalue(products, m) + lambda) / m;
    if (!this.intercept) return bound(this.#products);
    if (meanX.every((value) => value === 0)) return Math.max(1, bound(this.#products));
    return bound(uncentred(wide, this.#products, this.#train, meanX));
  }

  /** The share of each row in a solution, for every target. */
  #alphas(solved: Float64Array): Float64Array[] {
    return this.#contrasts.shares(solved, this.block.rows, this.#train);
  }

  #weightsOf(solved: Float64Array): LinearWeights {
    const { wide, meanX, meanY } = this;
    const { p } = wide;
    const k = meanY.length;
    const result = { p, k, weights: new Float64Array(k * p), intercept: meanY.slice() };
    this.#alphas(solved).forEach((alpha, t) => {
      const weights = combineRows(wide, alpha);
      result.weights.set(weights, t * p);
      if (this.intercept) for (let j = 0; j < p; j++) result.intercept[t]! -= weights[j]! * meanX[j]!;
    });
    return result;
  }
}

/** The rows and columns of a matrix (n × n) that are listed. */
function principal(matrix: Float64Array, n: number, rows: Int32Array): Float64Array {
  const m = rows.length;
  const result = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) result[i * m + j] = matrix[rows[i]! * n + rows[j]!]!;
  }
  return result;
}

/** [1 X̃][1 X̃]ᵀ of the training rows, their columns not centred: `products` are those of the centred ones. */
function uncentred(
  wide: WideRows,
  products: Float64Array,
  train: Int32Array,
  meanX: Float64Array,
): Float64Array {
  const m = train.length;
  const along = applyRows(
    { ...wide, unit: wide.unit.map((unit, j) => unit * meanX[j]!) },
    meanX.map(() => 1),
  );
  let square = 1;
  for (const value of meanX) square += value * value;
  return products.map((value, at) => {
    const i = Math.floor(at / m);
    return value + along[train[i]!]! + along[train[at - i * m]!]! + square;
  });
}
