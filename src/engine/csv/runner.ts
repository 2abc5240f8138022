import { ChunkEncoder, type ChunkMoments, type EncodePlan, withoutCells } from '../data/chunkMoments.ts';
import type { TextChunk } from './chunker.ts';
import type { ChunkResult, Layout } from './layout.ts';
import { ChunkParser } from './parseChunk.ts';

/** What is done with every chunk of a pass: plain data. */
export interface ChunkJob {
  readonly layout: Layout;
  /** Moments to take while parsing; null for none. */
  readonly encode: EncodePlan | null;
  /** Whether the cells themselves are wanted. */
  readonly keep: boolean;
}

/** A chunk of the file with what was made of it. */
export interface ChunkOutput {
  readonly chunk: TextChunk;
  /** Null where the chunk has an unclosed quote and was not parsed. */
  readonly result: ChunkResult | null;
  /** Rows with every cell that the encode plan needs. */
  readonly used: number;
  readonly moments: ChunkMoments | null;
}

/**
 * Parses the chunks of a pass, on this thread or on others, and hands the outputs back in file order. The outputs do
 * not depend on who made them.
 */
export interface ChunkRunner {
  /**
   * @param saturated one byte a column, set by the caller as it goes: its distinct values need no more counting. A hint
   * that changes no merged result.
   */
  run(chunks: AsyncIterable<TextChunk>, job: ChunkJob, saturated: Uint8Array): AsyncIterable<ChunkOutput>;
}

/** Bytes that `saturated` may live in; shared where threads look at it. */
export function saturatedBytes(columns: number): Uint8Array<ArrayBufferLike> {
  if (typeof SharedArrayBuffer === 'undefined') return new Uint8Array(columns);
  return new Uint8Array(new SharedArrayBuffer(columns));
}

/** Parses on the thread that asks. */
export const inlineRunner: ChunkRunner = {
  async *run(chunks, job, saturated) {
    const parser = new ChunkParser(job.layout, saturated);
    const encoder = job.encode && new ChunkEncoder(job.encode);
    let start = 0;
    for await (const chunk of chunks) {
      if (chunk.unclosedAt >= 0) {
        yield { chunk, result: null, used: 0, moments: null };
        continue;
      }
      const result = parser.parse(chunk.bytes, 0, chunk.length);
      const used = encoder?.used(result) ?? 0;
      const moments = encoder?.moments(result, start) ?? null;
      start += used;
      yield { chunk, result: job.keep ? result : withoutCells(result, job.layout.kinds), used, moments };
    }
  },
};
