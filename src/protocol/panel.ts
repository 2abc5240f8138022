import * as v from 'valibot';
import { MetricSchema } from '../engine/metricReport.ts';
import { textsByName } from '../engine/records.ts';
import {
  ColumnSummarySchema,
  DataSummarySchema,
  ImportanceSchema,
  IntervalsSchema,
  IteratesSchema,
  RaceResultSchema,
  ReadProgressSchema,
  RunResultSchema,
} from '../engine/report.ts';
import { RunSpecSchema } from '../engine/spec.ts';
import { WorkProgressSchema } from '../engine/workReport.ts';
import { FailureSchema, LapsSchema, PredictionSchema, PreviewSchema, RaceLanesSchema } from './run.ts';
import { SearchSettingsSchema, TrialsSchema } from './search.ts';
import { SearchViewSchema } from './searchView.ts';

/**
 * Messages between the host and the panel. The host's state is the authority: on `ready` (first load, reload,
 * shown again, restored with the window) the panel gets a full `state`; in between it gets deltas.
 */

const runId = v.string();
const requestId = v.number();

const FeatureSchema = v.picklist(['moments', 'ridge', 'hessian', 'convex', 'smooth']);

const EntrySchema = v.object({
  id: v.string(),
  label: v.string(),
  description: v.string(),
  given: v.optional(v.picklist(['none', 'welcome', 'needed'])),
  offers: v.optional(v.array(FeatureSchema)),
  needs: v.optional(v.array(FeatureSchema)),
  batches: v.optional(v.picklist(['never', 'optional', 'always'])),
  goal: v.optional(v.picklist(['tolerance', 'watch'])),
  network: v.optional(v.boolean()),
  start: v.optional(v.string()),
  parameters: v.array(
    v.object({
      id: v.string(),
      label: v.string(),
      description: v.string(),
      default: v.number(),
      min: v.optional(v.number()),
      max: v.optional(v.number()),
      integer: v.optional(v.boolean()),
    }),
  ),
});

/** What can be chosen, straight from the engine's registries. */
export const CatalogSchema = v.object({
  models: v.array(EntrySchema),
  solvers: v.array(EntrySchema),
  initializers: v.array(EntrySchema),
  schedules: v.array(EntrySchema),
  searches: v.array(EntrySchema),
});

export const StatusSchema = v.picklist([
  'idle',
  'reading',
  'training',
  'paused',
  'done',
  'stopped',
  'failed',
]);

/** A run as the panel lists it; earlier runs stay until the panel closes. */
export const RunSummarySchema = v.object({
  id: runId,
  /** 1, 2, 3 … within the file. */
  number: v.number(),
  status: StatusSchema,
  target: v.array(v.string()),
  lambda: v.nullable(v.number()),
  solver: v.string(),
  /** The deciding score: of the test rows where there are some, else of the training rows. */
  score: v.nullable(
    v.object({ part: v.picklist(['train', 'test']), metric: MetricSchema, value: v.number() }),
  ),
});

/** Everything about one run that the panel draws. */
export const RunViewSchema = v.object({
  id: runId,
  number: v.number(),
  status: StatusSchema,
  spec: RunSpecSchema,
  progress: v.nullable(ReadProgressSchema),
  /** How far λ is chosen; absent where nothing of the kind is under way. */
  work: v.optional(v.nullable(WorkProgressSchema)),
  data: v.nullable(DataSummarySchema),
  /** All iterations so far, decimated by the host to at most about 2,000 points. */
  iterates: IteratesSchema,
  result: v.nullable(RunResultSchema),
  failure: v.nullable(FailureSchema),
  /** A run of an earlier window: it can be looked at; dragging λ and predicting ask for a rerun first. */
  restored: v.optional(v.boolean()),
});

/** The last good model before a run that has none, or none yet. */
export const HeldSchema = v.object({
  runId,
  number: v.number(),
  data: DataSummarySchema,
  result: RunResultSchema,
  restored: v.boolean(),
  /** What it predicts, where that is not what the run in front does. */
  otherTargets: v.nullable(v.array(v.string())),
  /** The file has changed between it and the run in front. */
  olderFile: v.boolean(),
});

/** A race as the panel draws it. It stands beside the runs and changes none of them. */
export const RaceViewSchema = v.object({
  id: v.string(),
  status: v.picklist(['running', 'done', 'stopped', 'failed']),
  lanes: RaceLanesSchema,
  /** Of the racers, once they are off. */
  labels: v.array(v.string()),
  /** The lowest loss; null while or where that is not known. */
  optimum: v.nullable(v.number()),
  /** Each racer's steps until now, decimated by the host. */
  tracks: v.array(v.object({ iteration: v.array(v.number()), loss: v.array(v.number()) })),
  result: v.nullable(RaceResultSchema),
  failure: v.nullable(FailureSchema),
});

export const PanelStateSchema = v.object({
  file: v.object({
    name: v.string(),
    path: v.string(),
    /** Belongs into the webview's `setState` as `uri`: with it a panel is restored after a window restart. */
    uri: v.optional(v.string()),
  }),
  catalog: CatalogSchema,
  /** Known columns: from the last read, else from the file's head; empty before either. */
  columns: v.array(ColumnSummarySchema),
  /** What the controls show: the spec of the next run. */
  spec: RunSpecSchema,
  /** Iterations a second to show; 0: as fast as it goes. */
  pace: v.number(),
  run: v.nullable(RunViewSchema),
  /** What stays in sight while `run` has no result. */
  held: v.nullable(HeldSchema),
  runs: v.array(RunSummarySchema),
  race: v.nullable(RaceViewSchema),
  search: v.nullable(SearchViewSchema),
  /** Set when the file changed after the shown run was trained. */
  stale: v.boolean(),
});

