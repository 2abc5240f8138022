import { type Model, models, type RunSpec, train } from '../engine/index.ts';
import type { ReadingProgress } from '../engine/report.ts';
import type { WorkProgress } from '../engine/workReport.ts';
import type { FromWorker, ToWorker } from '../protocol/run.ts';
import { IterateBatch } from './batch.ts';
import type { DataCache, ReadPlatform } from './dataCache.ts';
import { Gate } from './gate.ts';
import { FRAME, Pace } from './pace.ts';

/** What runs need of the platform they run on. */
export interface Platform extends ReadPlatform {
  post(message: FromWorker): void;
  /** Lets messages that have arrived be handled. */
  breathe(): Promise<void>;
  sleep(milliseconds: number): Promise<void>;
}

export type TrainMessage = Extract<ToWorker, { type: 'train' }>;

/** The spec, its λ given where no cross-validation can choose it: a panel asks for that before it knows the model. */
function chosenWhereItCan(spec: RunSpec): RunSpec {
  const network = models.has(spec.model) && models.get(spec.model).network;
  return network && spec.lambdaChoice !== 'given' ? { ...spec, lambdaChoice: 'given' } : spec;
}

/** Milliseconds between two looks at whether the run was stopped, while it waits for its pace. */
const NAP = 40;

/** One run: drives the training generator, coalesces what it yields, and can be paused, stepped and stopped. */
export class TrainingRun {
  readonly gate = new Gate();
  readonly #abort = new AbortController();
  readonly #batch = new IterateBatch();
  readonly #message: TrainMessage;
  readonly #platform: Platform;
  readonly #pace: Pace;
  #steps = 0;
  #paced = 0;

  constructor(message: TrainMessage, platform: Platform) {
    this.#message = { ...message, spec: chosenWhereItCan(message.spec) };
    this.#platform = platform;
    this.#pace = new Pace(platform);
  }

  get runId(): string {
    return this.#message.runId;
  }

  get stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Pauses before the next step; what has been done until now is sent first. */
  pause(): void {
    this.gate.pause();
    this.#flush();
  }

  stop(): void {
    this.#abort.abort();
    this.gate.resume();
  }

  /**
   * Runs to the end.
   * @param stands called as soon as the exact model is there, while a descent may still be streaming
   * @returns the finished model, or after {@link stop} what a descent had come to; throws `stopped` before there is any
   */
  async run(cache: DataCache, stands: (model: Model) => void): Promise<Model> {
    const { runId, spec, watch } = this.#message;
    const { post, now } = this.#platform;
    const started = now();
    const signal = this.#abort.signal;
    const onProgress = this.#every(FRAME, (progress: ReadingProgress) =>
      post({ type: 'reading', runId, progress }),
    );
    const data = await cache.prepared({ ...this.#message, signal, onProgress });
    const events = train(spec, data, {
      signal,
      watch,
      live: true,
      memoryLimitBytes: this.#message.memoryLimitMB * 2 ** 20,
      now: () => now() - started,
    });
    const choosing = this.#every(FRAME, (progress: WorkProgress) =>
      post({ type: 'working', runId, progress }),
    );
    for (;;) {
      const next = await events.next();
      if (next.done) {
        this.#flush();
        return next.value;
      }
      const event = next.value;
      if (event.type === 'data') post({ type: 'data', runId, summary: event.summary });
      else if (event.type === 'model') stands(event.model);
      else if (event.type === 'choosing') {
        choosing(event.progress);
        await this.#pace.breathe();
      } else if (event.type === 'work') await this.#pace.breathe();
      else {
        this.#batch.add(event.step);
        await this.#betweenSteps();
      }
    }
  }

  /** Tells at most once in so many milliseconds; what comes in between is dropped. */
  #every<T>(milliseconds: number, tell: (told: T) => void): (told: T) => void {
    let last = Number.NEGATIVE_INFINITY;
    return (told) => {
      const time = this.#platform.now();
      if (time - last < milliseconds) return;
      last = time;
      tell(told);
    };
  }

  /** Sends what is due, keeps the pace, looks at the inbox and then waits while paused: no step follows a pause. */
  async #betweenSteps(): Promise<void> {
    if (this.#pace.due) this.#flush();
    await this.#keepPace();
    await this.#pace.breathe();
    if (!this.gate.closed) return;
    this.#flush();
    await this.gate.passed();
  }

  async #keepPace(): Promise<void> {
    const { pace } = this.#message;
    if (pace <= 0 || this.gate.closed) return;
    const { now, sleep } = this.#platform;
    if (this.#steps === 0) this.#paced = now();
    this.#steps++;
    const due = this.#paced + (1000 * this.#steps) / pace;
    // Far behind (after a pause): start counting anew instead of racing to catch up.
    if (due < now() - 1000) this.#steps = 0;
    // In naps, so that a stop or a pause is heard at once.
    for (let wait = due - now(); wait > 1 && !this.stopped && !this.gate.closed; wait = due - now())
      await sleep(Math.min(wait, NAP));
  }

  #flush(): void {
    this.#pace.told();
    if (this.#batch.empty) return;
    this.#platform.post({ type: 'iterates', runId: this.runId, iterates: this.#batch.take() });
  }
}
