import { RidgelineError } from '../engine/errors.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { ToPanel } from '../protocol/panel.ts';
import type { ToWorker } from '../protocol/run.ts';
import type { SearchSettings } from '../protocol/search.ts';
import type { SearchView } from '../protocol/searchView.ts';
import { toFailure, workerDied } from './failures.ts';
import { Search, type SearchEvent } from './search.ts';
import type { SessionOptions } from './sessionTypes.ts';
import { versionSince } from './storedVersion.ts';
import type { RunEvent } from './trainingRun.ts';

/** What a search needs of its session. */
export interface SearchCourse {
  readonly options: Pick<SessionOptions, 'source' | 'isCurrent' | 'memoryLimitMB' | 'workers' | 'problem'>;
  post(message: ToWorker): void;
  /** Tells the panel. */
  tell(message: ToPanel): void;
  /** The search has new trials, or has ended. */
  changed(): void;
}

/** A file's searches: one at a time, the last one is kept with its trials and can go on from them. They change no run. */
export class SearchTrack {
  #search: Search | null = null;
  #kept: SearchView | null = null;
  #ends: (() => void)[] = [];

  constructor(private readonly course: SearchCourse) {}

  get view(): SearchView | null {
    return this.#search?.view() ?? this.#kept;
  }

  get running(): boolean {
    return this.#search?.running ?? false;
  }

  /** Shows the search of an earlier window; one that was under way has been stopped since. */
  restore(search: SearchView): void {
    if (this.#search) return;
    const kept: SearchView = {
      ...search,
      version: versionSince(search.version),
      status: search.status === 'running' ? 'stopped' : search.status,
    };
    this.#kept = kept;
    this.course.tell({ type: 'search', search: kept });
  }

  /** Searches from the first trial to the last; what goes wrong is told in the panel. */
  start(spec: RunSpec, settings: SearchSettings): Promise<void> {
    return this.#run({ spec, settings, version: null, space: null, metric: null, trials: [] });
  }

  /** Goes on with the last search as if it had never stopped, to so many trials in all. */
  async goOn(trials: number): Promise<void> {
    const { view } = this;
    if (view && !this.running) await this.#run({ ...view, settings: { ...view.settings, trials } });
  }

  /** Ends at once with the trials so far; the worker follows within the trial that it is at. */
  stop(): void {
    const search = this.#search;
    if (!search?.running) return;
    this.course.post({ type: 'stop', runId: search.id });
    this.abandon();
  }

  /** Takes in what the worker says of a search; false where it is about something else. */
  take(event: SearchEvent | RunEvent): boolean {
    const search = this.#search;
    if (event.runId !== search?.id) return false;
    if (!isOfSearch(event)) return true;
    const message = search.apply(event);
    if (!message) return true;
    if (event.type === 'failed' && event.failure.stack) this.course.options.problem(event.failure.stack);
    this.#told(search, message);
    return true;
  }

  /** The worker is gone. */
  died(): void {
    if (this.#search?.running)
      this.take({ type: 'failed', runId: this.#search.id, failure: toFailure(workerDied()) });
  }

  /** The worker is gone on purpose, or what it still says counts no more. */
  abandon(): void {
    if (this.#search?.running) this.take({ type: 'stopped', runId: this.#search.id, result: null });
  }

  async #run(begun: ConstructorParameters<typeof Search>[1]): Promise<void> {
    this.stop();
    const search = new Search(crypto.randomUUID(), begun);
    this.#search = search;
    this.course.tell({ type: 'search', search: search.view() });
    const ended = new Promise<void>((resolve) => this.#ends.push(resolve));
    try {
      await this.#post(search, begun);
    } catch (error) {
      this.take({ type: 'failed', runId: search.id, failure: toFailure(error) });
    }
    await ended;
  }

  async #post(search: Search, begun: ConstructorParameters<typeof Search>[1]): Promise<void> {
    const { options, post } = this.course;
    const { spec, settings, version, space, trials } = begun;
    const { ref, encoding } = await options.source();
    if (!search.running) return;
    if (version !== null && space !== null && !options.isCurrent(version, ref.version)) throw changedSince();
    search.reads(ref.version);
    post({
      type: 'search',
      runId: search.id,
      spec: encoding ? { ...spec, csv: { ...spec.csv, encoding } } : spec,
      source: ref,
      memoryLimitMB: options.memoryLimitMB(),
      workers: options.workers(),
      settings,
      begun: space && { space, trials },
    });
  }

  #told(search: Search, message: ToPanel): void {
    this.course.tell(message);
    this.course.changed();
    if (!search.running) for (const resolve of this.#ends.splice(0)) resolve();
  }
}

const OF_SEARCH = ['searching', 'trials', 'searched', 'stopped', 'failed'] as const;
type OfSearch = Extract<SearchEvent | RunEvent, { type: (typeof OF_SEARCH)[number] }>;

const isOfSearch = (event: SearchEvent | RunEvent): event is OfSearch =>
  OF_SEARCH.includes(event.type as (typeof OF_SEARCH)[number]);

const changedSince = (): RidgelineError =>
  new RidgelineError(
    'bad-spec',
    'The file has changed since these trials were made. Start a new search to try the settings on what it holds now.',
  );
