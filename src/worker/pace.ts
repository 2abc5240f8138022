import type { Platform } from './trainingRun.ts';

/** Milliseconds between two messages about the same thing: about 30 a second. */
export const FRAME = 33;
/** Milliseconds of computing between two looks at the inbox. */
const SLICE = 12;

/** When long work looks at its inbox, and when it is time to tell how far it is. */
export class Pace {
  readonly #platform: Pick<Platform, 'now' | 'breathe'>;
  #breathed: number;
  #told = Number.NEGATIVE_INFINITY;

  constructor(platform: Pick<Platform, 'now' | 'breathe'>) {
    this.#platform = platform;
    this.#breathed = platform.now();
  }

  /** True where nothing was told for a frame. */
  get due(): boolean {
    return this.#platform.now() - this.#told >= FRAME;
  }

  told(): void {
    this.#told = this.#platform.now();
  }

  /** Looks at the inbox where it has not been for a while. */
  async breathe(): Promise<void> {
    const { now, breathe } = this.#platform;
    if (now() - this.#breathed < SLICE) return;
    await breathe();
    this.#breathed = now();
  }
}