export const ToPanelSchema = v.variant('type', [
  v.object({ type: v.literal('state'), state: PanelStateSchema }),
  v.object({ type: v.literal('status'), runId, status: StatusSchema }),
  v.object({ type: v.literal('reading'), runId, progress: ReadProgressSchema }),
  v.object({ type: v.literal('working'), runId, progress: WorkProgressSchema }),
  v.object({ type: v.literal('data'), runId, data: DataSummarySchema }),
  v.object({ type: v.literal('iterates'), runId, iterates: IteratesSchema }),
  v.object({ type: v.literal('result'), runId, status: StatusSchema, result: RunResultSchema }),
  v.object({ type: v.literal('failed'), runId, failure: FailureSchema }),
  v.object({ type: v.literal('preview'), runId, requestId, preview: PreviewSchema }),
  v.object({ type: v.literal('prediction'), runId, requestId, prediction: PredictionSchema }),
  v.object({ type: v.literal('examining'), runId, requestId, progress: WorkProgressSchema }),
  v.object({ type: v.literal('importance'), runId, requestId, importance: ImportanceSchema }),
  v.object({ type: v.literal('intervals'), runId, requestId, intervals: IntervalsSchema }),
  v.object({ type: v.literal('refused'), runId, requestId, failure: FailureSchema }),
  v.object({ type: v.literal('runs'), runs: v.array(RunSummarySchema) }),
  v.object({ type: v.literal('spec'), spec: RunSpecSchema, pace: v.number() }),
  v.object({ type: v.literal('stale'), stale: v.boolean() }),
  /** A race began, is off, or has ended. */
  v.object({ type: v.literal('race'), race: RaceViewSchema }),
  v.object({ type: v.literal('laps'), raceId: v.string(), laps: LapsSchema }),
  /** A search began, knows its space, or has ended. */
  v.object({ type: v.literal('search'), search: SearchViewSchema }),
  v.object({ type: v.literal('trials'), searchId: v.string(), trials: TrialsSchema }),
  /** Brings a tab to the front. */
  v.object({ type: v.literal('look'), tab: v.string() }),
]);

export const FromPanelSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  /** Trains with this spec: it becomes the file's remembered spec. */
  v.object({ type: v.literal('train'), spec: RunSpecSchema, pace: v.number() }),
  /** The controls changed without training. */
  v.object({ type: v.literal('edit'), spec: RunSpecSchema, pace: v.number() }),
  v.object({ type: v.literal('pause'), runId }),
  v.object({ type: v.literal('step'), runId }),
  v.object({ type: v.literal('resume'), runId }),
  v.object({ type: v.literal('stop'), runId }),
  v.object({ type: v.literal('preview'), runId, requestId, lambda: v.number() }),
  /** Permutation importance (`count` repeats) or bootstrap intervals (`count` resamples) of the shown run. */
  v.object({
    type: v.literal('examine'),
    runId,
    requestId,
    what: v.picklist(['importance', 'intervals']),
    count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  }),
  v.object({ type: v.literal('cancelExamine'), runId }),
  v.object({
    type: v.literal('predict'),
    runId,
    requestId,
    cells: textsByName,
    lambda: v.nullable(v.number()),
  }),
  /** Races with this spec, which is not remembered; a run or race that is under way is stopped. */
  v.object({ type: v.literal('race'), spec: RunSpecSchema, lanes: RaceLanesSchema }),
  v.object({ type: v.literal('stopRace') }),
  /** Searches with this spec, which is not remembered; a run, race or search that is under way is stopped. */
  v.object({ type: v.literal('search'), spec: RunSpecSchema, settings: SearchSettingsSchema }),
  v.object({ type: v.literal('stopSearch') }),
  /** Goes on with the last search, to so many trials in all. */
  v.object({ type: v.literal('resumeSearch'), trials: SearchSettingsSchema.entries.trials }),
  /** Shows an earlier run. */
  v.object({ type: v.literal('select'), runId }),
  /** Resumes a diverged run from its last finite weights with the suggested learning rate. */
  v.object({ type: v.literal('recover'), runId }),
  /** Opens the CSV at a place, both counted from 1. */
  v.object({ type: v.literal('reveal'), line: v.number(), column: v.number(), length: v.number() }),
  v.object({ type: v.literal('copy'), text: v.string() }),
  v.object({ type: v.literal('saveModel'), runId }),
  v.object({ type: v.literal('showLog') }),
  /** A failure in the panel itself, for the log. */
  v.object({ type: v.literal('problem'), message: v.string() }),
]);

export type Entry = v.InferOutput<typeof EntrySchema>;
export type Catalog = v.InferOutput<typeof CatalogSchema>;
export type RunStatus = v.InferOutput<typeof StatusSchema>;
export type RunSummary = v.InferOutput<typeof RunSummarySchema>;
export type RunView = v.InferOutput<typeof RunViewSchema>;
export type Held = v.InferOutput<typeof HeldSchema>;
export type RaceView = v.InferOutput<typeof RaceViewSchema>;
export type PanelState = v.InferOutput<typeof PanelStateSchema>;
export type ToPanel = v.InferOutput<typeof ToPanelSchema>;
export type FromPanel = v.InferOutput<typeof FromPanelSchema>;
