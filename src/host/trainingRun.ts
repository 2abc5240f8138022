import type { DataSummary, ReadingProgress, RunResult } from '../engine/report.ts';
import type { RunSpec } from '../engine/spec.ts';
import type { WorkProgress } from '../engine/workReport.ts';
import type { RunStatus, RunSummary, RunView, ToPanel } from '../protocol/panel.ts';
import type { Failure, FromWorker } from '../protocol/run.ts';
import { finiteIterates, IterateLog } from './iterateLog.ts';
import type { SearchEvent } from './search.ts';

/** Messages about the run as a whole, not answers to a request. */
export type RunEvent = Exclude<FromWorker, { requestId: number } | RaceEvent | SearchEvent>;

/** What a worker says of a race. */
export type RaceEvent = Extract<FromWorker, { type: 'racers' | 'laps' | 'raced' }>;

const ACTIVE: readonly RunStatus[] = ['reading', 'training', 'paused'];

/**
 * One run as the host knows it: the state machine that the worker's messages drive.
 * Once it has ended nothing changes it any more.
 */
export class TrainingRun {
  #status: RunStatus = 'reading';
  #progress: ReadingProgress | null = null;
  #work: WorkProgress | null = null;
  #data: DataSummary | null = null;
  #result: RunResult | null = null;
  #failure: Failure | null = null;
  #iteration: number | null = null;
  #restored = false;
  #iterates = new IterateLog();

  constructor(
    readonly id: string,
    readonly number: number,
    readonly spec: RunSpec,
    /** Which worker trained it; another one knows nothing of it. */
    readonly generation: number,
  ) {}

  /** A run of an earlier window: ended, and known to no worker. */
  static restore(view: RunView): TrainingRun {
    const run = new TrainingRun(view.id, view.number, view.spec, -1);
    run.#status = view.result ? view.status : 'stopped';
    run.#progress = view.progress;
    run.#data = view.data;
    run.#result = view.result;
    run.#failure = view.failure;
    run.#restored = true;
    run.#iterates.append(view.iterates);
    return run;
  }

  get status(): RunStatus {
    return this.#status;
  }

  get active(): boolean {
    return ACTIVE.includes(this.#status);
  }

  get progress(): ReadingProgress | null {
    return this.#progress;
  }

  /** How far λ is chosen; null where that is not under way. */
  get work(): WorkProgress | null {
    return this.#work;
  }

  /** The newest iteration; null before the first one. */
  get iteration(): number | null {
    return this.#iteration;
  }

  get data(): DataSummary | null {
    return this.#data;
  }

  get result(): RunResult | null {
    return this.#result;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get restored(): boolean {
    return this.#restored;
  }

  /** Takes in a message and returns what the panel must hear of it; null where it comes too late. */
  apply(event: RunEvent): ToPanel | null {
    if (!this.active) return null;
    switch (event.type) {
      case 'reading':
        this.#progress = event.progress;
        return event;
      case 'working':
        this.#work = event.progress;
        if (this.#status === 'reading') this.#status = 'training';
        return event;
      case 'data':
        this.#data = event.summary;
        this.#work = null;
        if (this.#status === 'reading') this.#status = 'training';
        return { type: 'data', runId: this.id, data: event.summary };
      case 'iterates':
        return this.#iterated(event);
      case 'paused':
        return this.#becomes('paused');
      case 'resumed':
        return this.#becomes(this.#data || this.#work ? 'training' : 'reading');
      case 'model':
        return this.#finished(this.#status, event.result);
      case 'done':
        return this.#finished('done', event.result);
      case 'stopped':
        return this.#stopped(event.result);
      case 'failed':
        return this.fail(event.failure);
    }
  }

  /** Ends the run with a failure; its stack stays out of the panel. */
  fail(failure: Failure): ToPanel {
    this.#status = 'failed';
    this.#failure = { ...failure, stack: null };
    return { type: 'failed', runId: this.id, failure: this.#failure };
  }

  view(): RunView {
    return {
      id: this.id,
      number: this.number,
      status: this.#status,
      spec: this.spec,
      progress: this.#progress,
      work: this.active ? this.#work : null,
      data: this.#data,
      iterates: this.#iterates.toIterates(),
      result: this.#result,
      failure: this.#failure,
      restored: this.#restored,
    };
  }

  summary(): RunSummary {
    return {
      id: this.id,
      number: this.number,
      status: this.#status,
      target: this.#data?.targets ?? this.spec.target,
      lambda: this.#result?.now.lambda ?? givenLambda(this.spec),
      solver: this.#result?.solver ?? this.spec.solver,
      score: this.#result ? scoreOf(this.#result) : null,
    };
  }

  #iterated(event: Extract<RunEvent, { type: 'iterates' }>): ToPanel {
    const iterates = finiteIterates(event.iterates);
    this.#iterates.append(iterates);
    this.#iteration = iterates.iteration.at(-1) ?? this.#iteration;
    return { type: 'iterates', runId: this.id, iterates };
  }

  #becomes(status: RunStatus): ToPanel {
    this.#status = status;
    return { type: 'status', runId: this.id, status };
  }

  #finished(status: RunStatus, result: RunResult): ToPanel {
    this.#status = status;
    this.#result = result;
    return { type: 'result', runId: this.id, status, result };
  }

  #stopped(result: RunResult | null): ToPanel {
    const known = result ?? this.#result;
    return known ? this.#finished('stopped', known) : this.#becomes('stopped');
  }
}

/** The λ that a run has before it is trained; null where it is yet to be chosen. */
const givenLambda = ({ lambda, lambdaChoice }: RunSpec): number | null =>
  lambdaChoice === 'given' ? lambda : null;

/** The score by which runs are compared; null where none is known. */
function scoreOf({ metrics: [metric], now: { scores } }: RunResult): RunSummary['score'] {
  const part = scores.test ? 'test' : 'train';
  const value = metric && scores[part]?.[metric.id];
  return metric && typeof value === 'number' ? { part, metric, value } : null;
}
