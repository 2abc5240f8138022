import type { Iterates } from '../engine/report.ts';
import type { PanelState, ToPanel } from '../protocol/panel.ts';
import type { Laps } from '../protocol/run.ts';
import type { Disposable } from './dispose.ts';
import { joinIterates } from './iterateLog.ts';

/** The panel hears of progress at most this often: 20 times a second. */
export const COALESCE_MS = 50;

/**
 * The way to one panel. While it is hidden or not yet loaded nothing is sent, since its full state follows when it
 * says that it is ready. Progress and iterations are joined by time; everything else goes at once, after them.
 */
export class PanelChannel implements Disposable {
  #live = false;
  #epoch = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #progress: Extract<ToPanel, { type: 'reading' | 'working' }> | undefined;
  #iterates: { runId: string; iterates: Iterates } | undefined;
  #laps: { raceId: string; laps: Laps } | undefined;
  #trials: Extract<ToPanel, { type: 'trials' }> | undefined;

  constructor(
    private readonly send: (message: ToPanel) => void,
    private readonly state: () => PanelState,
  ) {}

  /** Counts the panel's loads: a reply to what an earlier load asked is not for this one. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The panel is there and hears what is posted. */
  get live(): boolean {
    return this.#live;
  }

  /** The panel has loaded, for the first time or again. */
  ready(): void {
    this.#live = true;
    this.#epoch++;
    this.sync();
  }

  /** The panel is out of sight: its page may be gone. */
  hidden(): void {
    this.#live = false;
    this.#drop();
  }

  /** Sends the full state, which makes deltas that wait needless. */
  sync(): void {
    this.#drop();
    if (this.#live) this.send({ type: 'state', state: this.state() });
  }

  post(message: ToPanel): void {
    if (!this.#live) return;
    if (message.type === 'reading' || message.type === 'working') {
      this.#progress = message;
      this.#later();
    } else if (message.type === 'iterates') {
      const waiting = this.#iterates;
      const joined = waiting?.runId === message.runId;
      const iterates = joined ? joinIterates(waiting.iterates, message.iterates) : message.iterates;
      this.#iterates = { runId: message.runId, iterates };
      this.#later();
    } else if (message.type === 'laps') {
      const { raceId, laps } = message;
      const joined = this.#laps?.raceId === raceId ? joinLaps(this.#laps.laps, laps) : laps;
      this.#laps = { raceId, laps: joined };
      this.#later();
    } else if (message.type === 'trials') {
      const waiting = this.#trials?.searchId === message.searchId ? this.#trials.trials : [];
      this.#trials = { ...message, trials: [...waiting, ...message.trials] };
      this.#later();
    } else {
      this.#flush();
      this.send(message);
    }
  }

  dispose(): void {
    this.hidden();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS);
  }

  #flush(): void {
    const progress = this.#progress;
    const iterates = this.#iterates;
    const laps = this.#laps;
    const trials = this.#trials;
    this.#drop();
    if (progress) this.send(progress);
    if (iterates) this.send({ type: 'iterates', ...iterates });
    if (laps) this.send({ type: 'laps', ...laps });
    if (trials) this.send(trials);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#progress = undefined;
    this.#iterates = undefined;
    this.#laps = undefined;
    this.#trials = undefined;
  }
}

const joinLaps = (first: Laps, second: Laps): Laps => ({
  racer: [...first.racer, ...second.racer],
  iteration: [...first.iteration, ...second.iteration],
  loss: [...first.loss, ...second.loss],
});
