import type { ColumnSummary } from '../engine/report.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { WorkProgress } from '../engine/workReport.ts';
import type { PanelState, RaceView, ToPanel } from '../protocol/panel.ts';
import type { RaceLanes, ToWorker } from '../protocol/run.ts';
import type { SearchSettings } from '../protocol/search.ts';
import type { SearchView } from '../protocol/searchView.ts';
import { type Disposable, Emitter } from './dispose.ts';
import { needsRerun, toError, toFailure, workerDied } from './failures.ts';
import { withEarlierSelection } from './keptSelection.ts';
import { RaceTrack } from './raceTrack.ts';
import { RunList } from './runList.ts';
import { SearchTrack } from './searchTrack.ts';
import type { RunChange, SessionOptions, TrainingSource } from './sessionTypes.ts';
import { type RunEvent, TrainingRun } from './trainingRun.ts';
import { recoverySpec, withWarmStart } from './warmStart.ts';
import { type Reply, type RequestBody, WorkerLink } from './workerLink.ts';

/** A worker that does not answer a stop within this time is ended: a stop takes less than 100 ms. */
export const STOP_GRACE_MS = 80;

/** Everything about training one file: its worker, its runs, what its panel shows. Knows nothing of VS Code. */
export class TrainingSession implements Disposable {
  readonly runs: RunList;
  readonly #messages = new Emitter<ToPanel>();
  readonly #redraws = new Emitter<void>();
  readonly #edits = new Emitter<void>();
  readonly #changes = new Emitter<RunChange>();
  readonly #ends = new WeakMap<TrainingRun, ((run: TrainingRun) => void)[]>();
  readonly #link: WorkerLink;
  readonly #track: RaceTrack;
  readonly #raced = new Emitter<RaceView>();
  readonly #searches: SearchTrack;
  readonly #searched = new Emitter<void>();
  #columns: readonly ColumnSummary[] = [];
  #spec: RunSpec;
  #pace: number;
  #disposed = false;

