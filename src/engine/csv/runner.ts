import { ChunkEncoder, type ChunkMoments, type EncodePlan, withoutCells } from '../data/chunkMoments.ts';
import { type AnyChunkParser, chunkParser, type Kernels } from '../kernels/index.ts';
import type { TextChunk } from './chunker.ts';
import type { ChunkResult, Layout } from './layout.ts';

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

/** Does a job's work on chunks, one after the other, on one thread: what every runner is made of. */
export class ChunkWorker {
  readonly #job: ChunkJob;
  readonly #parser: AnyChunkParser;
  readonly #encoder: ChunkEncoder | null;

  /** @param kernels of this thread, null where there are none */
  constructor(job: ChunkJob, saturated: Uint8Array, kernels: Kernels | null) {
    this.#job = job;
    this.#parser = chunkParser(kernels, job.layout, saturated);
    this.#encoder = job.encode && new ChunkEncoder(job.encode, kernels);
  }

  /** True where the used rows before a chunk must be known for its moments. */
  get needsStart(): boolean {
    return this.#encoder?.needsStart ?? false;
  }

  /** Parses the whole rows in `0..length`. */
  parse(bytes: Uint8Array, length: number): { result: ChunkResult; used: number } {
    const result = this.#parser.parse(bytes, 0, length);
    return { result, used: this.#encoder?.used(result) ?? 0 };
  }

  /** @param start used rows in the chunks before */
  finish(result: ChunkResult, start: number): { result: ChunkResult; moments: ChunkMoments | null } {
    const moments = this.#encoder?.moments(result, start) ?? null;
    return { result: this.#job.keep ? result : withoutCells(result, this.#job.layout.kinds), moments };
  }

  dispose(): void {
    this.#parser.dispose();
    this.#encoder?.dispose();
  }
}

/** Parses on the thread that asks; with kernels where it has them. */
export function inlineRunner(kernels: Kernels | null = null): ChunkRunner {
  return {
    async *run(chunks, job, saturated) {
      const worker = new ChunkWorker(job, saturated, kernels);
      let start = 0;
      try {
        for await (const chunk of chunks) {
          if (chunk.unclosedAt >= 0) {
            yield { chunk, result: null, used: 0, moments: null };
            continue;
          }
          const { result, used } = worker.parse(chunk.bytes, chunk.length);
          yield { chunk, used, ...worker.finish(result, start) };
          start += used;
        }
      } finally {
        worker.dispose();
      }
    },
  };
}
