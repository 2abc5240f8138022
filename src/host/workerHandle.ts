import type { ToWorker } from '../protocol/run.ts';
import type { Disposable } from './dispose.ts';

/** A running worker, whatever runs it: a thread of Node, a browser's Worker or a test's stand-in. */
export interface WorkerHandle extends Disposable {
  post(message: ToWorker): void;
  /** What the worker sends, unparsed. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once where the worker ends without having been disposed; `detail` is for the log. */
  onDeath(listener: (detail: string) => void): void;
  /** Ends the worker at once, whatever it does. Idempotent. */
  dispose(): void;
}

export type StartWorker = () => WorkerHandle;

/** What differs between the hosts that an extension runs in; the only way to files and threads of the machine. */
export interface Platform {
  startWorker(): WorkerHandle;
  /** Writes a file of the machine whole or not at all: into a new file beside it, then renamed over it. */
  replaceFile(path: string, bytes: Uint8Array): Promise<void>;
}
