import type { DesignBlock, RowBlocks } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import type { HeldBlock, RowTiles } from '../kernels/rowTiles.ts';

/** Rows that objectives go through again and again: held in memory, or read anew for each evaluation. */
export interface RowStore {
  /** All blocks where they are held; null where each evaluation reads them. */
  readonly held: readonly HeldBlock[] | null;
  /** The blocks in file order. A block that is read anew is only valid until the next one is asked for. */
  blocks(): Iterable<HeldBlock> | AsyncIterable<HeldBlock>;
  /** Gives the memory back; whoever still asks for the rows is refused with a sentence. */
  release(): void;
}

/** Holds blocks of rows; takes over their memory. */
export function heldRows(tiles: RowTiles, blocks: Iterable<DesignBlock>): RowStore {
  return storeOf(Array.from(blocks, (block) => tiles.hold(block)));
}

function storeOf(held: HeldBlock[]): RowStore {
  let released = false;
  const rows = () => {
    if (!released) return held;
    throw new RidgelineError(
      'bad-spec',
      'The rows of that run are not held any more, because another run took their place. Rerun it to go on from it.',
    );
  };
  return {
    get held() {
      return rows();
    },
    blocks: rows,
    release() {
      released = true;
      for (const block of held.splice(0)) block.release();
    },
  };
}

/**
 * Holds the rows as far as `limit` bytes go; where they go further, nothing is held and every evaluation goes through
 * them again.
 * @param rows one pass over the rows
 */
export async function storeRows(tiles: RowTiles, rows: () => RowBlocks, limit: number): Promise<RowStore> {
  const held: HeldBlock[] = [];
  let whole = false;
  try {
    whole = await holdAll(tiles, rows, limit, held);
  } finally {
    // Also where reading fails or is stopped.
    if (!whole) for (const own of held) own.release();
  }
  return whole ? storeOf(held) : rereadRows(tiles, rows);
}

/** Holds blocks up to the limit; false where there are more. */
async function holdAll(
  tiles: RowTiles,
  rows: () => RowBlocks,
  limit: number,
  held: HeldBlock[],
): Promise<boolean> {
  let bytes = 0;
  for await (const block of rows()) {
    bytes += block.x.byteLength + block.y.byteLength + block.part.byteLength;
    held.push(tiles.hold(block));
    if (bytes > limit) return false;
  }
  return true;
}

function rereadRows(tiles: RowTiles, rows: () => RowBlocks): RowStore {
  return {
    held: null,
    async *blocks() {
      for await (const block of rows()) {
        const held = tiles.hold(block);
        try {
          yield held;
        } finally {
          held.release();
        }
      }
    },
    release() {},
  };
}
