import * as v from 'valibot';
import { InspectionSchema } from './inspectionReport.ts';
import { MetricSchema, metricIds } from './metricReport.ts';
import type { MetricId } from './metrics/index.ts';
import { SelectionSchema } from './selectionReport.ts';

/**
 * What a run tells its watchers: plain data that crosses thread and webview borders, so every shape has a schema.
 * Numbers that may be undefined or infinite (R² of a constant target, the condition of a singular matrix) are null.
 */

const num = v.number();
const maybe = v.nullable(v.number());
const nums = v.array(v.number());

const score = v.exactOptional(maybe);
/**
 * One part's scores for one target by metric: the ones that the run's kind of model has. Null where a score is not
 * known (absolute errors until rows were read for them) or means nothing (R² of a constant target).
 */
export const ScoresSchema = v.object(
  Object.fromEntries(metricIds.map((id) => [id, score])) as { [id in MetricId]: typeof score },
);
/** The parts of the split; null where a part has no rows. Several targets: means over the targets. */
export const PartScoresSchema = v.object({
  train: v.nullable(ScoresSchema),
  validation: v.nullable(ScoresSchema),
  test: v.nullable(ScoresSchema),
});

export const RowCountsSchema = v.object({
  read: num,
  train: num,
  validation: num,
  test: num,
  /** Left out for a missing value in a used column, or without a target. */
  dropped: num,
  /** Sent to no part by the split column. */
  excluded: num,
});

/** A column of the file, for pickers and the data summary. */
export const ColumnSummarySchema = v.object({
  index: num,
  name: v.string(),
  kind: v.picklist(['numeric', 'category', 'date', 'empty']),
  missing: num,
  bad: num,
  min: maybe,
  max: maybe,
  mean: maybe,
  distinct: num,
  sample: v.array(v.string()),
  /** The levels of a category, at most 200 of them. */
  levels: v.array(v.string()),
  role: v.picklist(['target', 'feature', 'split', 'leftOut']),
  /** Why it is left out, as a sentence; empty otherwise. */
  reason: v.string(),
});

export const WarningSchema = v.object({
  code: v.string(),
  /** One sentence with a way out. */
  message: v.string(),
  /** `serious` ones belong beside the verdict (leakage, identical rows in train and test). */
  severity: v.picklist(['info', 'warning', 'serious']),
});

/** A cell or row of the file that could not be used as it stands; line and column count from 1. */
export const BadCellSchema = v.object({
  code: v.string(),
  message: v.string(),
  line: num,
  column: num,
  length: num,
});

/** What stands once the file has been read and the design matrix planned. */
export const DataSummarySchema = v.object({
  targets: v.array(v.string()),
  /** The id of the model that is trained, also where the spec leaves it open. */
  model: v.string(),
  /** What the weights are keyed by: the targets; of two classes, the positive one; of more, all of them. */
  outputs: v.array(v.string()),
  /** The levels of the target, in code-point order; null where numbers are predicted. */
  classes: v.nullable(v.array(v.string())),
  /** Design columns in order: `age`, `cut=Good`. Weights below have k × p numbers, output by output. */
  features: v.array(v.string()),
  columns: v.array(ColumnSummarySchema),
  rows: RowCountsSchema,
  warnings: v.array(WarningSchema),
  problems: v.array(BadCellSchema),
  /** All problems, also those past the list. */
  problemCount: num,
  /** standardized weight = original weight × scale (per design column). */
  scale: nums,
  shift: nums,
  passes: num,
  /** One sentence a pass: what it was for. */
  passReasons: v.array(v.string()),
  bytes: num,
  dialect: v.object({
    delimiter: v.string(),
    encoding: v.string(),
    decimal: v.string(),
    header: v.boolean(),
    titleLines: num,
    gzip: v.boolean(),
  }),
});

