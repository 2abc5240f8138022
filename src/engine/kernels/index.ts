import type { ChunkResult, Layout } from '../csv/layout.ts';
import { ChunkParser, missingNumbers } from '../csv/parseChunk.ts';
import { KernelChunkParser } from './kernelChunkParser.ts';
import type { Kernels } from './loader.ts';

export { type CentredTiles, centredTiles } from './centredTiles.ts';
export { exponential, exponentials, logarithm, logarithms } from './exponential.ts';
export { type Kernels, loadKernels } from './loader.ts';
export { type GradientSums, type HeldBlock, type LinearScores, type RowTiles, rowTiles } from './rowTiles.ts';

/** Parses the chunks of one layout, one after the other. */
export interface AnyChunkParser {
  /** Parses the whole rows in `start..end`; `bytes` may be the room's, where the byte at `end` is overwritten. */
  parse(bytes: Uint8Array, start: number, end: number): ChunkResult;
  /** Memory for so many bytes, from which they are parsed without being copied; what it held before is lost. */
  room(length: number): Uint8Array;
  /** The chunk with cells that can be looked at now, until the kernels' memory grows. */
  renewed(result: ChunkResult): ChunkResult;
  /** Says that the chunk's cells are no longer looked at. */
  release(result: ChunkResult): void;
  /** Gives memory back; not to be used after it. */
  dispose(): void;
}

/**
 * A parser of chunks: by the kernels where there are some, else in TypeScript, with the same results. Where a token for
 * "no value" is spelled like a number, such as -999, every cell is left to the careful parser.
 * @param saturated columns whose distinct values no longer need to be counted
 * @param lends true where cells are looked at by {@link AnyChunkParser.renewed} and then released: they may stay in the
 * kernels' memory, and a chunk's own views of them do not outlive its growth
 */
export function chunkParser(
  kernels: Kernels | null,
  layout: Layout,
  saturated?: Uint8Array,
  lends = false,
): AnyChunkParser {
  if (kernels && missingNumbers(layout).size === 0)
    return new KernelChunkParser(kernels, layout, saturated, lends);
  const parser = new ChunkParser(layout, saturated);
  let room = new Uint8Array(0);
  return {
    parse: (bytes, start, end) => parser.parse(bytes, start, end),
    room(length) {
      if (room.length < length) room = new Uint8Array(length + (length >> 3));
      return room;
    },
    renewed: (result) => result,
    release() {},
    dispose() {},
  };
}
