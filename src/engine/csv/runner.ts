import {
  ChunkEncoder,
  type ChunkMoments,
  type Encoded,
  type EncodePlan,
  withoutCells,
} from '../data/chunkMoments.ts';
import { type AnyChunkParser, chunkParser, type Kernels } from '../kernels/index.ts';
import type { FindByte, TextChunk } from './chunker.ts';
import type { ChunkResult, Layout } from './layout.ts';

/** What is done with every chunk of a pass: plain data. */
export interface ChunkJob {
  readonly layout: Layout;
  /** Moments to take while parsing; null for none. */
  readonly encode: EncodePlan | null;
  /** Whether the cells themselves are wanted. */
  readonly keep: boolean;
}

/** A file whose stored bytes are the text itself, for threads that read it on their own. */
export interface PlainFile {
  readonly path: string;
  readonly size: number;
  /** Offset of the first data row. */
  readonly dataStart: number;
  /** Nominal size of a chunk. */
  readonly chunkBytes: number;
}

/** The data rows of a file. */
export interface PassText {
  /** Row-aligned chunks from an offset in the data on, at which a row begins. */
  chunks(from: number, find?: FindByte): AsyncIterable<TextChunk>;
  /** Null where the text must be made from what is stored. */
  readonly file: PlainFile | null;
  /** To be told how many stored bytes were read so far, where `chunks` is not asked for them. */
  onRead(bytes: number): void;
}

/** A chunk of the file with what was made of it. */
export interface ChunkOutput {
  /** Its bytes may be left away where they were parsed and hold nothing that cannot be decoded. */
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
  run(text: PassText, job: ChunkJob, saturated: Uint8Array): AsyncIterable<ChunkOutput>;
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
    this.#encoder = job.encode && new ChunkEncoder(job.encode, kernels);
    this.#parser = chunkParser(kernels, job.layout, saturated, !job.keep);
  }

  /** True where the used rows before a chunk must be known for its moments. */
  get needsStart(): boolean {
    return this.#encoder?.needsStart ?? false;
  }

  /** Memory for so many bytes that are parsed where they lie; what it held before is lost. */
  room(length: number): Uint8Array {
    return this.#parser.room(length);
  }

  /** Parses the whole rows in `start..end`. The byte at `end` may be overwritten. @param bytes any, or the room's */
  parse(bytes: Uint8Array, start: number, end: number): ChunkResult {
    return this.#parser.parse(bytes, start, end);
  }

  /** Rows with every cell that is needed, for chunks after this one that must know where they start. */
  used(result: ChunkResult): number {
    return this.#encoder?.used(result) ?? 0;
  }

  /**
   * Takes the chunk's moments, and its cells away where they are not kept.
   * @param start used rows in the chunks before; of no account where {@link needsStart} is false
   */
  finish(parsed: ChunkResult, start: number): Encoded & { result: ChunkResult } {
    const { keep, layout } = this.#job;
    // First all memory, then views of it.
    this.#encoder?.reserve(parsed.rows, layout.kinds);
    const result = this.#parser.renewed(parsed);
    const encoded = this.#encoder?.moments(result, start) ?? { used: 0, moments: null };
    this.#parser.release(parsed);
    return { ...encoded, result: keep ? result : withoutCells(result, layout.kinds) };
  }

  dispose(): void {
    this.#parser.dispose();
    this.#encoder?.dispose();
  }
}

/** Parses on the thread that asks; with kernels where it has them. @param find the platform's own search for a byte */
export function inlineRunner(kernels: Kernels | null = null, find?: FindByte): ChunkRunner {
  return {
    async *run(text, job, saturated) {
      const worker = new ChunkWorker(job, saturated, kernels);
      let start = 0;
      try {
        for await (const chunk of text.chunks(0, find)) {
          if (chunk.unclosedAt >= 0) {
            yield { chunk, result: null, used: 0, moments: null };
            continue;
          }
          const output = worker.finish(worker.parse(chunk.bytes, 0, chunk.length), start);
          yield { chunk, ...output };
          start += output.used;
        }
      } finally {
        worker.dispose();
      }
    },
  };
}
