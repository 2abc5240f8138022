import type { PanelState, RaceView } from '../protocol/panel.ts';
import type { SearchView } from '../protocol/searchView.ts';
import { type Disposable, Emitter } from './dispose.ts';
import { type RaceCourse, RaceTrack } from './raceTrack.ts';
import type { SearchEvent } from './search.ts';
import { type SearchCourse, SearchTrack } from './searchTrack.ts';
import type { RaceEvent, RunEvent } from './trainingRun.ts';

/** A file's races and searches: they stand beside its runs and change none of them. */
export class BesideRuns implements Disposable {
  readonly races: RaceTrack;
  readonly searches: SearchTrack;
  readonly #raced = new Emitter<RaceView>();
  readonly #searched = new Emitter<void>();

  constructor(course: Omit<RaceCourse, 'ended'> & Omit<SearchCourse, 'changed'>) {
    this.races = new RaceTrack({ ...course, ended: (race) => this.#raced.fire(race) });
    this.searches = new SearchTrack({ ...course, changed: () => this.#searched.fire() });
  }

  /** A race has ended. */
  readonly onRaced = this.#raced.on;
  /** The search has new trials, or has ended. */
  readonly onSearch = this.#searched.on;

  get views(): Pick<PanelState, 'race' | 'search'> {
    return { race: this.races.view, search: this.searches.view };
  }

  /** True where the message was for one of them. */
  take(event: RaceEvent | SearchEvent | RunEvent): boolean {
    switch (event.type) {
      case 'racers':
      case 'laps':
      case 'raced':
        return this.races.take(event);
      case 'searching':
      case 'trials':
      case 'searched':
        return this.searches.take(event);
      default:
        return this.races.take(event) || this.searches.take(event);
    }
  }

  /** Shows the search of an earlier window, which can go on. */
  restoreSearch(search: SearchView): void {
    this.searches.restore(search);
  }

  /** Stops whichever is under way. */
  async stop(): Promise<void> {
    this.searches.stop();
    if (this.races.running) await this.races.stop();
  }

  /** The worker was ended on purpose. */
  abandon(): void {
    this.races.abandon();
    this.searches.abandon();
  }

  /** The worker ended by itself. */
  died(): void {
    this.races.died();
    this.searches.died();
  }

  dispose(): void {
    this.abandon();
    this.#raced.dispose();
    this.#searched.dispose();
  }
}
