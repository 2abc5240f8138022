import { searches, TuningData, tune, tuningSpace } from '../engine/index.ts';
import { choiceFor, edgeNote, type Tuning } from '../engine/selection/tune.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { ToWorker } from '../protocol/run.ts';
import type { SearchedSpace, TrialReport } from '../protocol/search.ts';
import type { DataCache } from './dataCache.ts';
import { Pace } from './pace.ts';
import type { Platform } from './trainingRun.ts';

export type SearchMessage = Extract<ToWorker, { type: 'search' }>;

/** One search: tries candidate after candidate, tells of each, and can be stopped within a trial. */
export class SearchRun {
  readonly #abort = new AbortController();
  readonly #message: SearchMessage;
  readonly #platform: Platform;
  readonly #pace: Pace;
  #waiting: TrialReport[] = [];

  constructor(message: SearchMessage, platform: Platform) {
    this.#message = message;
    this.#platform = platform;
    this.#pace = new Pace(platform);
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

  /** Runs to the end, which it posts itself. Throws expected failures, and `stopped` before the first trial. */
  async run(cache: DataCache): Promise<void> {
    const { runId, settings, memoryLimitMB, begun } = this.#message;
    const { post, now } = this.#platform;
    const { signal } = this.#abort;
    const data = await this.#data(cache);
    const space = begun?.space ?? (await spaceOf(data, settings.varied));
    post({ type: 'searching', runId, space, metric: data.metric });
    const steps = tune(data, space, {
      search: searches.get(settings.search),
      parameters: settings.parameters,
      trials: settings.trials,
      seed: data.spec.seed,
      earlier: begun?.trials ?? [],
      memoryLimitBytes: memoryLimitMB * 2 ** 20,
      breathe: () => this.#pace.breathe(),
      signal,
      now,
    });
    for (;;) {
      const next = await steps.next();
      if (next.done) {
        const { best, complete } = next.value;
        this.#flush();
        if (complete) post({ type: 'searched', runId, note: edgeNote(space, best) });
        else post({ type: 'stopped', runId, result: null });
        return;
      }
      this.#waiting.push(plain(next.value));
      if (this.#pace.due) this.#flush();
      await this.#pace.breathe();
    }
  }

  /** The rows with their folds: these are the same whatever λ they are asked for. */
  async #data(cache: DataCache): Promise<TuningData> {
    const spec: RunSpec = { ...this.#message.spec, lambdaChoice: 'min' };
    const onProgress = () => undefined;
    const request = { ...this.#message, spec, signal: this.#abort.signal, onProgress };
    return new TuningData(spec, await cache.prepared(request));
  }

  #flush(): void {
    this.#pace.told();
    if (this.#waiting.length === 0) return;
    this.#platform.post({ type: 'trials', runId: this.runId, trials: this.#waiting });
    this.#waiting = [];
  }
}

async function spaceOf(data: TuningData, varied: readonly string[]): Promise<SearchedSpace> {
  const { l1Ratio } = data.spec;
  const choices = varied.filter((id) => id !== 'l1Ratio').map((id) => choiceFor(data.spec, id));
  const tuning: Tuning = {
    lambda: null,
    l1Ratio: varied.includes('l1Ratio') ? { low: 0, high: 1 } : { low: l1Ratio, high: l1Ratio },
    choices,
  };
  const space = await tuningSpace(data, tuning);
  return { ...space, choices: space.choices.map(({ id, values }) => ({ id, values: [...values] })) };
}

const plain = (trial: TrialReport | Readonly<TrialReport>): TrialReport => ({ ...trial });
