import { race } from '../engine/index.ts';
import type { Laps, ToWorker } from '../protocol/run.ts';
import type { DataCache } from './dataCache.ts';
import { Pace } from './pace.ts';
import type { Platform } from './trainingRun.ts';

export type RaceMessage = Extract<ToWorker, { type: 'race' }>;

/** One race: drives the generator, coalesces its steps, and can be stopped; a stopped race ends with what it has. */
export class RaceRun {
  readonly #abort = new AbortController();
  readonly #message: RaceMessage;
  readonly #platform: Platform;
  #laps: Laps = { racer: [], iteration: [], loss: [] };

  constructor(message: RaceMessage, platform: Platform) {
    this.#message = message;
    this.#platform = platform;
  }

  get runId(): string {
    return this.#message.runId;
  }

  get stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Runs to the end, which it posts itself. Throws expected failures and `stopped` before there is anything to tell. */
  async run(cache: DataCache): Promise<void> {
    const { runId, spec, lanes, memoryLimitMB } = this.#message;
    const { post, now } = this.#platform;
    const { signal } = this.#abort;
    const onProgress = () => undefined;
    const data = await cache.prepared({ ...this.#message, signal, onProgress });
    const events = race(spec, data, lanes, { signal, now, memoryLimitBytes: memoryLimitMB * 2 ** 20 });
    const pace = new Pace(this.#platform);
    for (;;) {
      const next = await events.next();
      if (next.done) {
        this.#flush();
        post({ type: 'raced', runId, result: next.value });
        return;
      }
      const event = next.value;
      if (event.type === 'racers') post({ ...event, runId });
      else this.#add(event.racer, event.iteration, event.loss);
      if (pace.due) {
        this.#flush();
        pace.told();
      }
      await pace.breathe();
    }
  }

  #add(racer: number, iteration: number, loss: number): void {
    this.#laps.racer.push(racer);
    this.#laps.iteration.push(iteration);
    this.#laps.loss.push(loss);
  }

  #flush(): void {
    if (this.#laps.racer.length === 0) return;
    this.#platform.post({ type: 'laps', runId: this.runId, laps: this.#laps });
    this.#laps = { racer: [], iteration: [], loss: [] };
  }
}