/** The exact solution at one λ with everything that moments can say of it. */
export const LambdaViewSchema = v.object({
  /** In the spec's scale, and on the total scale. */
  lambda: num,
  lambdaTotal: num,
  /** k × p, output by output, on the standardized scale and in original units; k intercepts in original units. */
  standardized: nums,
  weights: nums,
  intercept: nums,
  dataLoss: num,
  penalty: num,
  scores: PartScoresSchema,
  /** Null where it would cost more than the solution: while the spectrum of many columns is not there. */
  degreesOfFreedom: maybe,
  exactZeros: num,
});

/** One or two sentences made from the numbers: is there signal, did λ matter, is anything wrong. */
export const VerdictSchema = v.object({
  tone: v.picklist(['signal', 'weak', 'none', 'problem']),
  headline: v.string(),
  detail: v.string(),
});

/** The decisive metric over λ, for the picture behind the slider; the same λ as the slider's scale. */
export const LambdaCurveSchema = v.object({
  lambda: nums,
  train: nums,
  /** On held-out rows: validation where there are some, else test; null without either. */
  heldOut: v.nullable(nums),
  heldOutPart: v.nullable(v.picklist(['validation', 'test'])),
  /** Null while the spectrum of many columns is not there. */
  degreesOfFreedom: v.nullable(nums),
});

/** λ in force, in other tools' words: each `text` can be copied. */
export const ConversionSchema = v.object({ tool: v.string(), text: v.string(), note: v.string() });

/** A way to read an axis of λ: λ on the total scale × factor, or factor / λ where `inverse`. */
export const LambdaUnitSchema = v.object({
  id: v.picklist(['total', 'perSample', 'scikitLearn', 'glmnet']),
  label: v.string(),
  factor: num,
  inverse: v.boolean(),
});

/** noMinimum: weights grow without end, however small the gradient has become (separable classes without a penalty). */
const endReason = v.picklist([
  'iterations',
  'converged',
  'diverged',
  'stopped',
  'stalled',
  'earlyStopping',
  'noMinimum',
]);

export const DescentEndSchema = v.object({
  reason: endReason,
  iterations: num,
  learningRate: num,
  /** L: learning rates below 2 / L converge; null where the loss has no such bound. */
  lipschitz: maybe,
  /** Largest subgradient at the end, relative to the gradient at w = 0; null where it was not measured. */
  kktResidual: v.exactOptional(maybe),
  /** Set when diverged: why, and what would fix it; `suggestedRate` is 0.9 / L. */
  advice: v.nullable(v.object({ message: v.string(), suggestedRate: num })),
});

/** How much worse the model becomes when a column's cells are shuffled among the rows. */
export const ImportanceSchema = v.object({
  /** The rows that were looked at. */
  part: v.picklist(['train', 'validation', 'test']),
  /** The metric, as an error. */
  metric: MetricSchema,
  /** Before anything is shuffled. */
  error: num,
  repeats: num,
  /** Of each of the file's columns, the error that shuffling adds: mean and standard deviation over the repeats. */
  columns: v.array(v.object({ name: v.string(), mean: num, deviation: maybe })),
});

/** How weights vary with the sample, from models fitted to rows drawn anew; see its note. */
export const IntervalsSchema = v.object({
  outputs: v.array(v.string()),
  /** In original units, output by output: p weights and then the intercept. */
  intervals: v.array(v.object({ low: num, high: num, deviation: num })),
  resamples: num,
  note: v.string(),
});

/** How one racer of a race fared. */
export const RacerResultSchema = v.object({
  label: v.string(),
  solver: v.string(),
  initializer: v.string(),
  /** Null where the solver takes none. */
  learningRate: maybe,
  iterations: num,
  reason: endReason,
  /** Its last loss, data and penalty. */
  loss: maybe,
  /** Iterations and milliseconds until it was within 1 % of the lowest loss; null where it never was. */
  iterationsToNear: maybe,
  millisecondsToNear: maybe,
});

/** A race of solvers, starts and learning rates on the same data. */
export const RaceResultSchema = v.object({
  /** The lowest loss. */
  optimum: num,
  /** True where that is the convex optimum; false where it is the lowest that a racer reached. */
  exact: v.boolean(),
  racers: v.array(RacerResultSchema),
  /** Sentences on who does not race, and why. */
  notes: v.exactOptional(v.array(v.string())),
});