  constructor(private readonly options: SessionOptions) {
    this.runs = new RunList(options.nextNumber);
    this.#spec = options.spec;
    this.#pace = options.pace;
    this.#link = new WorkerLink(options.startWorker, {
      event: (event) => {
        if (!this.#track.take(event) && !this.#searches.take(event)) this.#event(event);
      },
      race: (event) => this.#track.take(event),
      search: (event) => this.#searches.take(event),
      died: (detail) => this.#died(detail),
      invalid: (reason) => options.problem(`A message of the worker could not be read: ${reason}`),
    });
    const course = {
      options,
      post: (message: ToWorker) => this.#link.post(message),
      tell: (message: ToPanel) => this.#messages.fire(message),
    };
    this.#track = new RaceTrack({ ...course, ended: (race) => this.#raced.fire(race) });
    this.#searches = new SearchTrack({ ...course, changed: () => this.#searched.fire() });
  }

  /** Deltas of the shown run, for the panel. */
  readonly onMessage = this.#messages.on;
  /** The panel must be drawn anew from {@link state}. */
  readonly onRedraw = this.#redraws.on;
  /** The controls show another spec. */
  readonly onEdit = this.#edits.on;
  /** Whatever happens to any run. */
  readonly onChange = this.#changes.on;
  /** A race has ended. */
  readonly onRaced = this.#raced.on;
  /** The search has new trials, or has ended. */
  readonly onSearch = this.#searched.on;

  get spec(): RunSpec {
    return this.#spec;
  }

  get pace(): number {
    return this.#pace;
  }

  /** The part of the panel's state that a session knows. */
  state(): Pick<PanelState, 'columns' | 'spec' | 'pace' | 'run' | 'held' | 'runs' | 'race' | 'search'> {
    return {
      columns: [...this.#columns],
      spec: this.#spec,
      pace: this.#pace,
      run: this.runs.shown?.view() ?? null,
      held: this.runs.held(),
      runs: this.runs.summaries(),
      race: this.#track.view,
      search: this.#searches.view,
    };
  }

  /** Takes over what the controls show, without training. */
  edit(spec: RunSpec, pace: number): void {
    this.#spec = spec;
    this.#pace = pace;
    this.#edits.fire();
  }

  /** Shows what an earlier window raced, and its last run, unless there are runs already. */
  restore(run: TrainingRun, race?: RaceView): void {
    if (race) this.#track.restore(race);
    if (!this.runs.restore(run)) return;
    if (this.#columns.length === 0) this.#columns = run.data?.columns ?? [];
    this.#redraws.fire();
  }

  /** Shows the search of an earlier window, which can go on. */
  restoreSearch(search: SearchView): void {
    this.#searches.restore(search);
    this.#redraws.fire();
  }

  /** Shows an earlier run, and its spec in the controls. */
  select(runId: string): void {
    const run = this.runs.find(runId);
    if (!run) return;
    this.runs.show(run);
    this.#spec = run.spec;
    this.#redraws.fire();
  }

  /** Trains and resolves when the run has ended, however it did; a run that is under way is stopped first. */
  train(spec: RunSpec, pace: number): Promise<TrainingRun> {
    this.edit(spec, pace);
    return this.#launch(() => withWarmStart(spec, this.runs.all));
  }

  /** Resumes a diverged run at the suggested rate, which stays in the controls; undefined where none is suggested. */
  recover(runId: string): Promise<TrainingRun> | undefined {
    const run = this.runs.find(runId);
    const spec = run ? recoverySpec(run) : null;
    if (!run || !spec) return undefined;
    this.#spec = { ...run.spec, learningRate: spec.learningRate };
    return this.#launch(() => spec);
  }

  /** Pauses, resumes or lets a paused run take one iteration. */
  control(type: 'pause' | 'step' | 'resume', runId: string): void {
    if (this.runs.find(runId)?.active) this.#link.post({ type, runId });
  }

  /** Stops a run and resolves when it has ended, by ending the worker where it does not answer in time. */
  async stop(run: TrainingRun | undefined = this.runs.active): Promise<void> {
    if (!run?.active) return;
    const stopped = () => this.#event({ type: 'stopped', runId: run.id, result: null });
    if (this.runs.versionOf(run) === undefined) return stopped();
    const ended = this.#untilEnded(run);
    const timer = setTimeout(() => {
      this.#link.terminate();
      this.#track.abandon();
      this.#searches.abandon();
      stopped();
    }, STOP_GRACE_MS);
    this.#link.post({ type: 'stop', runId: run.id });
    await ended;
    clearTimeout(timer);
  }

  /** Races solvers on the file; a run that is under way is stopped first. Resolves when the race has ended. */
  async race(spec: RunSpec, lanes: RaceLanes): Promise<void> {
    this.#searches.stop();
    while (this.runs.active) await this.stop();
    await this.#track.start(spec, lanes);
  }

  stopRace(): Promise<void> {
    return this.#track.stop();
  }

  /** Searches for hyperparameters; what is under way is stopped first. Resolves when the search has ended. */
  search(spec: RunSpec, settings: SearchSettings): Promise<void> {
    return this.#searching(() => this.#searches.start(spec, settings));
  }

  /** Goes on with the last search, to so many trials in all. Resolves when it has ended. */
  resumeSearch(trials: number): Promise<void> {
    return this.#searching(() => this.#searches.goOn(trials));
  }

  /** The search has ended, with the trials so far, when this returns. */
  stopSearch(): void {
    this.#searches.stop();
  }

  /**
   * Asks the worker about a finished run; rejects with a sentence where it cannot be asked.
   * @param progress hears how far a long examination is
   */
  async ask(
    body: Extract<RequestBody, { type: 'preview' | 'predict' | 'examine' }>,
    progress?: (progress: WorkProgress) => void,
  ): Promise<Reply> {
    const run = this.runs.find(body.runId);
    if (!run || !this.#link.running || run.generation !== this.#link.generation) throw needsRerun();
    return this.#link.request(body, progress);
  }

  /** Ends what is examined of a run: its answer is a refusal with the code `cancelled`. */
  cancelExamine(runId: string): void {
    if (this.#link.running) this.#link.post({ type: 'cancelExamine', runId });
  }

  /** The file's columns, known or asked for; rejects with a sentence where the file cannot be read. */
  async inspect(): Promise<readonly ColumnSummary[]> {
    if (this.#columns.length > 0) return this.#columns;
    const { ref, encoding } = await this.options.source();
    const csv = { ...this.#spec.csv, encoding: encoding ?? this.#spec.csv.encoding };
    const reply = await this.#link.request({ type: 'inspect', runId: '', source: ref, csv });
    if (reply.type === 'refused') throw toError(reply.failure);
    if (reply.type === 'columns' && this.#columns.length === 0) this.#columns = reply.columns;
    this.#redraws.fire();
    return this.#columns;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#link.dispose();
    this.#track.abandon();
    this.#searches.abandon();
    for (const run of this.runs.all) this.#event({ type: 'stopped', runId: run.id, result: null });
    for (const emitter of [
      this.#messages,
      this.#redraws,
      this.#edits,
      this.#changes,
      this.#raced,
      this.#searched,
    ])
      emitter.dispose();
  }

  async #searching(start: () => Promise<void>): Promise<void> {
    this.#searches.stop();
    if (this.#track.running) await this.#track.stop();
    while (this.runs.active) await this.stop();
    await start();
  }

  async #launch(makeSpec: () => RunSpec): Promise<TrainingRun> {
    this.#searches.stop();
    if (this.#track.running) await this.#track.stop();
    while (this.runs.active) await this.stop();
    this.#link.ensure();
    const { generation } = this.#link;
    const spec = makeSpec();
    const run = this.runs.begin((number) => new TrainingRun(crypto.randomUUID(), number, spec, generation));
    const ended = this.#untilEnded(run);
    this.#redraws.fire();
    this.#changes.fire({ run, kind: 'began' });
    try {
      this.#post(run, await this.options.source());
    } catch (error) {
      this.#event({ type: 'failed', runId: run.id, failure: toFailure(error) });
    }
    return ended;
  }

  #untilEnded(run: TrainingRun): Promise<TrainingRun> {
    return new Promise((resolve) => this.#ends.set(run, [...(this.#ends.get(run) ?? []), resolve]));
  }

  #post(run: TrainingRun, { ref, encoding }: TrainingSource): void {
    if (!run.active) return;
    this.runs.setVersion(run, ref.version);
    const spec = encoding ? { ...run.spec, csv: { ...run.spec.csv, encoding } } : run.spec;
    const memoryLimitMB = this.options.memoryLimitMB();
    const { id: runId } = run;
    this.#link.post({
      type: 'train',
      runId,
      spec,
      source: ref,
      memoryLimitMB,
      workers: this.options.workers(),
      pace: this.#pace,
      watch: true,
    });
  }

  /** Hands a message to its run and what follows from it to the panel; messages of unknown or ended runs go. */
  #event(event: RunEvent): void {
    const run = this.runs.find(event.runId);
    const status = run?.status;
    const message = run?.apply(this.#withSelection(run, event));
    if (!run || !message) return;
    if (event.type === 'failed' && event.failure.stack) this.options.problem(event.failure.stack);
    if (event.type === 'data') this.#columns = event.summary.columns;
    if (run === this.runs.shown) this.#messages.fire(message);
    if (run.status !== status) this.#statusChanged(run, message);
    this.#changes.fire({ run, kind: event.type });
    if (run.active) return;
    for (const resolve of this.#ends.get(run) ?? []) resolve(run);
    this.#ends.delete(run);
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

  #died(detail: string): void {
    this.options.problem(`The training process ended unexpectedly: ${detail}`);
    this.#track.died();
    this.#searches.died();
    const run = this.runs.active;
    if (run) this.#event({ type: 'failed', runId: run.id, failure: toFailure(workerDied()) });
  }
}
