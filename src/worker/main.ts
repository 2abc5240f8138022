import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { parseToWorker } from '../protocol/parse.ts';
import { openSource } from './node.ts';
import { createPool } from './pool.ts';
import { Session } from './session.ts';

/** The worker's entry: one session, fed by the host's messages. */
const port = parentPort;
if (port) {
  const pool = createPool();
  const session = new Session({
    post: (message) => port.postMessage(message),
    open: openSource,
    runner: (workers, bytes) => pool.runner(workers || Math.max(1, availableParallelism() - 1), bytes),
    now: () => performance.now(),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  port.on('message', (value: unknown) => {
    const parsed = parseToWorker(value);
    // A message that cannot be parsed comes from a host of another build: dying says so where it can be seen.
    if (!parsed.ok) throw new Error(`The worker got a message it does not know: ${parsed.reason}`);
    session.handle(parsed.message);
  });
}
