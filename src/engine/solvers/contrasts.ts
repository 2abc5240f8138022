import { NormalEquations } from './normalEquations.ts';

/**
 * n rows that were centred depend on one another, since they sum to 0. Householder's reflection that takes their sum
 * to one axis leaves n − 1 rows x_i + (x_0 − Σx / √n) / (√n − 1) with the same X̃ᵀX̃ that do not. Without an intercept
 * the rows stay as they are.
 */
export class Contrasts {
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
