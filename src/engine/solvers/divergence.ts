/** How far above its best a loss may rise, and for how many evaluations, before a run counts as diverging. */
const RISE = 10;
const PATIENCE = 3;
/** A loss so many times that of the start needs no second look. */
const BLOWN_UP = 1000;

/**
 * Tells when an iterative run diverges: a value that is not finite, or a loss above 10 times its best and above its
 * start for 3 evaluations in a row.
 */
export class DivergenceWatch {
  #start: number | null;
  #best: number;
  #risen: number;
  /** False once a value was not finite. */
  finite = true;

  /** @param saved what {@link numbers} told of another one: goes on as that one would have. */
  constructor(saved: Readonly<Record<string, number>> = {}) {
    this.#start = saved['startLoss'] ?? null;
    this.#best = saved['bestLoss'] ?? Number.POSITIVE_INFINITY;
    this.#risen = saved['risen'] ?? 0;
  }

  /** Takes the next loss (and gradient norm); true where the run must stop. */
  sees(loss: number, gradientNorm = 0): boolean {
    this.finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (!this.finite) return true;
    this.#start ??= loss;
    this.#best = Math.min(this.#best, loss);
    this.#risen = this.isHigh(loss) ? this.#risen + 1 : 0;
    return this.#risen >= PATIENCE;
  }

  /** True for a loss that is far above its best and above its start. */
  isHigh(loss: number): boolean {
    return this.#start !== null && loss > RISE * this.#best && loss > this.#start;
  }

  /** True for a mean loss of a few rows so far above the start that no choice of rows explains it. */
  isBlownUp(loss: number): boolean {
    return this.#start !== null && this.#start > 0 && loss > BLOWN_UP * this.#start;
  }

  /** All that it remembers, by name; nothing before the first loss. */
  numbers(): Record<string, number> {
    if (this.#start === null) return {};
    return { startLoss: this.#start, bestLoss: this.#best, risen: this.#risen };
  }
}
