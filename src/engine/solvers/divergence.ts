/** How far above its best a loss may rise, and for how many evaluations, before a run counts as diverging. */
const RISE = 10;
const PATIENCE = 3;

/**
 * Tells when an iterative run diverges: a value that is not finite, or a loss above 10 times its best and above its
 * start for 3 evaluations in a row.
 */
export class DivergenceWatch {
  #start: number | null = null;
  #best = Number.POSITIVE_INFINITY;
  #risen = 0;
  /** False once a value was not finite. */
  finite = true;

  /** Takes the next loss (and gradient norm); true where the run must stop. */
  sees(loss: number, gradientNorm = 0): boolean {
    this.finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (!this.finite) return true;
    this.#start ??= loss;
    this.#best = Math.min(this.#best, loss);
    this.#risen = loss > RISE * this.#best && loss > this.#start ? this.#risen + 1 : 0;
    return this.#risen >= PATIENCE;
  }
}
