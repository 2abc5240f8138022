import type { ColumnSummary } from '../engine/report.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { WorkProgress } from '../engine/workReport.ts';
import type { PanelState, RaceView } from '../protocol/panel.ts';
import type { RaceLanes } from '../protocol/run.ts';
import type { SearchSettings } from '../protocol/search.ts';
import type { SearchView } from '../protocol/searchView.ts';
import { BesideRuns } from './besideRuns.ts';
import { type Disposable, Emitter } from './dispose.ts';
import { needsRerun, toError, workerDied } from './failures.ts';
import { RunEvents } from './runEvents.ts';
import { RunList } from './runList.ts';
import type { SessionOptions, TrainingSource } from './sessionTypes.ts';
import { TrainingRun } from './trainingRun.ts';
import { recoverySpec, withWarmStart } from './warmStart.ts';
import { type Reply, type RequestBody, WorkerLink } from './workerLink.ts';

/** A worker that does not answer a stop within this time is ended: a stop takes less than 100 ms. */
export const STOP_GRACE_MS = 80;

/** Everything about training one file: its worker, its runs, what its panel shows. Knows nothing of VS Code. */
export class TrainingSession implements Disposable {
  readonly runs: RunList;
  readonly #redraws = new Emitter<void>();
  readonly #edits = new Emitter<void>();
  readonly #events: RunEvents;
  readonly #link: WorkerLink;
  readonly #beside: BesideRuns;
  /** Settles when all that was asked for has begun. */
  #turn: Promise<void> = Promise.resolve();
  #columns: readonly ColumnSummary[] = [];
  #spec: RunSpec;
  #pace: number;
  #disposed = false;

  constructor(private readonly options: SessionOptions) {
    this.runs = new RunList(options.nextNumber);
    this.#spec = options.spec;
    this.#pace = options.pace;
    this.#events = new RunEvents(this.runs, {
      problem: (text) => options.problem(text),
      columns: (columns) => {
        this.#columns = columns;
      },
    });
    this.#link = new WorkerLink(options.startWorker, {
      event: (event) => {
        if (!this.#beside.take(event)) this.#events.take(event);
      },
      race: (event) => this.#beside.take(event),
      search: (event) => this.#beside.take(event),
      died: (detail) => this.#died(detail),
      invalid: (reason) => options.problem(`A message of the worker could not be read: ${reason}`),
    });
    this.#beside = new BesideRuns({
      options,
      post: (message) => this.#link.post(message),
      tell: (message) => this.#events.tell(message),
    });
    this.onMessage = this.#events.onMessage;
    this.onChange = this.#events.onChange;
    this.onRaced = this.#beside.onRaced;
    this.onSearch = this.#beside.onSearch;
  }

  /** Deltas of the shown run, for the panel. */
  readonly onMessage: RunEvents['onMessage'];
  /** The panel must be drawn anew from {@link state}. */
  readonly onRedraw = this.#redraws.on;
  /** The controls show another spec. */
  readonly onEdit = this.#edits.on;
  /** Whatever happens to any run. */
  readonly onChange: RunEvents['onChange'];
  /** A race has ended. */
  readonly onRaced: BesideRuns['onRaced'];
  /** The search has new trials, or has ended. */
  readonly onSearch: BesideRuns['onSearch'];

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
      held: this.runs.held(this.options.isCurrent),
      runs: this.runs.summaries(),
      ...this.#beside.views,
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
    if (race) this.#beside.races.restore(race);
    if (!this.runs.restore(run)) return;
    if (this.#columns.length === 0) this.#columns = run.data?.columns ?? [];
    this.#redraws.fire();
  }

  /** Shows the search of an earlier window, which can go on. */
  restoreSearch(search: SearchView): void {
    this.#beside.restoreSearch(search);
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
    if (this.runs.versionOf(run) === undefined) {
      this.#events.stopped(run);
      return;
    }
    const ended = this.#events.untilEnded(run);
    const timer = setTimeout(() => {
      this.#link.terminate();
      this.#beside.abandon();
      this.#events.stopped(run);
    }, STOP_GRACE_MS);
    this.#link.post({ type: 'stop', runId: run.id });
    await ended;
    clearTimeout(timer);
  }

  /** Races solvers on the file; a run that is under way is stopped first. Resolves when the race has ended. */
  race(spec: RunSpec, lanes: RaceLanes): Promise<void> {
    return this.#alone(() => this.#beside.races.start(spec, lanes));
  }

  stopRace(): Promise<void> {
    return this.#beside.races.stop();
  }

  /** Searches for hyperparameters; what is under way is stopped first. Resolves when the search has ended. */
  search(spec: RunSpec, settings: SearchSettings): Promise<void> {
    return this.#alone(() => this.#beside.searches.start(spec, settings));
  }

  /** Goes on with the last search, to so many trials in all. Resolves when it has ended. */
  resumeSearch(trials: number): Promise<void> {
    return this.#alone(() => this.#beside.searches.goOn(trials));
  }

  /** The search has ended, with the trials so far, when this returns. */
  stopSearch(): void {
    this.#beside.searches.stop();
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
    this.#beside.abandon();
    for (const run of this.runs.all) this.#events.stopped(run);
    for (const one of [this.#events, this.#beside, this.#redraws, this.#edits]) one.dispose();
  }

  /**
   * Begins something once whatever is under way has been stopped, and what was asked for earlier has begun: of two
   * asked for at once the second stops the first.
   */
  async #alone<T>(begin: () => Promise<T>): Promise<T> {
    const begun = this.#turn.then(async () => {
      await this.#beside.stop();
      await this.stop();
      // In an object, as the next one waits for the beginning and not for the end.
      return { ended: begin() };
    });
    this.#turn = begun.then(
      () => {},
      () => {},
    );
    return (await begun).ended;
  }

  #launch(makeSpec: () => RunSpec): Promise<TrainingRun> {
    return this.#alone(() => this.#begin(makeSpec));
  }

  async #begin(makeSpec: () => RunSpec): Promise<TrainingRun> {
    this.#link.ensure();
    const { generation } = this.#link;
    const spec = makeSpec();
    const run = this.runs.begin((number) => new TrainingRun(crypto.randomUUID(), number, spec, generation));
    const ended = this.#events.untilEnded(run);
    this.#redraws.fire();
    this.#events.began(run);
    try {
      this.#post(run, await this.options.source());
    } catch (error) {
      this.#events.failed(run, error);
    }
    return ended;
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

  #died(detail: string): void {
    this.options.problem(`The training process ended unexpectedly: ${detail}`);
    this.#beside.died();
    const run = this.runs.active;
    if (run) this.#events.failed(run, workerDied());
  }
}
