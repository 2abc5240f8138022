import * as v from 'valibot';
import { DescentEndSchema } from './descentReport.ts';
import { InspectionSchema } from './inspectionReport.ts';
import { ConversionSchema, LambdaCurveSchema, LambdaUnitSchema, LambdaViewSchema } from './lambdaReport.ts';
import { MetricSchema } from './metricReport.ts';
import { PartScoresSchema } from './scoreReport.ts';
import { SelectionSchema } from './selectionReport.ts';

export * from './dataReport.ts';
export * from './descentReport.ts';
export * from './lambdaReport.ts';
export * from './scoreReport.ts';

/**
 * What a run tells its watchers: plain data that crosses thread and webview borders, so every shape has a schema.
 * Numbers that may be undefined or infinite (R² of a constant target, the condition of a singular matrix) are null.
 */

const num = v.number();
const maybe = v.nullable(v.number());

/** One or two sentences made from the numbers: is there signal, did λ matter, is anything wrong. */
export const VerdictSchema = v.object({
  tone: v.picklist(['signal', 'weak', 'none', 'problem']),
  headline: v.string(),
  detail: v.string(),
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
  /** Of the descent in sight: the model's own, or one that is only shown beside it. */
  descent: v.nullable(DescentEndSchema),
  /** How the model's own numbers were reached; null of exact solutions. */
  convergence: v.exactOptional(v.nullable(DescentEndSchema)),
  /** Largest subgradient at the model, relative to that at w = 0; null where it was not measured (exact solutions). */
  kktResidual: v.exactOptional(maybe),
  elapsedMs: num,
  /** The file `ridgeline.model/1`, as JSON text. */
  modelJson: v.string(),
});

export type Metric = v.InferOutput<typeof MetricSchema>;
export type Verdict = v.InferOutput<typeof VerdictSchema>;
export type ImportanceReport = v.InferOutput<typeof ImportanceSchema>;
export type IntervalReport = v.InferOutput<typeof IntervalsSchema>;
export type RunResult = v.InferOutput<typeof RunResultSchema>;
