import { Worker } from 'node:worker_threads';

/** Smaller files are parsed sooner than threads start. */
export const WORTH_THREADS = 4 << 20;

/** A thread that parses for a pool; it does not keep the process alive. */
export function startThread(): Worker {
  const worker = new Worker(new URL('./chunkThread.cjs', import.meta.url));
  worker.unref();
  return worker;
}
