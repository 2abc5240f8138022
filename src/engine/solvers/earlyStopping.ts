import type { IterativeOptions } from './types.ts';

type Options = Pick<IterativeOptions, 'patience' | 'validationLoss'>;

/**
 * Ends a run after `patience` evaluations in a row without a better validation loss, and keeps the best weights
 * (Prechelt 1998). Without patience or validation rows it never does.
 */
export class EarlyStopping {
  readonly #patience: number;
  readonly #loss: Options['validationLoss'];
  #best: number;
  #waited: number;
  /** The weights with the best validation loss so far; null while there are none. */
  bestTheta: Float64Array | null;

  /**
   * @param saved what {@link numbers} told of another one: goes on as that one would have
   * @param bestTheta its best weights
   */
  constructor(
    { patience = 0, validationLoss }: Options,
    saved: Readonly<Record<string, number>> = {},
    bestTheta: Float64Array | null = null,
  ) {
    this.#patience = patience;
    this.#loss = validationLoss;
    this.#best = saved['bestValidation'] ?? Number.POSITIVE_INFINITY;
    this.#waited = saved['waited'] ?? 0;
    this.bestTheta = bestTheta;
  }

  /** Evaluates the weights; true where the run has waited long enough. */
  async sees(theta: Float64Array): Promise<boolean> {
    if (this.#patience === 0 || !this.#loss) return false;
    const loss = await this.#loss(theta);
    if (loss < this.#best) {
      this.#best = loss;
      this.#waited = 0;
      this.bestTheta = theta.slice();
      return false;
    }
    this.#waited++;
    return this.#waited >= this.#patience;
  }

  /** All that it remembers beside the weights, by name. */
  numbers(): Record<string, number> {
    return {
      waited: this.#waited,
      ...(Number.isFinite(this.#best) ? { bestValidation: this.#best } : {}),
    };
  }
}
