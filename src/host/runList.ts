import type { Held, PanelState } from '../protocol/panel.ts';
import type { SessionOptions } from './sessionTypes.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Runs kept per file, the newest ones. */
export const MAX_RUNS = 20;

/** One file's runs, the newest last, and which of them the panel shows. */
export class RunList {
  #runs: TrainingRun[] = [];
  #shown: TrainingRun | null = null;
  /** Versions of the file that the runs were trained on. */
  readonly #versions = new WeakMap<TrainingRun, string>();

  constructor(private nextRunNumber: number) {}

  get all(): readonly TrainingRun[] {
    return this.#runs;
  }

  get shown(): TrainingRun | null {
    return this.#shown;
  }

  get active(): TrainingRun | undefined {
    return this.#runs.find((run) => run.active);
  }

  get nextNumber(): number {
    return this.nextRunNumber;
  }

  find(runId: string): TrainingRun | undefined {
    return this.#runs.find((run) => run.id === runId);
  }

  /** Makes a run with the next number and shows it; the oldest one goes where there are too many. */
  begin(make: (number: number) => TrainingRun): TrainingRun {
    const run = make(this.nextRunNumber++);
    this.#runs = [...this.#runs, run].slice(-MAX_RUNS);
    this.#shown = run;
    return run;
  }

  /** Shows the last run of an earlier window; false where there are runs of this one already. */
  restore(run: TrainingRun): boolean {
    if (this.#runs.length > 0) return false;
    this.#runs = [run];
    this.#shown = run;
    this.nextRunNumber = Math.max(this.nextRunNumber, run.number + 1);
    return true;
  }

  show(run: TrainingRun): void {
    this.#shown = run;
  }

  /**
   * The newest run with a model before the one that is shown, where that has none.
   * @param isCurrent whether two versions of the file are of the same text
   */
  held(isCurrent: SessionOptions['isCurrent']): Held | null {
    const shown = this.#shown;
    if (!shown || shown.result) return null;
    const before = this.#runs.slice(0, this.#runs.indexOf(shown));
    const run = before.findLast(({ result, data }) => result && data);
    if (!run?.data || !run.result) return null;
    const { id: runId, number, data, result, restored } = run;
    const otherTargets = predictsAlike(run, shown) ? null : data.targets;
    const [trained, now] = [run, shown].map((one) => this.#versions.get(one));
    const olderFile = trained !== undefined && now !== undefined && !isCurrent(trained, now);
    return { runId, number, data, result, restored, otherTargets, olderFile };
  }

  summaries(): PanelState['runs'] {
    return this.#runs.map((run) => run.summary());
  }

  versionOf(run: TrainingRun): string | undefined {
    return this.#versions.get(run);
  }

  setVersion(run: TrainingRun, version: string): void {
    this.#versions.set(run, version);
  }
}

/** A run that was not read to its end may have no more than what it was asked for; asked for nothing, it takes the last column. */
function predictsAlike(held: TrainingRun, shown: TrainingRun): boolean {
  const found = held.data?.targets ?? [];
  if (shown.data) return sameNames(shown.data.targets, found);
  return sameNames(shown.spec.target, found) || sameNames(shown.spec.target, held.spec.target);
}

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at]);
