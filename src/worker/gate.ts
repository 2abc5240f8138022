/** Where a paused run waits: closed by `pause`, let through once by `step`, opened by `resume`. */
export class Gate {
  #closed = false;
  #steps = 0;
  #wake: (() => void) | null = null;

  get closed(): boolean {
    return this.#closed;
  }

  pause(): void {
    this.#closed = true;
  }

  step(): void {
    if (!this.#closed) return;
    this.#steps++;
    this.#wake?.();
  }

  resume(): void {
    this.#closed = false;
    this.#steps = 0;
    this.#wake?.();
  }

  /** Settles once the gate is open, or a step was granted, which it uses up. */
  async passed(): Promise<void> {
    while (this.#closed && this.#steps === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#steps > 0) this.#steps--;
  }
}
