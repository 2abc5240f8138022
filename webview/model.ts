import type {
  ColumnSummary,
  DataSummary,
  ImportanceReport,
  IntervalReport,
  LambdaView,
  RunResult,
} from '../src/engine/report.ts';
import type { Held, PanelState, RunStatus, RunView, ToPanel } from '../src/protocol/panel.ts';
import type { Preview } from '../src/protocol/run.ts';
import type { Examining } from './examineRequests.ts';
import type { Local } from './local.ts';
import { RaceTrace } from './raceTrace.ts';
import { Trace } from './trace.ts';

/** What an answered or refused prediction says. */
export interface Predicted {
  readonly values: readonly number[];
  readonly notes: readonly string[];
  readonly refusal: string | null;
}

/** Everything that is drawn: the host's state, how it is looked at, and what is under the thumb. */
export interface Model {
  readonly host: PanelState;
  readonly local: Local;
  /** The last good model, shown while the run has none: dimmed where one is on its way. */
  readonly held: Held | null;
  readonly trace: Trace;
  readonly traceVersion: number;
  readonly raceTrace: RaceTrace;
  readonly raceVersion: number;
  /** λ under the thumb, in the spec's scale; null when nobody moves it. */
  readonly drag: number | null;
  /** The exact solution at the λ that was moved to, until a run trained with it. */
  readonly preview: Preview | null;
  readonly predicted: Predicted | null;
  /** The feature that is pointed at, by its place: its path and its bar stand out. */
  readonly marked?: number | null;
  /** Why there is no solution at the λ that was moved to. */
  readonly lambdaRefusal: string | null;
  /** What is being computed of a finished run, and how far it is; null where nothing is. */
  readonly examining: Examining | null;
  readonly examineRefusal: string | null;
  /** What was asked of the shown run besides, and of which run. */
  readonly importance?: { readonly runId: string; readonly report: ImportanceReport };
  readonly intervals?: { readonly runId: string; readonly report: IntervalReport };
}

const RUNNING: readonly RunStatus[] = ['reading', 'training', 'paused'];
export const isRunning = (status: RunStatus | undefined): boolean =>
  status !== undefined && RUNNING.includes(status);

/** The model after a message of the host; messages of other runs change nothing. */
export function receive(model: Model, message: ToPanel): Model {
  switch (message.type) {
    case 'state':
      return replay(model, message.state);
    case 'runs':
      return withHost(model, { runs: message.runs });
    case 'spec':
      return withHost(model, { spec: message.spec, pace: message.pace });
    case 'stale':
      return withHost(model, { stale: message.stale });
    case 'preview':
      return model.drag === null && model.preview === null ? model : { ...model, preview: message.preview };
    case 'prediction':
      return { ...model, predicted: { ...message.prediction, refusal: null } };
    case 'examining': {
      const { examining } = model;
      return examining ? { ...model, examining: { ...examining, progress: message.progress } } : model;
    }
    case 'importance':
      return { ...model, examining: null, importance: { runId: message.runId, report: message.importance } };
    case 'intervals':
      return { ...model, examining: null, intervals: { runId: message.runId, report: message.intervals } };
    case 'race': {
      const next = withHost(model, { race: message.race });
      return { ...next, raceTrace: new RaceTrace(message.race), raceVersion: 0 };
    }
    case 'laps':
      if (model.host.race?.id !== message.raceId) return model;
      model.raceTrace.append(message.laps);
      return { ...model, raceVersion: model.raceTrace.version };
    case 'search':
      return withHost(model, { search: message.search });
    case 'trials': {
      const { search } = model.host;
      if (search?.id !== message.searchId) return model;
      return withHost(model, { search: { ...search, trials: [...search.trials, ...message.trials] } });
    }
    case 'refused':
    case 'look':
      return model;
    default:
      return model.host.run?.id === message.runId ? receiveOfRun(model, model.host.run, message) : model;
  }
}

type OfRun = Extract<
  ToPanel,
  { type: 'status' | 'reading' | 'working' | 'data' | 'iterates' | 'result' | 'failed' }
