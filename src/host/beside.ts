import type { RunSpec } from '../engine/spec.ts';
import type { PanelState, RaceView, ToPanel } from '../protocol/panel.ts';
import type { RaceLanes, ToWorker } from '../protocol/run.ts';
import type { SearchSettings } from '../protocol/search.ts';
import type { SearchView } from '../protocol/searchView.ts';
import { type Disposable, Emitter } from './dispose.ts';
import { RaceTrack } from './raceTrack.ts';
import type { SearchEvent } from './search.ts';
import { SearchTrack } from './searchTrack.ts';
import type { SessionOptions } from './sessionTypes.ts';
import type { RaceEvent, RunEvent } from './trainingRun.ts';

/** What races and searches need of their session. */
export interface BesideCourse {
  readonly options: SessionOptions;
  post(message: ToWorker): void;
  /** Tells the panel. */
  tell(message: ToPanel): void;
  /** Whether a run is under way, and what stops it. */
  trains(): boolean;
  stopTraining(): Promise<void>;
}

/** What stands beside a file's runs and changes none of them: races and searches, one of them at a time. */
export class Beside implements Disposable {
  readonly #races: RaceTrack;
  readonly #searches: SearchTrack;
  readonly #raced = new Emitter<RaceView>();
  readonly #searched = new Emitter<void>();

  constructor(private readonly course: BesideCourse) {
    this.#races = new RaceTrack({ ...course, ended: (race) => this.#raced.fire(race) });
    this.#searches = new SearchTrack({ ...course, changed: () => this.#searched.fire() });
  }

  /** A race has ended. */
  readonly onRaced = this.#raced.on;
  /** The search has new trials, or has ended. */
  readonly onSearch = this.#searched.on;

  /** What the panel's state holds of them. */
  get views(): Pick<PanelState, 'race' | 'search'> {
    return { race: this.#races.view, search: this.#searches.view };
  }

  /** Shows the race of an earlier window. */
  restoreRace(race: RaceView): void {
    this.#races.restore(race);
  }

  /** Shows the search of an earlier window, which can go on. */
  restoreSearch(search: SearchView): void {
    this.#searches.restore(search);
  }

  /** Races solvers on the file; what is under way is stopped first. Resolves when the race has ended. */
  async race(spec: RunSpec, lanes: RaceLanes): Promise<void> {
    this.#searches.stop();
    while (this.course.trains()) await this.course.stopTraining();
    await this.#races.start(spec, lanes);
  }

  stopRace(): Promise<void> {
    return this.#races.stop();
  }

  /** Searches for hyperparameters; what is under way is stopped first. Resolves when the search has ended. */
  async search(spec: RunSpec, settings: SearchSettings): Promise<void> {
    await this.#alone(() => this.#searches.start(spec, settings));
  }

  /** Goes on with the last search, to so many trials in all. Resolves when it has ended. */
  async resumeSearch(trials: number): Promise<void> {
    await this.#alone(() => this.#searches.goOn(trials));
  }

  /** The search has ended, with the trials so far, when this returns. */
  stopSearch(): void {
    this.#searches.stop();
  }

  /** Ends what is under way, for a training. */
  async stop(): Promise<void> {
    this.#searches.stop();
    if (this.#races.running) await this.#races.stop();
  }

  /** Takes in what the worker says; false where it is about something else. */
  take(event: RaceEvent | SearchEvent | RunEvent): boolean {
    if (isOfSearch(event)) return this.#searches.take(event);
    return this.#races.take(event) || (!isOfRace(event) && this.#searches.take(event));
  }

  /** The worker is gone. */
  died(): void {
    this.#races.died();
    this.#searches.died();
  }

  /** The worker is gone on purpose, or will be. */
  abandon(): void {
    this.#races.abandon();
    this.#searches.abandon();
  }

  dispose(): void {
    this.abandon();
    this.#raced.dispose();
    this.#searched.dispose();
  }

  async #alone(start: () => Promise<void>): Promise<void> {
    await this.stop();
    while (this.course.trains()) await this.course.stopTraining();
    await start();
  }
}

type Event = RaceEvent | SearchEvent | RunEvent;

const isOfSearch = (event: Event): event is SearchEvent =>
  event.type === 'searching' || event.type === 'trials' || event.type === 'searched';

const isOfRace = (event: Event): event is RaceEvent =>
  event.type === 'racers' || event.type === 'laps' || event.type === 'raced';
