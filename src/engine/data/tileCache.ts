import { type CentredTiles, centredTiles, type Kernels } from '../kernels/index.ts';

/** The tiles that moments are taken in, kept as long as the shape stays the same. */
export class TileCache {
  readonly #kernels: Kernels | null;
  #held: { readonly p: number; readonly k: number; readonly tiles: CentredTiles } | null = null;

  constructor(kernels: Kernels | null) {
    this.#kernels = kernels;
  }

  of(p: number, k: number): CentredTiles {
    if (this.#held?.p === p && this.#held.k === k) return this.#held.tiles;
    this.dispose();
    this.#held = { p, k, tiles: centredTiles(this.#kernels, p, k) };
    return this.#held.tiles;
  }

  dispose(): void {
    this.#held?.tiles.dispose();
    this.#held = null;
  }
}
