import type { FindByte } from '../engine/csv/chunker.ts';
import { type PartRows, type ReadAt, readPart } from '../engine/csv/filePart.ts';
import type { ChunkResult } from '../engine/csv/layout.ts';
import { type ChunkJob, ChunkWorker, type PlainFile } from '../engine/csv/runner.ts';
import type { ChunkMoments } from '../engine/data/chunkMoments.ts';
import type { Kernels } from '../engine/kernels/index.ts';

/** Messages to a thread that parses. Both ends are of one build and one process, so they are not parsed again. */
export type ToChunkThread =
  | {
      readonly type: 'job';
      readonly job: ChunkJob;
      readonly saturated: Uint8Array;
      /** Where the thread reads parts itself; null where chunks are handed over. */
      readonly file: PlainFile | null;
    }
  /** Memory that chunks will be handed over in; of this job. */
  | { readonly type: 'slot'; readonly slot: number; readonly memory: SharedArrayBuffer }
  /** The chunk's bytes lie at the start of the slot's memory. */
  | { readonly type: 'parse'; readonly id: number; readonly slot: number; readonly length: number }
  /** The chunk is this part of the file. */
  | { readonly type: 'part'; readonly id: number; readonly part: number }
  /** Answers `counted`: so many used rows come before the chunk. */
  | { readonly type: 'start'; readonly id: number; readonly start: number }
  /** The job is done: files are closed. */
  | { readonly type: 'end' };

export type FromChunkThread =
  /** Parsed, and waiting to be told how many used rows come before. */
  | { readonly type: 'counted'; readonly id: number; readonly used: number }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly result: ChunkResult;
      readonly used: number;
      readonly moments: ChunkMoments | null;
      /** Bytes of the chunk. */
      readonly length: number;
      /** A part's bytes, where some of them cannot be decoded. */
      readonly bytes: Uint8Array | null;
    }
  /** The part cannot be cut out without knowing what comes before, or cannot be read. */
  | { readonly type: 'refused'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** What the platform gives a thread that parses. */
export interface ChunkPlatform {
  /** @param transfer buffers to be handed over instead of copied */
  post(message: FromChunkThread, transfer: ArrayBuffer[]): void;
  /** Opens a file to be read at any place. */
  open(path: string): OpenFile;
  readonly find: FindByte;
  /** Of this thread. */
  readonly kernels: Kernels | null;
}

export interface OpenFile {
  readonly readAt: ReadAt;
  close(): void;
}

/** A parsed chunk that waits to be told where it starts. */
interface Parsed {
  readonly result: ChunkResult;
  readonly length: number;
  readonly bytes: Uint8Array | null;
}

/** What a thread that parses does with its messages. */
export function chunkServer(platform: ChunkPlatform): (message: ToChunkThread) => void {
  let jobs: JobServer | null = null;
  return (message) => {
    if (message.type === 'job' || message.type === 'end') {
      jobs?.close();
      jobs = message.type === 'job' ? new JobServer(platform, message) : null;
      return;
    }
    try {
      jobs?.handle(message);
    } catch (error) {
      if (message.type === 'slot') throw error;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      platform.post({ type: 'failed', id: message.id, message: text }, []);
    }
  };
}

/** The chunks of one job on one thread. */
class JobServer {
  readonly #platform: ChunkPlatform;
  readonly #worker: ChunkWorker;
  readonly #file: PlainFile | null;
  readonly #waiting = new Map<number, Parsed>();
  readonly #slots = new Map<number, SharedArrayBuffer>();
  #open: OpenFile | null = null;

  constructor(platform: ChunkPlatform, { job, saturated, file }: Extract<ToChunkThread, { type: 'job' }>) {
    this.#platform = platform;
    this.#worker = new ChunkWorker(job, saturated, platform.kernels);
    this.#file = file;
  }

  handle(message: Exclude<ToChunkThread, { type: 'job' | 'end' }>): void {
    if (message.type === 'slot') this.#slots.set(message.slot, message.memory);
    else if (message.type === 'parse') this.#parse(message.id, message.slot, message.length);
    else if (message.type === 'part') this.#part(message.id, message.part);
    else this.#started(message.id, message.start);
  }

  close(): void {
    this.#open?.close();
    this.#worker.dispose();
  }

  #parse(id: number, slot: number, length: number): void {
    const shared = this.#slots.get(slot);
    if (!shared) return;
    // A copy of its own: text can only be decoded from memory that nobody else may change.
    const bytes = this.#worker.room(length + 1);
    bytes.set(new Uint8Array(shared, 0, length));
    this.#parsed(id, { result: this.#worker.parse(bytes, 0, length), length, bytes: null });
  }

  #part(id: number, part: number): void {
    const rows = this.#read(part);
    if (!rows) {
      this.#platform.post({ type: 'refused', id }, []);
      return;
    }
    const { bytes, start, end } = rows;
    const result = this.#worker.parse(bytes, start, end);
    const damaged = (result.problemCounts['undecodable'] ?? 0) > 0;
    const length = end - start;
    const text = damaged ? this.#read(part)?.bytes.slice(start, end) : null;
    this.#parsed(id, { result, length, bytes: text ?? null });
  }

  /** A part's rows; null also where the file cannot be read, which the one that reads from the start says better. */
  #read(part: number): PartRows | null {
    const { open, find } = this.#platform;
    if (!this.#file) return null;
    try {
      this.#open ??= open(this.#file.path);
      return readPart(this.#file, part, this.#open.readAt, (length) => this.#worker.room(length), find);
    } catch {
      return null;
    }
  }

  #parsed(id: number, parsed: Parsed): void {
    if (!this.#worker.needsStart) {
      this.#finish(id, parsed, 0);
      return;
    }
    this.#waiting.set(id, parsed);
    this.#platform.post({ type: 'counted', id, used: this.#worker.used(parsed.result) }, []);
  }

  #started(id: number, start: number): void {
    const held = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (held) this.#finish(id, held, start);
  }

  #finish(id: number, { result: parsed, length, bytes }: Parsed, start: number): void {
    const { result, used, moments } = this.#worker.finish(parsed, start);
    const buffers = [...buffersOf(result), ...momentBuffers(moments)];
    this.#platform.post({ type: 'done', id, result, used, moments, length, bytes }, buffers);
  }
}

/** The buffers of the moments, to be handed over instead of copied. */
function momentBuffers(moments: ChunkMoments | null): ArrayBuffer[] {
  if (!moments) return [];
  const parts = moments.parts.flatMap((part) => (part ? [part.scatter.buffer as ArrayBuffer] : []));
  return moments.folds ? [...parts, moments.folds.numbers.buffer as ArrayBuffer] : parts;
}

/** The buffers of the cells, to be handed over instead of copied. */
function buffersOf({ columns }: ChunkResult): ArrayBuffer[] {
  return [...new Set(columns.map((column) => column.buffer as ArrayBuffer))].filter(
    (buffer) => buffer.byteLength > 0,
  );
}
