import type { RaceView, ToPanel } from '../protocol/panel.ts';
import type { Failure, Laps, RaceLanes } from '../protocol/run.ts';
import { ThinnedList } from './iterateLog.ts';
import type { RaceEvent, RunEvent } from './trainingRun.ts';

/** Points kept of each racer, however long it runs. */
const MAX_LAPS = 300;

interface Lap {
  readonly iteration: number;
  readonly loss: number;
}

/** What ends a race without a result. */
export type RaceEnd = Extract<RunEvent, { type: 'stopped' | 'failed' }>;

/** One race as the host knows it. Once it has ended nothing changes it any more. */
export class Race {
  #status: RaceView['status'] = 'running';
  #labels: string[] = [];
  #optimum: number | null = null;
  #tracks: ThinnedList<Lap>[] = [];
  #result: RaceView['result'] = null;
  #failure: Failure | null = null;
  #stopping = false;

  constructor(
    readonly id: string,
    readonly lanes: RaceLanes,
  ) {}

  get running(): boolean {
    return this.#status === 'running';
  }

  /** It was asked to stop: what it then ends with is not the whole race. */
  stopping(): void {
    this.#stopping = true;
  }

  /** Takes in what the worker says, and returns what the panel must hear of it; null where it comes too late. */
  apply(event: RaceEvent | RaceEnd): ToPanel | null {
    if (!this.running) return null;
    switch (event.type) {
      case 'laps':
        return this.#ran(event.laps);
      case 'racers':
        this.#labels = event.labels;
        this.#optimum = event.optimum;
        this.#tracks = event.labels.map(() => new ThinnedList(MAX_LAPS));
        break;
      case 'raced':
        this.#status = this.#stopping ? 'stopped' : 'done';
        this.#result = event.result;
        this.#optimum = event.result.optimum;
        break;
      case 'stopped':
        this.#status = 'stopped';
        break;
      case 'failed':
        this.#status = 'failed';
        this.#failure = { ...event.failure, stack: null };
        break;
    }
    return { type: 'race', race: this.view() };
  }

  view(): RaceView {
    const tracks = this.#tracks.map((track) => track.items());
    return {
      id: this.id,
      status: this.#status,
      lanes: this.lanes,
      labels: this.#labels,
      optimum: this.#optimum,
      tracks: tracks.map((laps) => ({
        iteration: laps.map(({ iteration }) => iteration),
        loss: laps.map(({ loss }) => loss),
      })),
      result: this.#result,
      failure: this.#failure,
    };
  }

  /** A diverging racer reaches infinity before it is out, and the panel's messages are JSON, which has none. */
  #ran({ racer, iteration, loss }: Laps): ToPanel {
    const finite = loss.flatMap((value, at) => (Number.isFinite(value) ? [at] : []));
    const laps: Laps = {
      racer: finite.map((at) => racer[at] ?? 0),
      iteration: finite.map((at) => iteration[at] ?? 0),
      loss: finite.map((at) => loss[at] ?? 0),
    };
    for (const [at, of] of laps.racer.entries())
      this.#tracks[of]?.push({ iteration: laps.iteration[at] ?? 0, loss: laps.loss[at] ?? 0 });
    return { type: 'laps', raceId: this.id, laps };
  }
}
