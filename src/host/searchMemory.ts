import { type Disposable, DisposableStore } from './dispose.ts';
import type { Report } from './report.ts';
import type { RunStore } from './runStore.ts';
import type { TrainingSession } from './trainingSession.ts';

/** Trials come many times a second. */
const SETTLE_MS = 1000;

/** Keeps a file's search for the next window: while it runs now and then, and at its end at once. */
export class SearchMemory implements Disposable {
  readonly #disposables = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly uri: string,
    private readonly session: TrainingSession,
    private readonly services: { readonly store: RunStore; readonly report: Report },
  ) {
    this.#disposables.add(session.onSearch(() => this.#changed()));
  }

  dispose(): void {
    if (this.#timer) this.#keep();
    this.#disposables.dispose();
  }

  #changed(): void {
    if (this.session.state().search?.status === 'running')
      this.#timer ??= setTimeout(() => this.#keep(), SETTLE_MS);
    else this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { search } = this.session.state();
    const { store, report } = this.services;
    if (!search) return;
    void report.guard(() => store.keepSearch(this.uri, search));
    if (search.failure) report.info(`${this.uri}: the search failed: ${search.failure.message}`);
  }
}
