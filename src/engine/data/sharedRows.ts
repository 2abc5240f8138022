import { type Kernels, loadKernels } from '../kernels/index.ts';
import { type HeldBlock, type RowTiles, rowTiles } from '../kernels/rowTiles.ts';
import { type RowStore, storeRows } from '../objectives/rowStore.ts';
import type { Room } from './encodeRows.ts';
import type { DesignBlock, RowBlocks } from './types.ts';

/** The rows of one data set where the kernels can go through them again and again: made once, for every run on them. */
export class SharedRows {
  readonly #rows: (why: string, room: Room) => RowBlocks;
  #made: Promise<{ readonly store: RowStore; readonly limit: number }> | null = null;
  #kernels: { readonly kernels: Kernels | null; readonly tiles: RowTiles } | null = null;

  /**
   * @param rows one pass over the rows; `why` is recorded where it costs a pass over the file, `room` is where a block's x
   * may stand, if the block is new
   * @param machine others' kernels, where their memory is to be shared
   */
  constructor(rows: (why: string, room: Room) => RowBlocks, machine?: SharedRows['machine']) {
    this.#rows = rows;
    this.#kernels = machine ?? null;
  }

  /** The kernels of these rows' memory. */
  get machine(): { readonly kernels: Kernels | null; readonly tiles: RowTiles } {
    if (!this.#kernels) {
      const kernels = loadKernels();
      this.#kernels = { kernels, tiles: rowTiles(kernels) };
    }
    return this.#kernels;
  }

  /**
   * Holds the rows up to `limit` bytes; beyond, they are read anew for each evaluation. Rows that are held already stay
   * so, whatever the limit.
   */
  async store(limit: number): Promise<RowStore> {
    const made = this.#made && (await this.#made);
    if (made && !made.store.held && limit > made.limit) this.#made = null;
    this.#made ??= this.#make(limit);
    // A failed pass is no store: the next one is to try again.
    this.#made.catch(() => {
      this.#made = null;
    });
    return (await this.#made).store;
  }

  /** Gives the memory of held rows back; the next run makes them anew. */
  async release(): Promise<void> {
    const made = this.#made;
    this.#made = null;
    if (made) (await made).store.release();
  }

  async #make(limit: number): Promise<{ store: RowStore; limit: number }> {
    let passes = 0;
    const room: Room = (length) => this.machine.tiles.room(length);
    const rows = () =>
      this.#rows(passes++ === 0 ? 'the rows, to be held in memory' : 'one evaluation of the loss', room);
    return { store: await storeRows(this.machine.tiles, rows, limit), limit };
  }
}

/** The same rows with other parts: no number of them is held twice. */
export class RepartedRows extends SharedRows {
  readonly #base: SharedRows;
  readonly #partOf: (block: DesignBlock) => Uint8Array;

  /** @param partOf the parts of a block's rows, a new array */
  constructor(base: SharedRows, partOf: (block: DesignBlock) => Uint8Array) {
    super(() => []);
    this.#base = base;
    this.#partOf = partOf;
  }

  override get machine(): SharedRows['machine'] {
    return this.#base.machine;
  }

  override async store(limit: number): Promise<RowStore> {
    const store = await this.#base.store(limit);
    const other = (held: HeldBlock): HeldBlock => {
      return { ...held, block: { ...held.block, part: this.#partOf(held.block) } };
    };
    const held = store.held?.map(other) ?? null;
    async function* reread() {
      for await (const block of store.blocks()) yield other(block);
    }
    return { held, blocks: () => held ?? reread(), release() {} };
  }

  /** The rows are the others' to give back. */
  override async release(): Promise<void> {}
}
