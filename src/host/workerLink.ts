import type { WorkProgress } from '../engine/workReport.ts';
import { parseFromWorker } from '../protocol/parse.ts';
import type { FromWorker, ToWorker } from '../protocol/run.ts';
import type { Disposable } from './dispose.ts';
import { panelClosed, workerDied, workerEnded } from './failures.ts';
import type { SearchEvent } from './search.ts';
import type { RaceEvent, RunEvent } from './trainingRun.ts';
import type { StartWorker, WorkerHandle } from './workerHandle.ts';

/** What answers a request: the reply that was asked for, or `refused`. */
export type Reply = Exclude<Extract<FromWorker, { requestId: number }>, { type: 'examining' }>;
type Request = Extract<ToWorker, { requestId: number }>;
type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;
export type RequestBody = DistributiveOmit<Request, 'requestId'>;

export interface LinkEvents {
  event(event: RunEvent): void;
  race(event: RaceEvent): void;
  search(event: SearchEvent): void;
  /** The worker ended by itself; pending requests are rejected already. */
  died(detail: string): void;
  /** Something arrived that is no message. */
  invalid(reason: string): void;
}

interface Pending {
  progress(progress: WorkProgress): void;
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** One file's worker: started when first needed, replaced after its end, its requests paired with their replies. */
export class WorkerLink implements Disposable {
  #worker: WorkerHandle | undefined;
  #generation = 0;
  #nextRequest = 1;
  #disposed = false;
  readonly #pending = new Map<number, Pending>();

  constructor(
    private readonly start: StartWorker,
    private readonly events: LinkEvents,
  ) {}

  /** Rises with every new worker: what an earlier one knew is gone. */
  get generation(): number {
    return this.#generation;
  }

  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Sends a message, starting a worker where none runs; nothing after disposal. */
  post(message: ToWorker): void {
    if (!this.#disposed) this.ensure().post(message);
  }

  /**
   * Sends a request; rejects where the worker ends before it answers, and on disposal.
   * @param progress hears how far a long one is
   */
  request(body: RequestBody, progress: (progress: WorkProgress) => void = () => {}): Promise<Reply> {
    if (this.#disposed) return Promise.reject(panelClosed());
    const requestId = this.#nextRequest++;
    return new Promise((resolve, reject) => {
      this.#pending.set(requestId, { progress, resolve, reject });
      this.post({ ...body, requestId });
    });
  }

  /** Starts the worker where none runs. */
  ensure(): WorkerHandle {
    if (this.#worker) return this.#worker;
    const worker = this.start();
    this.#worker = worker;
    this.#generation++;
    worker.onMessage((message) => {
      if (worker === this.#worker) this.#received(message);
    });
    worker.onDeath((detail) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#rejectAll(workerDied());
      this.events.died(detail);
    });
    return worker;
  }

  /** Ends the worker at once; the next message starts another. */
  terminate(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.dispose();
    this.#rejectAll(this.#disposed ? panelClosed() : workerEnded());
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.terminate();
  }

  #received(value: unknown): void {
    const parsed = parseFromWorker(value);
    if (!parsed.ok) {
      this.events.invalid(parsed.reason);
      // What cannot be read may have been a reply, and every request settles.
      this.#rejectAll(new Error(`a reply of the worker could not be read: ${parsed.reason}`));
      return;
    }
    const { message } = parsed;
    if (message.type === 'examining') {
      this.#pending.get(message.requestId)?.progress(message.progress);
      return;
    }
    if ('requestId' in message) {
      this.#pending.get(message.requestId)?.resolve(message);
      this.#pending.delete(message.requestId);
      return;
    }
    if (message.type === 'racers' || message.type === 'laps' || message.type === 'raced')
      this.events.race(message);
    else if (message.type === 'searching' || message.type === 'trials' || message.type === 'searched')
      this.events.search(message);
    else this.events.event(message);
  }

  #rejectAll(error: Error): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}
