import type { ToPanel } from '../protocol/panel.ts';
import type { Failure, FromWorker } from '../protocol/run.ts';
import type { SearchView } from '../protocol/searchView.ts';
import type { RunEvent } from './trainingRun.ts';

/** What a worker says of a search. */
export type SearchEvent = Extract<FromWorker, { type: 'searching' | 'trials' | 'searched' }>;

/** What ends a search before its last trial. */
export type SearchEnd = Extract<RunEvent, { type: 'stopped' | 'failed' }>;

/** One search as the host knows it, with every trial so far. Once it has ended nothing changes it any more. */
export class Search {
  #view: SearchView;
  readonly #trials: SearchView['trials'];

  /** @param begun the search with the trials that it goes on from, or with none */
  constructor(
    readonly id: string,
    begun: Pick<SearchView, 'spec' | 'settings' | 'version' | 'space' | 'metric' | 'trials'>,
  ) {
    this.#trials = [...begun.trials];
    this.#view = { ...begun, id, status: 'running', note: null, failure: null };
  }

  get running(): boolean {
    return this.#view.status === 'running';
  }

  /** Tells on which version of the file the trials are made. */
  reads(version: string): void {
    this.#view = { ...this.#view, version };
  }

  /** Takes in what the worker says, and returns what the panel must hear of it; null where it comes too late. */
  apply(event: SearchEvent | SearchEnd): ToPanel | null {
    if (!this.running) return null;
    switch (event.type) {
      case 'trials':
        this.#trials.push(...event.trials);
        return { type: 'trials', searchId: this.id, trials: event.trials };
      case 'searching':
        return this.#becomes({ space: event.space, metric: event.metric });
      case 'searched':
        return this.#becomes({ status: 'done', note: event.note });
      case 'stopped':
        return this.#becomes({ status: 'stopped' });
      case 'failed':
        return this.fail(event.failure);
    }
  }

  /** Ends the search with a failure; its stack stays out of the panel. */
  fail(failure: Failure): ToPanel {
    return this.#becomes({ status: 'failed', failure: { ...failure, stack: null } });
  }

  view(): SearchView {
    return { ...this.#view, trials: [...this.#trials] };
  }

  #becomes(change: Partial<SearchView>): ToPanel {
    this.#view = { ...this.#view, ...change };
    return { type: 'search', search: this.view() };
  }
}
