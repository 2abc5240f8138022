import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { ToWorker } from '../protocol/run.ts';
import type { Platform, WorkerHandle } from './workerHandle.ts';

/** Node's threads and files; the only module of the host that knows Node. */
export class NodePlatform implements Platform {
  constructor(
    /** Path of the worker's bundle. */
    private readonly workerPath: string,
    /** What workers print, line by line. */
    private readonly print: (line: string) => void,
  ) {}

  startWorker(): WorkerHandle {
    return new NodeWorker(this.workerPath, this.print);
  }

  async replaceFile(path: string, bytes: Uint8Array): Promise<void> {
    const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

class NodeWorker implements WorkerHandle {
  readonly #worker: Worker;
  readonly #deathListeners: ((detail: string) => void)[] = [];
  #over = false;

  constructor(path: string, print: (line: string) => void) {
    this.#worker = new Worker(path, { name: 'ridgeline', stdout: true, stderr: true });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => print(text.trimEnd()));
    }
    this.#worker.on('error', (error) => this.#died(error.stack ?? error.message));
    this.#worker.on('exit', (code) => this.#died(`exit code ${code}`));
  }

  post(message: ToWorker): void {
    if (this.#over) return;
    this.#worker.postMessage(message, transferable(message));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#worker.on('message', (message: unknown) => {
      if (!this.#over) listener(message);
    });
  }

  onDeath(listener: (detail: string) => void): void {
    this.#deathListeners.push(listener);
  }

  dispose(): void {
    if (this.#over) return;
    this.#over = true;
    void this.#worker.terminate();
  }

  #died(detail: string): void {
    if (this.#over) return;
    this.#over = true;
    void this.#worker.terminate();
    for (const listener of this.#deathListeners) listener(detail);
  }
}

/** Bytes are a copy made for the worker: handing them over saves a second one, where they fill their buffer. */
function transferable(message: ToWorker): ArrayBuffer[] {
  if (!('source' in message) || message.source.kind !== 'bytes') return [];
  const { buffer, byteLength } = message.source.bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