>;

function receiveOfRun(model: Model, run: RunView, message: OfRun): Model {
  switch (message.type) {
    case 'status':
      return withRun(model, { ...run, status: message.status });
    case 'reading':
      return withRun(model, { ...run, progress: message.progress });
    case 'working':
      return withRun(model, { ...run, work: message.progress });
    case 'data': {
      const columns = message.data.columns;
      return withRun(withHost(model, { columns }), { ...run, work: null, data: message.data });
    }
    case 'iterates':
      model.trace.append(message.iterates);
      return { ...model, traceVersion: model.trace.version };
    case 'result': {
      const next = withRun(model, { ...run, status: message.status, result: message.result, progress: null });
      const preview = model.drag === null ? null : model.preview;
      return { ...next, held: null, preview, lambdaRefusal: null };
    }
    case 'failed': {
      const next = withRun(model, { ...run, status: 'failed', failure: message.failure, progress: null });
      return { ...next, preview: null };
    }
  }
}

/** A whole state: the run's trace is built anew; the last good model stays in sight while the run has none. */
function replay(model: Model, host: PanelState): Model {
  const trace = new Trace();
  if (host.run) trace.append(host.run.iterates);
  const { held } = host;
  const predicted = host.run?.id === model.host.run?.id ? model.predicted : null;
  const preview = held ? model.preview : null;
  const race = { raceTrace: new RaceTrace(host.race), raceVersion: 0 };
  return { ...model, host, trace, traceVersion: 0, ...race, held, predicted, preview };
}

const withHost = (model: Model, change: Partial<PanelState>): Model => ({
  ...model,
  host: { ...model.host, ...change },
});
const withRun = (model: Model, run: RunView): Model => withHost(model, { run });

/** The result in sight: the run's own, else the one before it. */
export function shownResult(model: Model): RunResult | null {
  return model.host.run?.result ?? model.held?.result ?? null;
}

/** The data in sight; a new run's own as soon as it is read. */
export function shownData(model: Model): DataSummary | null {
  return model.host.run?.data ?? model.held?.data ?? null;
}

/** The data that belongs to the result in sight. */
export function resultData(model: Model): DataSummary | null {
  return model.host.run?.result ? model.host.run.data : (model.held?.data ?? model.host.run?.data ?? null);
}

/** The solution in sight: at the λ under the thumb, else the trained model. */
export function shownView(model: Model): LambdaView | null {
  return model.preview?.view ?? shownResult(model)?.now ?? null;
}

/** λ as the panel says it: under the thumb, else the next run's. */
export const shownLambda = (model: Model): number => model.drag ?? restingLambda(model);

/** λ of the next run: given, or what cross-validation chose last. */
export function restingLambda(model: Model): number {
  const { lambda, lambdaChoice } = model.host.spec;
  const selection = shownResult(model)?.selection;
  if (lambdaChoice === 'given' || !selection) return lambda;
  return lambdaChoice === 'min' ? selection.lambdaMin : selection.lambda1se;
}

/** The finished run that previews and predictions can ask, or null. */
export function finishedRunId(model: Model): string | null {
  const { run } = model.host;
  if (run?.result) return run.restored ? null : run.id;
  return model.held && !model.held.restored ? model.held.runId : null;
}

/** The targets by name: trained, chosen or, before either, none. */
export function targetsOf(model: Model): readonly string[] {
  const { spec } = model.host;
  return spec.target.length > 0 ? spec.target : (shownData(model)?.targets ?? []);
}

/** Text columns of more levels than this are names rather than classes. */
const MOST_CLASSES = 200;

/** Numbers can be predicted, and text that has few enough levels; how many there are may not be known yet. */
export const canBePredicted = ({ kind, distinct, role, levels }: ColumnSummary): boolean =>
  kind === 'numeric' ||
  role === 'target' ||
  (kind === 'category' && distinct <= MOST_CLASSES && levels.length !== 1);
