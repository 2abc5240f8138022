import type { ColumnSummary } from '../engine/report.ts';
import type { ToPanel } from '../protocol/panel.ts';
import { type Disposable, Emitter } from './dispose.ts';
import { toFailure } from './failures.ts';
import { withEarlierSelection } from './keptSelection.ts';
import type { RunList } from './runList.ts';
import type { RunChange } from './sessionTypes.ts';
import type { RunEvent, TrainingRun } from './trainingRun.ts';

export interface RunEventsOptions {
  /** For the log: what is no business of the panel. */
  problem(text: string): void;
  /** The file's columns are known. */
  columns(columns: readonly ColumnSummary[]): void;
}

/** Hands what the worker tells of runs to these runs, and what follows from it to whoever listens. */
export class RunEvents implements Disposable {
  readonly #messages = new Emitter<ToPanel>();
  readonly #changes = new Emitter<RunChange>();
  readonly #ends = new WeakMap<TrainingRun, ((run: TrainingRun) => void)[]>();

  constructor(
    private readonly runs: RunList,
    private readonly options: RunEventsOptions,
  ) {}

  /** Deltas of the shown run, for the panel. */
  readonly onMessage = this.#messages.on;
  /** Whatever happens to any run. */
  readonly onChange = this.#changes.on;

  /** Tells the panel what concerns no run. */
  tell(message: ToPanel): void {
    this.#messages.fire(message);
  }

  began(run: TrainingRun): void {
    this.#changes.fire({ run, kind: 'began' });
  }

  /** Resolves with the run once it has ended, however it did. */
  untilEnded(run: TrainingRun): Promise<TrainingRun> {
    return new Promise((resolve) => this.#ends.set(run, [...(this.#ends.get(run) ?? []), resolve]));
  }

  /** Ends a run without a message of the worker. */
  stopped({ id: runId }: TrainingRun): void {
    this.take({ type: 'stopped', runId, result: null });
  }

  failed({ id: runId }: TrainingRun, error: unknown): void {
    this.take({ type: 'failed', runId, failure: toFailure(error) });
  }

  /** Messages of unknown or ended runs go. */
  take(event: RunEvent): void {
    const run = this.runs.find(event.runId);
    const status = run?.status;
    const message = run?.apply(this.#withSelection(run, event));
    if (!run || !message) return;
    if (event.type === 'failed' && event.failure.stack) this.options.problem(event.failure.stack);
    if (event.type === 'data') this.options.columns(event.summary.columns);
    if (run === this.runs.shown) this.#messages.fire(message);
    if (run.status !== status) this.#statusChanged(run, message);
    this.#changes.fire({ run, kind: event.type });
    if (run.active) return;
    for (const resolve of this.#ends.get(run) ?? []) resolve(run);
    this.#ends.delete(run);
  }

  dispose(): void {
    this.#messages.dispose();
    this.#changes.dispose();
  }

  /** A λ that was moved keeps the curve that it was moved on. */
  #withSelection(run: TrainingRun, event: RunEvent): RunEvent {
    if (!('result' in event) || event.result === null) return event;
    const { runs } = this;
    const earlier = runs.all
      .filter((other) => other !== run)
      .map((other) => ({ spec: other.spec, result: other.result, version: runs.versionOf(other) }));
    const own = { spec: run.spec, version: runs.versionOf(run) };
    return { ...event, result: withEarlierSelection(event.result, own, earlier) };
  }

  /** What is told of a run does not always say how it stands now: with its data the training begins. */
  #statusChanged(run: TrainingRun, told: ToPanel): void {
    const { id: runId, status } = run;
    if (run === this.runs.shown && (told.type === 'data' || told.type === 'working'))
      this.#messages.fire({ type: 'status', runId, status });
    this.#messages.fire({ type: 'runs', runs: this.runs.summaries() });
  }
}
