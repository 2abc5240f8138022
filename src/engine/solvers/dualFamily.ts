import {
  type ColumnMoments,
  type DesignBlock,
  type LinearWeights,
  PART,
  type Scaling,
} from '../data/types.ts';
import { largestEigenvalue } from '../linalg/largestEigenvalue.ts';
import { applyRows, combineRows, rowProducts, type WideRows } from '../linalg/rowProducts.ts';
import { NormalEquations } from './normalEquations.ts';
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
  const { p, k, mean } = moments;
  const unit = Float64Array.from(scaling.scale, (scale, j) => (scaling.constant[j] ? 0 : 1 / scale));
  const wide: WideRows = { block, p, unit, centre: intercept ? mean.slice(0, p) : new Float64Array(p) };
  const meanX = unit.map((own, j) => (mean[j]! - scaling.shift[j]!) * own);
  const meanY = intercept ? mean.slice(p) : new Float64Array(k);
  const train = Int32Array.from(
    Array.from(block.part.keys()).filter((row) => block.part[row] === PART.train),
  );
  const all = rowProducts(wide);
  const products = principal(all, block.rows, train);
  const targets = Array.from({ length: k }, (_, t) =>
    Float64Array.from(train, (row) => block.y[row * k + t]! - meanY[t]!),
  );
  const contrasts = new Contrasts(train.length, intercept);
  const equations = contrasts.equations(products, targets, p);
  const alphas = (solved: Float64Array) => contrasts.shares(solved, block.rows, train);
  const weightsOf = (solved: Float64Array): LinearWeights => {
    const result = { p, k, weights: new Float64Array(k * p), intercept: meanY.slice() };
    alphas(solved).forEach((alpha, t) => {
      const weights = combineRows(wide, alpha);
      result.weights.set(weights, t * p);
      if (intercept) for (let j = 0; j < p; j++) result.intercept[t]! -= weights[j]! * meanX[j]!;
    });
    return result;
  };
  return {
    block,
    solve: (lambda) => weightsOf(equations.solve(lambda)),
    solveRoughly: (lambda) => weightsOf(equations.solveRoughly(lambda)),
    predictions(lambda) {
      const result = new Float64Array(block.rows * k);
      alphas(equations.solve(lambda)).forEach((alpha, t) => {
        for (let row = 0; row < block.rows; row++) {
          let sum = meanY[t]!;
          for (let i = 0, at = row * block.rows; i < block.rows; i++, at++) sum += all[at]! * alpha[i]!;
          result[row * k + t] = sum;
        }
      });
      return result;
    },
    lipschitz(lambda) {
      const m = train.length;
      if (!intercept) return (largestEigenvalue(products, m) + lambda) / m;
      if (meanX.every((value) => value === 0)) {
        return Math.max(1, (largestEigenvalue(products, m) + lambda) / m);
      }
      return (largestEigenvalue(uncentred(wide, products, train, meanX), m) + lambda) / m;
    },
    gramCondition: (lambda) => equations.gramCondition(lambda),
    degreesOfFreedom: (lambda) => equations.freedom(lambda) + (intercept ? 1 : 0),
    condition: Number.POSITIVE_INFINITY,
    singular: true,
    order: contrasts.order,
    get knowsSpectrum() {
      return equations.knowsSpectrum;
    },
    get rank() {
      return equations.rank;
    },
    get live() {
      return equations.live;
    },
    enliven: () => equations.enliven(),
  };
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

/**
 * n rows that were centred depend on one another, since they sum to 0. Householder's reflection that takes their sum
 * to one axis leaves n − 1 rows x_i + (x_0 − Σx / √n) / (√n − 1) with the same X̃ᵀX̃ that do not. Without an intercept
 * the rows stay as they are.
 */
class Contrasts {
  /** Rows that are left. */
  readonly order: number;
  readonly #n: number;
  /** 1 / √n and 1 / (√n − 1); 0 where rows stay as they are. */
  readonly #root: number;
  readonly #step: number;

  constructor(n: number, centred: boolean) {
    this.#n = n;
    this.order = centred ? n - 1 : n;
    this.#root = centred ? 1 / Math.sqrt(n) : 0;
    this.#step = centred ? 1 / (Math.sqrt(n) - 1) : 0;
  }

  /** The equations in the rows that are left; `columns` were summed for each product. */
  equations(products: Float64Array, targets: readonly Float64Array[], columns: number): NormalEquations {
    const { order } = this;
    const skipped = this.#n - order;
    const half = new Float64Array(order * this.#n);
    for (let i = 0; i < this.#n; i++) {
      const column = this.#contrast((from) => products[from * this.#n + i]!);
      for (let j = 0; j < order; j++) half[j * this.#n + i] = column[j + skipped]!;
    }
    const gram = new Float64Array(order * order);
    for (let i = 0; i < order; i++) {
      const row = this.#contrast((from) => half[i * this.#n + from]!);
      for (let j = 0; j < order; j++) gram[i * order + j] = row[j + skipped]!;
    }
    for (let i = 1; i < order; i++) for (let j = 0; j < i; j++) gram[i * order + j] = gram[j * order + i]!;
    const k = targets.length;
    const cross = new Float64Array(k * order);
    targets.forEach((own, t) => {
      cross.set(this.#contrast((from) => own[from]!).subarray(skipped), t * order);
    });
    const none = new Float64Array(order);
    const square = new Float64Array(k);
    return new NormalEquations({
      p: order,
      k,
      count: columns,
      gram,
      cross,
      square,
      meanX: none,
      meanY: square,
    });
  }

  /** The share of each of all rows in a solution in the rows that are left, for every target. */
  shares(solved: Float64Array, rows: number, train: Int32Array): Float64Array[] {
    const { order } = this;
    const skipped = this.#n - order;
    const targets = solved.length / order;
    return Array.from({ length: targets }, (_, t) => {
      const own = solved.subarray(t * order, (t + 1) * order);
      const common = own.reduce((sum, value) => sum + value, 0) * this.#step;
      const shares = new Float64Array(rows);
      train.forEach((row, i) => {
        shares[row] = (i < skipped ? common : own[i - skipped]!) - common * this.#root;
      });
      return shares;
    });
  }

  #contrast(value: (row: number) => number): Float64Array {
    const result = Float64Array.from({ length: this.#n }, (_, row) => value(row));
    let sum = 0;
    for (const own of result) sum += own;
    const common = this.#step * (result[0]! - this.#root * sum);
    for (let i = 0; i < result.length; i++) result[i]! += common;
    return result;
  }
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
