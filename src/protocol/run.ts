import * as v from 'valibot';
import { textsByName } from '../engine/records.ts';
import {
  ColumnSummarySchema,
  ConversionSchema,
  DataSummarySchema,
  ImportanceSchema,
  IntervalsSchema,
  IteratesSchema,
  LambdaViewSchema,
  RaceResultSchema,
  ReadProgressSchema,
  RunResultSchema,
  VerdictSchema,
} from '../engine/report.ts';
import { CsvOptionsSchema, RunSpecSchema } from '../engine/spec.ts';
import { WorkProgressSchema } from '../engine/workReport.ts';
import { SearchMetricSchema, SearchSettingsSchema, SearchSpaceSchema, TrialsSchema } from './search.ts';

/**
 * Messages between the host and the worker that trains. A worker serves one file: it keeps what it has read,
 * so that a rerun with another target or λ reads nothing again.
 */

const runId = v.string();
const requestId = v.number();

const OneSourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('file'),
    path: v.string(),
    name: v.string(),
    /** Changes when the file does (size and time); an equal one lets the worker reuse what it has read. */
    version: v.string(),
  }),
  v.object({
    kind: v.literal('bytes'),
    name: v.string(),
    version: v.string(),
    bytes: v.instance(Uint8Array),
  }),
]);

/** Where the worker reads from: a file by path, the bytes of an editor's unsaved text, or several of these as one. */
export const SourceSchema = v.variant('kind', [
  ...OneSourceSchema.options,
  v.object({
    kind: v.literal('files'),
    name: v.string(),
    version: v.string(),
    parts: v.array(OneSourceSchema),
  }),
]);

/** What differs between the racers of a race. */
export const RaceLanesSchema = v.object({
  solvers: v.array(v.string()),
  initializers: v.array(v.string()),
  learningRates: v.array(v.union([v.literal('auto'), v.number()])),
});

/** Steps of a race since the last message, column by column. */
export const LapsSchema = v.object({
  racer: v.array(v.number()),
  iteration: v.array(v.number()),
  /** Data loss and penalty. */
  loss: v.array(v.number()),
});

