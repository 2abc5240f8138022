import type { Worker } from 'node:worker_threads';
import { type ChunkRunner, inlineRunner } from '../engine/csv/runner.ts';
import { loadKernels } from '../engine/kernels/index.ts';
import { findByte } from './node.ts';
import { type ChunkThread, poolRunner } from './poolRunner.ts';
import { startThread, WORTH_THREADS } from './thread.ts';

/** Threads that parse, started when first needed and kept. */
export interface Pool {
  /**
   * What parses a file of so many bytes on so many threads: the own thread where one is enough.
   * @param bytes 0 where the size is not known
   */
  runner(workers: number, bytes: number): ChunkRunner;
  /** Ends the threads; may be called again. */
  dispose(): void;
}

/** @param started threads that were started before */
export function createPool(started: readonly Worker[] = []): Pool {
  const threads: ChunkThread[] = started.map(chunkThread);
  const ids = { next: 0 };
  let own: ChunkRunner | null = null;
  const ownThread = (): ChunkRunner => {
    own ??= inlineRunner(loadKernels(), findByte);
    return own;
  };
  const atLeast = (count: number): readonly ChunkThread[] => {
    while (threads.length < count) threads.push(chunkThread(startThread()));
    return threads.slice(0, count);
  };
  return {
    runner(workers, bytes) {
      if (workers <= 1 || bytes < WORTH_THREADS) return ownThread();
      // Started at once: they are up by the time the file's head has been looked at.
      atLeast(Math.ceil(workers));
      return poolRunner(() => atLeast(Math.ceil(workers)), findByte, ids);
    },
    dispose() {
      for (const thread of threads.splice(0)) thread.end();
    },
  };
}

function chunkThread(worker: Worker): ChunkThread {
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
