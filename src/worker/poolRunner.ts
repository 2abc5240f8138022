import type { FindByte, TextChunk } from '../engine/csv/chunker.ts';
import { partCount } from '../engine/csv/filePart.ts';
import type { ChunkJob, ChunkOutput, ChunkRunner, PassText } from '../engine/csv/runner.ts';
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
/** Parts that a thread reads itself cost nothing while they wait. */
const PARTS_AHEAD = 4;
const NO_BYTES = new Uint8Array(0);

/** Memory that a chunk is handed over in; a thread is sent it once, and then told its number. */
interface Slot {
  readonly number: number;
  readonly memory: SharedArrayBuffer;
  readonly knownTo: Set<ChunkThread>;
}

interface Pending {
  /** Null for a part that its thread reads. */
  readonly chunk: TextChunk | null;
  readonly slot: Slot | null;
  readonly thread: ChunkThread | null;
  used: number | null;
  output: ChunkOutput | 'refused' | null;
}

/**
 * Numbers for chunks, never given twice to the same threads: an answer to a pass that was given up (to start anew, or
 * stopped) then belongs to no chunk of the next one.
 */
export interface ChunkIds {
  next: number;
}

/**
 * Parses on several threads and yields in file order. Where they can, the threads read the file themselves; from the
 * first part on that they cannot cut out alone, chunks are cut here and handed over.
 * @param ids shared by all runners of the same threads
 */
export function poolRunner(
  threads: () => readonly ChunkThread[],
  find?: FindByte,
  ids: ChunkIds = { next: 0 },
): ChunkRunner {
  return {
    async *run(text, job, saturated) {
      const own = threads();
      const done = { bytes: 0, used: 0 };
      try {
        if (text.file && (yield* runParts(new Flow(own, ids, 0), text, job, saturated, done))) return;
        const flow = new Flow(own, ids, done.used);
        flow.post({ type: 'job', job, saturated, file: null });
        for await (const chunk of text.chunks(done.bytes, find)) {
          flow.send(chunk);
          while (flow.underWay >= own.length * AHEAD || flow.ready) yield (await flow.next()) as ChunkOutput;
        }
        while (flow.underWay > 0) yield (await flow.next()) as ChunkOutput;
      } finally {
        for (const thread of own) {
          thread.post({ type: 'end' });
          thread.onMessage(() => {});
          thread.onFailure(() => {});
        }
      }
    },
  };
}

/** The parts of a file that threads read; false where they refuse one. Mutates `done`: what was yielded. */
async function* runParts(
  flow: Flow,
  { file, onRead }: PassText,
  job: ChunkJob,
  saturated: Uint8Array,
  done: { bytes: number; used: number },
): AsyncGenerator<ChunkOutput, boolean> {
  if (!file) return false;
  flow.post({ type: 'job', job, saturated, file });
  const count = partCount(file);
  let part = 0;
  while (part < count || flow.underWay > 0) {
    while (part < count && flow.underWay < flow.threads.length * PARTS_AHEAD) flow.sendPart(part++);
    const output = await flow.next();
    if (output === 'refused') return false;
    done.bytes += output.chunk.length;
    done.used += output.used;
    onRead(Math.min(file.size, file.dataStart + done.bytes));
    if (output.chunk.length > 0) yield output;
  }
  return true;
}

/** The chunks under way in one pass: first in, first out, whichever thread is done first. */
class Flow {
  readonly threads: readonly ChunkThread[];
  readonly #queue: Pending[] = [];
  readonly #byId = new Map<number, Pending>();
  readonly #slots: Slot[] = [];
  #made = 0;
  /** Chunks under way on each thread. */
  readonly #load: number[];
  readonly #ids: ChunkIds;
  /** Used rows of all chunks that were told where they start, and the first that was not. */
  #start: number;
  #unstarted: number;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;

  /** @param start used rows before the first chunk */
  constructor(threads: readonly ChunkThread[], ids: ChunkIds, start: number) {
    this.threads = threads;
    this.#ids = ids;
    this.#start = start;
    this.#unstarted = ids.next;
    this.#load = threads.map(() => 0);
    for (const thread of threads) {
      thread.onMessage((message) => this.#receive(message));
      thread.onFailure((error) => this.#fail(error));
    }
  }

  get underWay(): number {
    return this.#queue.length;
  }

  get ready(): boolean {
    return this.#queue[0]?.output != null;
  }

  /** Tells all threads. */
  post(message: ToChunkThread): void {
    for (const thread of this.threads) thread.post(message);
  }

  /** Leaves a part of the file to the thread with the least to do. */
  sendPart(part: number): void {
    const id = this.#ids.next++;
    const thread = this.#idlest();
    const pending: Pending = { chunk: null, slot: null, thread, used: null, output: null };
    this.#queue.push(pending);
    this.#byId.set(id, pending);
    thread.post({ type: 'part', id, part });
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
    const thread = this.#idlest();
    const own = { ...chunk, bytes: new Uint8Array(slot.memory, 0, chunk.length) };
    const pending: Pending = { chunk: own, slot, thread, used: null, output: null };
    this.#queue.push(pending);
    this.#byId.set(id, pending);
    if (!slot.knownTo.has(thread)) thread.post({ type: 'slot', slot: slot.number, memory: slot.memory });
    slot.knownTo.add(thread);
    thread.post({ type: 'parse', id, slot: slot.number, length: chunk.length });
  }

  /** The next chunk's output; its bytes stay as they are until the one after it is asked for. */
  async next(): Promise<ChunkOutput | 'refused'> {
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

  /** The thread with the least to do, which now has more. */
  #idlest(): ChunkThread {
    const at = this.#load.indexOf(Math.min(...this.#load));
    this.#load[at]!++;
    return this.threads[at]!;
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
    this.#byId.delete(message.id);
    this.#load[this.threads.indexOf(pending.thread!)]!--;
    pending.output = message.type === 'refused' ? 'refused' : outputOf(message, pending.chunk);
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

/** @param chunk null for a part, whose bytes stayed with the thread */
function outputOf(message: Extract<FromChunkThread, { type: 'done' }>, chunk: TextChunk | null): ChunkOutput {
  const { result, used, moments, length, bytes } = message;
  return { chunk: chunk ?? { bytes: bytes ?? NO_BYTES, length, unclosedAt: -1 }, result, used, moments };
}
