import * as v from 'valibot';

/** What is told of the file and its rows: plain data, as in `report.ts`. */

const num = v.number();
const maybe = v.nullable(v.number());
const nums = v.array(v.number());

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

export const ReadProgressSchema = v.object({
  bytesRead: num,
  bytesTotal: maybe,
  rows: num,
  rowsPerSecond: num,
});

export type RowCounts = v.InferOutput<typeof RowCountsSchema>;
export type ColumnSummary = v.InferOutput<typeof ColumnSummarySchema>;
export type Warning = v.InferOutput<typeof WarningSchema>;
export type BadCell = v.InferOutput<typeof BadCellSchema>;
export type DataSummary = v.InferOutput<typeof DataSummarySchema>;
export type ReadingProgress = v.InferOutput<typeof ReadProgressSchema>;
