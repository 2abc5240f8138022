import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type ChunkRunner, inlineRunner } from '../engine/csv/runner.ts';
import { type ChunkThread, poolRunner } from './poolRunner.ts';

/** Smaller files are parsed sooner than threads start. */
const WORTH_THREADS = 4 << 20;

/** Threads that parse, started when first needed. */
export interface Pool {
  /** Undefined where the own thread does as well. */
  readonly runner: ChunkRunner;
  /** Ends the threads; may be called again. */
  dispose(): void;
}

/**
 * @param workers threads to use; 0: as many as there are cores
 * @param bytes of the file: a small one is parsed on the own thread
 */
export function createPool(workers: number, bytes: number): Pool {
  if (bytes < WORTH_THREADS) return { runner: inlineRunner, dispose: () => {} };
  const threads: ChunkThread[] = [];
  const started = () => {
    const wanted = workers > 0 ? Math.ceil(workers) : availableParallelism();
    while (threads.length < wanted) threads.push(startThread());
    return threads;
  };
  return {
    runner: poolRunner(started),
    dispose() {
      for (const thread of threads.splice(0)) thread.end();
    },
  };
}

function startThread(): ChunkThread {
  const worker = new Worker(new URL('./chunkThread.mjs', import.meta.url));
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.removeAllListeners('message').on('message', listener);
    },
    onFailure: (listener) => {
      worker.removeAllListeners('error').on('error', listener);
    },
    end: () => void worker.terminate(),
  };
}
