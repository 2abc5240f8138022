import type { ChunkResult } from '../engine/csv/layout.ts';
import { type ChunkJob, ChunkWorker } from '../engine/csv/runner.ts';
import type { ChunkMoments } from '../engine/data/chunkMoments.ts';
import type { Kernels } from '../engine/kernels/index.ts';

/** Messages to a thread that parses. Both ends are of one build and one process, so they are not parsed again. */
export type ToChunkThread =
  | { readonly type: 'job'; readonly job: ChunkJob; readonly saturated: Uint8Array }
  /** Memory that chunks will be handed over in; of this job. */
  | { readonly type: 'slot'; readonly slot: number; readonly memory: SharedArrayBuffer }
  /** The chunk's bytes lie at the start of the slot's memory. */
  | { readonly type: 'parse'; readonly id: number; readonly slot: number; readonly length: number }
  /** Answers `counted`: so many used rows come before the chunk. */
  | { readonly type: 'start'; readonly id: number; readonly start: number };

export type FromChunkThread =
  /** Parsed, and waiting to be told how many used rows come before. */
  | { readonly type: 'counted'; readonly id: number; readonly used: number }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly result: ChunkResult;
      readonly used: number;
      readonly moments: ChunkMoments | null;
    }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** What a thread that parses does with its messages. @param kernels of this thread */
export function chunkServer(
  post: (message: FromChunkThread, transfer: ArrayBuffer[]) => void,
  kernels: Kernels | null,
): (message: ToChunkThread) => void {
  let worker: ChunkWorker | null = null;
  let bytes = new Uint8Array(0);
  const waiting = new Map<number, ChunkResult>();
  const slots = new Map<number, SharedArrayBuffer>();

  const finish = (id: number, parsed: ChunkResult, start: number): void => {
    if (!worker) return;
    const { result, used, moments } = worker.finish(parsed, start);
    post({ type: 'done', id, result, used, moments }, [...buffersOf(result), ...momentBuffers(moments)]);
  };
  const parse = (id: number, slot: number, length: number): void => {
    const shared = slots.get(slot);
    if (!worker || !shared) return;
    // A copy of its own: text can only be decoded from memory that nobody else may change.
    if (bytes.length < length) bytes = new Uint8Array(length * 2);
    bytes.set(new Uint8Array(shared, 0, length));
    const result = worker.parse(bytes, length);
    if (!worker.needsStart) {
      finish(id, result, 0);
      return;
    }
    waiting.set(id, result);
    post({ type: 'counted', id, used: worker.used(result) }, []);
  };
  const started = (id: number, start: number): void => {
    const held = waiting.get(id);
    waiting.delete(id);
    if (held) finish(id, held, start);
  };

  return (message) => {
    if (message.type === 'slot') {
      slots.set(message.slot, message.memory);
      return;
    }
    if (message.type === 'job') {
      slots.clear();
      waiting.clear();
      worker?.dispose();
      worker = new ChunkWorker(message.job, message.saturated, kernels);
      return;
    }
    try {
      if (message.type === 'parse') parse(message.id, message.slot, message.length);
      else started(message.id, message.start);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      post({ type: 'failed', id: message.id, message: text }, []);
    }
  };
}

/** The buffers of the moments, to be handed over instead of copied. */
function momentBuffers(moments: ChunkMoments | null): ArrayBuffer[] {
  return (moments?.parts ?? []).flatMap((part) => (part ? [part.scatter.buffer as ArrayBuffer] : []));
}

/** The buffers of the cells, to be handed over instead of copied. */
function buffersOf({ columns }: ChunkResult): ArrayBuffer[] {
  return [...new Set(columns.map((column) => column.buffer as ArrayBuffer))].filter(
    (buffer) => buffer.byteLength > 0,
  );
}
