import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread, WORTH_THREADS } from '../worker/thread.ts';

/**
 * The entry of the terminal program: where a large file is to be trained on, threads start while the program itself is
 * still being loaded.
 */
const words = process.argv.slice(2);
const threads = early(words);
// A bundle of its own, see the build.
const { runTerminal } = await import('./main.ts');
await runTerminal(words, threads);

/** Threads for a training on a large file; none where their number is given, or there is but one core. */
function early([command, ...rest]: readonly string[]): Worker[] {
  const cores = availableParallelism();
  if (
    !['train', 'path', 'tune'].includes(command ?? '') ||
    cores < 2 ||
    rest.some((word) => /^--(help|workers)\b/.test(word))
  )
    return [];
  if (!rest.some((word) => bytesOf(word) >= WORTH_THREADS)) return [];
  return Array.from({ length: cores }, startThread);
}

function bytesOf(word: string): number {
  try {
    return statSync(word, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}
