import type { DesignBlock, LinearWeights } from '../data/types.ts';

/** 2²⁷ + 1: splits a double into two halves whose products are exact (Veltkamp; Dekker 1971). */
const SPLITTER = 134217729;

/**
 * Σ v r and Σ v x_j r over rows of weight v, r = y − b − w · x, in twice the working precision: products are exact and the rounding
 * of every addition is carried along; a weight other than 1 is rounded into the row's x_j. What is left of the normal
 * equations at given weights, with its digits.
 */
export class ResidualSums {
  readonly #width: number;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  /** High and low part of the sum being built. */
  readonly #sum = new Float64Array(2);

  constructor(readonly weights: LinearWeights) {
    this.#width = weights.p + 1;
    this.#high = new Float64Array(weights.k * this.#width);
    this.#low = new Float64Array(weights.k * this.#width);
  }

  /** Adds the block's rows of one part; x and y in original units, as the weights are. */
  add(block: DesignBlock, part: number): void {
    const { p, k } = this.weights;
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== part) continue;
      const counts = block.weight ? block.weight[row]! : 1;
      if (counts === 0) continue;
      for (let t = 0; t < k; t++) this.#addRow(block.x, row * p, block.y[row * k + t]!, t, counts);
    }
  }

  /** Σ r of target t minus nothing, as [high, low]; column p stands for the intercept's column of ones. */
  sum(t: number, column: number): readonly [number, number] {
    const at = t * this.#width + column;
    const high = this.#high[at]! + this.#low[at]!;
    return [high, this.#high[at]! - high + this.#low[at]!];
  }

  #addRow(x: Float64Array, start: number, y: number, t: number, counts: number): void {
    const { p, weights, intercept } = this.weights;
    const sum = this.#sum;
    sum[0] = y;
    sum[1] = 0;
    accumulate(sum, 0, sum, 1, -intercept[t]!, 0);
    // A zero, as most cells of one-hot columns are, adds nothing.
    for (let j = 0; j < p; j++) {
      const cell = x[start + j]!;
      if (cell !== 0) addProduct(sum, 0, sum, 1, -weights[t * p + j]!, cell);
    }
    const residual = sum[0]! + sum[1]!;
    const rest = sum[0]! - residual + sum[1]!;
    const own = t * this.#width;
    for (let j = 0; j < p; j++) {
      const cell = counts * x[start + j]!;
      if (cell === 0) continue;
      addProduct(this.#high, own + j, this.#low, own + j, residual, cell);
      this.#low[own + j]! += rest * cell;
    }
    if (counts === 1) accumulate(this.#high, own + p, this.#low, own + p, residual, rest);
    else {
      addProduct(this.#high, own + p, this.#low, own + p, residual, counts);
      this.#low[own + p]! += rest * counts;
    }
  }
}

/** Adds a · b, exactly, to the number held as high[i] + low[j]. */
function addProduct(high: Float64Array, i: number, low: Float64Array, j: number, a: number, b: number): void {
  const product = a * b;
  const wideA = SPLITTER * a;
  const highA = wideA - (wideA - a);
  const lowA = a - highA;
  const wideB = SPLITTER * b;
  const highB = wideB - (wideB - b);
  const lowB = b - highB;
  const error = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  accumulate(high, i, low, j, product, error);
}

/** Adds term + rest to high[i] + low[j] with the rounding of the addition (Knuth's two-sum). */
function accumulate(
  high: Float64Array,
  i: number,
  low: Float64Array,
  j: number,
  term: number,
  rest: number,
): void {
  const before = high[i]!;
  const after = before + term;
  const back = after - before;
  low[j]! += before - (after - back) + (term - back) + rest;
  high[i] = after;
}

/** a − b · c − d with a and c as [high, low], to about twice the working precision. */
export function minusProduct(
  a: readonly [number, number],
  b: number,
  c: readonly [number, number],
  d: number,
  e: number,
): number {
  const sum = Float64Array.from(a);
  addProduct(sum, 0, sum, 1, -b, c[0]);
  sum[1]! -= b * c[1];
  addProduct(sum, 0, sum, 1, -d, e);
  return sum[0]! + sum[1]!;
}
