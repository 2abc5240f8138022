import type { RunSpec } from '../engine/spec.ts';
import type { RaceView, ToPanel } from '../protocol/panel.ts';
import type { RaceLanes, ToWorker } from '../protocol/run.ts';
import { toFailure, workerDied } from './failures.ts';
import { Race } from './race.ts';
import type { SessionOptions } from './sessionTypes.ts';
import type { RaceEvent, RunEvent } from './trainingRun.ts';

/** What a race needs of its session. */
export interface RaceCourse {
  readonly options: Pick<SessionOptions, 'source' | 'memoryLimitMB' | 'workers' | 'problem'>;
  post(message: ToWorker): void;
  /** Tells the panel. */
  tell(message: ToPanel): void;
  /** The race has ended, however it did. */
  ended(race: RaceView): void;
}

/** A file's races: one at a time, the last one is kept. They change no run. */
export class RaceTrack {
  #race: Race | null = null;
  #kept: RaceView | null = null;
  #ends: (() => void)[] = [];

  constructor(private readonly course: RaceCourse) {}

  get view(): RaceView | null {
    return this.#race?.view() ?? this.#kept;
  }

  get running(): boolean {
    return this.#race?.running ?? false;
  }

  /** Shows the finished race of an earlier window. */
  restore(race: RaceView): void {
    if (!this.#race) this.#kept = race;
  }

  /** Races to the end; what goes wrong is told in the panel. */
  async start(spec: RunSpec, lanes: RaceLanes): Promise<void> {
    if (this.running) await this.stop();
    const { options, post, tell } = this.course;
    const race = new Race(crypto.randomUUID(), lanes);
    this.#race = race;
    tell({ type: 'race', race: race.view() });
    const ended = new Promise<void>((resolve) => this.#ends.push(resolve));
    try {
      const { ref, encoding } = await options.source();
      if (!race.running) return;
      post({
        type: 'race',
        runId: race.id,
        spec: encoding ? { ...spec, csv: { ...spec.csv, encoding } } : spec,
        source: ref,
        memoryLimitMB: options.memoryLimitMB(),
        workers: options.workers(),
        lanes,
      });
    } catch (error) {
      this.take({ type: 'failed', runId: race.id, failure: toFailure(error) });
    }
    await ended;
  }

  /** Resolves when the race has ended with what it had. */
  async stop(): Promise<void> {
    const race = this.#race;
    if (!race?.running) return;
    race.stopping();
    const ended = new Promise<void>((resolve) => this.#ends.push(resolve));
    this.course.post({ type: 'stop', runId: race.id });
    await ended;
  }

  /** Takes in what the worker says of a race; false where it is about something else. */
  take(event: RaceEvent | RunEvent): boolean {
    const race = this.#race;
    if (event.runId !== race?.id) return false;
    if (!isOfRace(event)) return true;
    const message = race.apply(event);
    if (event.type === 'failed' && event.failure.stack) this.course.options.problem(event.failure.stack);
    if (message) this.course.tell(message);
    if (race.running) return true;
    if (message) this.course.ended(race.view());
    for (const resolve of this.#ends.splice(0)) resolve();
    return true;
  }

  /** The worker is gone. */
  died(): void {
    if (this.#race?.running)
      this.take({ type: 'failed', runId: this.#race.id, failure: toFailure(workerDied()) });
  }

  /** The worker is gone on purpose, or will be. */
  abandon(): void {
    if (this.#race?.running) this.take({ type: 'stopped', runId: this.#race.id, result: null });
  }
}

const OF_RACE = ['racers', 'laps', 'raced', 'stopped', 'failed'] as const;
type OfRace = Extract<RaceEvent | RunEvent, { type: (typeof OF_RACE)[number] }>;

const isOfRace = (event: RaceEvent | RunEvent): event is OfRace =>
  OF_RACE.includes(event.type as (typeof OF_RACE)[number]);