export const ToWorkerSchema = v.variant('type', [
  v.object({
    type: v.literal('train'),
    runId,
    spec: RunSpecSchema,
    source: SourceSchema,
    memoryLimitMB: v.number(),
    /** Threads that read large files; 0: one less than there are cores. */
    workers: v.number(),
    /** Iterations a second to show; 0: as fast as it goes. */
    pace: v.number(),
    /** Also stream a gradient descent from the initializer where the solver is exact. */
    watch: v.boolean(),
  }),
  /** Several solvers, starts and learning rates on the same data, a step each in turn; ended by `stop` too. */
  v.object({
    type: v.literal('race'),
    runId,
    spec: RunSpecSchema,
    source: SourceSchema,
    memoryLimitMB: v.number(),
    workers: v.number(),
    lanes: RaceLanesSchema,
  }),
  /** Tries λ and settings one candidate after the other; ended by `stop` too, within a trial. */
  v.object({
    type: v.literal('search'),
    runId,
    spec: RunSpecSchema,
    source: SourceSchema,
    memoryLimitMB: v.number(),
    workers: v.number(),
    settings: SearchSettingsSchema,
    /** What an earlier search on the same rows had come to: this one goes on as if it had not stopped. */
    begun: v.nullable(v.object({ space: SearchSpaceSchema, trials: TrialsSchema })),
  }),
  v.object({ type: v.literal('pause'), runId }),
  v.object({ type: v.literal('step'), runId }),
  v.object({ type: v.literal('resume'), runId }),
  v.object({ type: v.literal('stop'), runId }),
  /** The exact solution at another λ (in the spec's scale), from the moments of this finished run. */
  v.object({ type: v.literal('preview'), runId, requestId, lambda: v.number() }),
  /** A prediction for one case typed by hand: cells as text by column name. */
  v.object({
    type: v.literal('predict'),
    runId,
    requestId,
    cells: textsByName,
    lambda: v.nullable(v.number()),
  }),
  /** Permutation importance (`count` repeats) or bootstrap intervals (`count` resamples) of a finished run. */
  v.object({
    type: v.literal('examine'),
    runId,
    requestId,
    what: v.picklist(['importance', 'intervals']),
    count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  /** Ends what is examined of this run: refused with `cancelled`. A new training or race does so too. */
  v.object({ type: v.literal('cancelExamine'), runId }),
  /**
   * What the file holds, for pickers before any training: from what has been read, else from the file's head.
   * Belongs to no run (`runId` is empty) and is answered with `columns` or `refused`.
   */
  v.object({
    type: v.literal('inspect'),
    runId,
    requestId,
    source: SourceSchema,
    csv: CsvOptionsSchema,
  }),
]);

export const FailureSchema = v.object({
  code: v.string(),
  message: v.string(),
  place: v.nullable(v.object({ line: v.number(), column: v.number(), length: v.number() })),
  /** Set for bugs: goes to the log, never into the panel. */
  stack: v.nullable(v.string()),
});

export const PreviewSchema = v.object({
  view: LambdaViewSchema,
  verdict: VerdictSchema,
  conversions: v.array(ConversionSchema),
});

export const PredictionSchema = v.object({
  /** One a target. */
  values: v.array(v.number()),
  /** Sentences on cells that could not be used ("bmi is empty: its mean was taken"). */
  notes: v.array(v.string()),
});

export const FromWorkerSchema = v.variant('type', [
  v.object({ type: v.literal('reading'), runId, progress: ReadProgressSchema }),
  /** How far λ is chosen, before there is a model. */
  v.object({ type: v.literal('working'), runId, progress: WorkProgressSchema }),
  v.object({ type: v.literal('data'), runId, summary: DataSummarySchema }),
  v.object({ type: v.literal('iterates'), runId, iterates: IteratesSchema }),
  /** The exact model stands; a descent may still be streaming, `done` ends the run. */
  v.object({ type: v.literal('model'), runId, result: RunResultSchema }),
  v.object({ type: v.literal('paused'), runId }),
  v.object({ type: v.literal('resumed'), runId }),
  v.object({ type: v.literal('done'), runId, result: RunResultSchema }),
  /** A race is on. */
  v.object({
    type: v.literal('racers'),
    runId,
    labels: v.array(v.string()),
    optimum: v.nullable(v.number()),
  }),
  v.object({ type: v.literal('laps'), runId, laps: LapsSchema }),
  v.object({ type: v.literal('raced'), runId, result: RaceResultSchema }),
  /** A search is on, in this space. */
  v.object({
    type: v.literal('searching'),
    runId,
    space: SearchSpaceSchema,
    metric: SearchMetricSchema,
  }),
  /** Trials since the last message. */
  v.object({ type: v.literal('trials'), runId, trials: TrialsSchema }),
  /** Nothing is left to try. */
  v.object({ type: v.literal('searched'), runId, note: v.nullable(v.string()) }),
  v.object({ type: v.literal('stopped'), runId, result: v.nullable(RunResultSchema) }),
  v.object({ type: v.literal('failed'), runId, failure: FailureSchema }),
  v.object({ type: v.literal('preview'), runId, requestId, preview: PreviewSchema }),
  v.object({ type: v.literal('prediction'), runId, requestId, prediction: PredictionSchema }),
  /** How far an examination is; its answer follows. */
  v.object({ type: v.literal('examining'), runId, requestId, progress: WorkProgressSchema }),
  v.object({ type: v.literal('importance'), runId, requestId, importance: ImportanceSchema }),
  v.object({ type: v.literal('intervals'), runId, requestId, intervals: IntervalsSchema }),
  /** Answers `inspect`; the column that would be taken for the target has the role `target`. */
  v.object({ type: v.literal('columns'), runId, requestId, columns: v.array(ColumnSummarySchema) }),
  v.object({ type: v.literal('refused'), runId, requestId, failure: FailureSchema }),
]);

export type OneSource = v.InferOutput<typeof OneSourceSchema>;
export type SourceRef = v.InferOutput<typeof SourceSchema>;
export type ToWorker = v.InferOutput<typeof ToWorkerSchema>;
export type FromWorker = v.InferOutput<typeof FromWorkerSchema>;
export type RaceLanes = v.InferOutput<typeof RaceLanesSchema>;
export type Laps = v.InferOutput<typeof LapsSchema>;
export type Failure = v.InferOutput<typeof FailureSchema>;
export type Preview = v.InferOutput<typeof PreviewSchema>;
export type Prediction = v.InferOutput<typeof PredictionSchema>;