/** A finished run. */
export const RunResultSchema = v.object({
  /** The trained model's own weights and scores (the iterative solver's where one was chosen). */
  now: LambdaViewSchema,
  /** At λ = 0; null where that was not trained. */
  zero: v.nullable(LambdaViewSchema),
  /** The metrics below, the one that decides first. */
  metrics: v.array(MetricSchema),
  /** What the baseline guesses, in few words: `the mean`. */
  guess: v.string(),
  /** Without any column: predicting the training mean, or the shares of the classes. */
  baseline: PartScoresSchema,
  /** Per target, keyed like `targets`; the same numbers as in the model file. */
  byTarget: v.array(PartScoresSchema),
  verdict: VerdictSchema,
  curve: LambdaCurveSchema,
  conversions: v.array(ConversionSchema),
  /** How an axis of λ can be read; absent in runs that were kept before there was one. */
  lambdaUnits: v.exactOptional(v.array(LambdaUnitSchema)),
  /** Total objective at the exact optimum for this λ: the dashed line; null where it is not known. */
  optimum: maybe,
  condition: maybe,
  rank: num,
  solver: v.string(),
  /** Sentences on what was decided on the way ("the svd solver took over, because …"). */
  notes: v.array(v.string()),
  inspection: InspectionSchema,
  /** How λ was looked for; null where it was not. */
  selection: v.exactOptional(v.nullable(SelectionSchema)),
  descent: v.nullable(DescentEndSchema),
  /** Largest subgradient at the model, relative to that at w = 0; null where it was not measured (exact solutions). */
  kktResidual: v.exactOptional(maybe),
  elapsedMs: num,
  /** The file `ridgeline.model/1`, as JSON text. */
  modelJson: v.string(),
});

/** Iterations since the last message, column by column; `weights` is the newest standardized state, k × p. */
export const IteratesSchema = v.object({
  iteration: nums,
  dataLoss: nums,
  penalty: nums,
  /** Empty without a validation part. */
  validation: nums,
  gradientNorm: nums,
  /** ‖w − w*‖ from the exact optimum; absent where that is not known. */
  distance: v.exactOptional(nums),
  /** Snapshots kept for the trajectory: their iterations, and the weights at each. */
  weightsAt: nums,
  weights: v.array(nums),
});

export const ReadProgressSchema = v.object({
  bytesRead: num,
  bytesTotal: maybe,
  rows: num,
  rowsPerSecond: num,
});

export type Metric = v.InferOutput<typeof MetricSchema>;
export type Scores = v.InferOutput<typeof ScoresSchema>;
export type PartScores = v.InferOutput<typeof PartScoresSchema>;
export type RowCounts = v.InferOutput<typeof RowCountsSchema>;
export type ColumnSummary = v.InferOutput<typeof ColumnSummarySchema>;
export type Warning = v.InferOutput<typeof WarningSchema>;
export type BadCell = v.InferOutput<typeof BadCellSchema>;
export type DataSummary = v.InferOutput<typeof DataSummarySchema>;
export type LambdaView = v.InferOutput<typeof LambdaViewSchema>;
export type Verdict = v.InferOutput<typeof VerdictSchema>;
export type LambdaCurve = v.InferOutput<typeof LambdaCurveSchema>;
export type Conversion = v.InferOutput<typeof ConversionSchema>;
export type LambdaUnit = v.InferOutput<typeof LambdaUnitSchema>;
export type DescentEnd = v.InferOutput<typeof DescentEndSchema>;
export type ImportanceReport = v.InferOutput<typeof ImportanceSchema>;
export type IntervalReport = v.InferOutput<typeof IntervalsSchema>;
export type RacerResult = v.InferOutput<typeof RacerResultSchema>;
export type RaceResult = v.InferOutput<typeof RaceResultSchema>;
export type RunResult = v.InferOutput<typeof RunResultSchema>;
export type Iterates = v.InferOutput<typeof IteratesSchema>;
export type ReadingProgress = v.InferOutput<typeof ReadProgressSchema>;
