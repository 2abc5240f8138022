import type { FindByte, TextChunk } from '../engine/csv/chunker.ts';
import type { ChunkOutput, ChunkRunner } from '../engine/csv/runner.ts';
import type { FromChunkThread, ToChunkThread } from './chunkServer.ts';

/** A thread as the pool sees it. Listeners replace the one before. */
export interface ChunkThread {
  post(message: ToChunkThread): void;
  onMessage(listener: (message: FromChunkThread) => void): void;
  onFailure(listener: (error: Error) => void): void;
  end(): void;
}

/** Chunks that are under way for each thread: one being parsed, one waiting, so that no thread idles. */
const AHEAD = 2;

/** Memory that a chunk is handed over in; a thread is sent it once, and then told its number. */
interface Slot {
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  readonly knownTo: Set<ChunkThread>;
}

interface Pending {
  readonly chunk: TextChunk;
  readonly slot: Slot | null;
  readonly thread: ChunkThread | null;
  used: number | null;
  output: ChunkOutput | null;
}

/**
 * Numbers for chunks, never given twice to the same threads: an answer to a pass that was given up (to start anew, or
 * stopped) then belongs to no chunk of the next one.
 */
export interface ChunkIds {
  next: number;
}

/** Parses on several threads and yields in file order. @param ids shared by all runners of the same threads */
export function poolRunner(
  threads: () => readonly ChunkThread[],
  find?: FindByte,
  ids: ChunkIds = { next: 0 },
): ChunkRunner {
  return {
    ...(find ? { find } : {}),
    async *run(chunks, job, saturated) {
      const own = threads();
      const flow = new Flow(own, ids);
      for (const thread of own) thread.post({ type: 'job', job, saturated });
      try {
        for await (const chunk of chunks) {
          flow.send(chunk);
          while (flow.full || flow.ready) yield await flow.next();
        }
        while (!flow.empty) yield await flow.next();
      } finally {
        flow.close();
      }
    },
  };
}

/** The chunks under way in one pass: first in, first out, whichever thread is done first. */
class Flow {
  readonly #threads: readonly ChunkThread[];
  readonly #queue: Pending[] = [];
  readonly #byId = new Map<number, Pending>();
  readonly #slots: Slot[] = [];
  #made = 0;
  /** Chunks under way on each thread. */
  readonly #load: number[];
  readonly #ids: ChunkIds;
  /** Used rows of all chunks that were told where they start, and the first that was not. */
  #start = 0;
  #unstarted: number;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(threads: readonly ChunkThread[], ids: ChunkIds) {
    this.#threads = threads;
    this.#ids = ids;
    this.#unstarted = ids.next;
    this.#load = threads.map(() => 0);
    for (const thread of threads) {
      thread.onMessage((message) => this.#receive(message));
      thread.onFailure((error) => this.#fail(error));
    }
  }

  get empty(): boolean {
    return this.#queue.length === 0;
  }

  get full(): boolean {
    return this.#queue.length >= this.#threads.length * AHEAD;
  }

  get ready(): boolean {
    return this.#queue[0]?.output != null;
  }

  /** Hands a chunk to the thread with the least to do. Its bytes are copied. */
  send(chunk: TextChunk): void {
    const id = this.#ids.next++;
    if (chunk.unclosedAt >= 0) {
      this.#queue.push({
        chunk,
        slot: null,
        thread: null,
        used: 0,
        output: { chunk, result: null, used: 0, moments: null },
      });
      return;
    }
    const slot = this.#slot(chunk.length);
    new Uint8Array(slot.memory).set(chunk.bytes.subarray(0, chunk.length));
    const at = this.#load.indexOf(Math.min(...this.#load));
    this.#load[at]!++;
    const thread = this.#threads[at]!;
    const own = { ...chunk, bytes: new Uint8Array(slot.memory, 0, chunk.length) };
    const pending: Pending = { chunk: own, slot, thread, used: null, output: null };
    this.#queue.push(pending);
    this.#byId.set(id, pending);
    if (!slot.knownTo.has(thread)) thread.post({ type: 'slot', slot: slot.number, memory: slot.memory });
    slot.knownTo.add(thread);
    thread.post({ type: 'parse', id, slot: slot.number, length: chunk.length });
  }

  /** The next chunk's output; its bytes stay as they are until the one after it is asked for. */
  async next(): Promise<ChunkOutput> {
    const first = this.#queue[0]!;
    while (!first.output) {
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#queue.shift();
    if (first.slot) this.#slots.push(first.slot);
    return first.output;
  }

  close(): void {
    for (const thread of this.#threads) {
      thread.onMessage(() => {});
      thread.onFailure(() => {});
    }
  }

  #slot(length: number): Slot {
    const at = this.#slots.findIndex((slot) => slot.memory.byteLength >= length);
    if (at >= 0) return this.#slots.splice(at, 1)[0]!;
    return {
      number: this.#made++,
      memory: new SharedArrayBuffer(Math.ceil(length * 1.1)),
      knownTo: new Set(),
    };
  }

  #receive(message: FromChunkThread): void {
    const pending = this.#byId.get(message.id);
    if (!pending) return;
    if (message.type === 'failed') {
      this.#fail(new Error(message.message));
      return;
    }
    if (message.type === 'counted') {
      pending.used = message.used;
      this.#tellStarts();
      return;
    }
    const { result, used, moments } = message;
    this.#byId.delete(message.id);
    this.#load[this.#threads.indexOf(pending.thread!)]!--;
    pending.output = { chunk: pending.chunk, result, used, moments };
    this.#wake?.();
  }

  /** Tells every counted chunk, in file order, how many used rows come before it. */
  #tellStarts(): void {
    for (let id = this.#unstarted; ; id++) {
      const pending = this.#byId.get(id);
      if (!pending || pending.used === null) return;
      pending.thread?.post({ type: 'start', id, start: this.#start });
      this.#start += pending.used;
      this.#unstarted = id + 1;
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}
