import * as v from 'valibot';

/** What is told of a run beyond its scores: plain data, as in `report.ts`. */

const num = v.number();
const maybe = v.nullable(num);

/** Null where there is nothing to take a share of. */
export const ClassScoresSchema = v.object({
  precision: maybe,
  recall: maybe,
  f1: maybe,
  /** Sum of the weights of the class's rows. */
  support: num,
});

/**
 * Rows whose probability is in [low, high): of the positive class where there are two, else of the class that was
 * predicted. Null means where there are none.
 */
export const CalibrationBinSchema = v.object({
  low: num,
  high: num,
  count: num,
  /** Mean probability, and how often it came true. */
  predicted: maybe,
  observed: maybe,
});

export const ClassDetailsSchema = v.object({
  /** Sums of row weights: `confusion[actual][predicted]`, in the order of the classes. */
  confusion: v.array(v.array(num)),
  perClass: v.array(ClassScoresSchema),
  /** Ten bins of equal width; null where scores are no probabilities. */
  calibration: v.nullable(v.array(CalibrationBinSchema)),
  /** How far ROC-AUC and PR-AUC may be off: 0 where every score was kept. Null where they mean nothing. */
  rankingError: v.nullable(v.object({ rocAuc: num, prAuc: num })),
});

/** Quantiles of y − ŷ at 1, 5, 25, 50, 75, 95 and 99 %, in units of the target. */
export const ResidualQuantilesSchema = v.object({
  values: v.array(num),
  /** How far one may be off: 0 where every residual was kept. */
  error: num,
});

export const PartDetailsSchema = v.object({
  /** Of classes; null where numbers are predicted. */
  classes: v.nullable(ClassDetailsSchema),
  /** Of numbers, one a target; null where classes are predicted. */
  residuals: v.nullable(v.array(ResidualQuantilesSchema)),
});

/** Null where a part has no rows. */
export const DetailsSchema = v.object({
  train: v.nullable(PartDetailsSchema),
  validation: v.nullable(PartDetailsSchema),
  test: v.nullable(PartDetailsSchema),
});

/** A column's variance inflation factor; null where it has none, and why. */
export const InflationSchema = v.object({
  factor: maybe,
  reason: v.nullable(v.picklist(['constant', 'levels', 'collinear'])),
});

const inspection = v.object({
  /** Null where it is not known, or infinite. */
  condition: maybe,
  /**
   * What it is the condition number of: the optimized columns (their singular values), or the Hessian at the model's
   * λ, penalty included. Absent in models that were written before there was the second.
   */
  conditionOf: v.exactOptional(v.picklist(['columns', 'hessian'])),
  /** At the model's λ. */
  degreesOfFreedom: maybe,
  /** One a design column; null where there are too many columns, or no moments of them. */
  inflation: v.nullable(v.array(InflationSchema)),
  /** Null where no rows were read for them. */
  details: v.nullable(DetailsSchema),
  /** What the numbers do not say by themselves. */
  notes: v.array(v.string()),
});

export type ClassScores = v.InferOutput<typeof ClassScoresSchema>;
export type CalibrationBin = v.InferOutput<typeof CalibrationBinSchema>;
export type ClassDetails = v.InferOutput<typeof ClassDetailsSchema>;
export type ResidualQuantiles = v.InferOutput<typeof ResidualQuantilesSchema>;
export type PartDetails = v.InferOutput<typeof PartDetailsSchema>;
export type Details = v.InferOutput<typeof DetailsSchema>;
export type Inspection = v.InferOutput<typeof inspection>;

/** By its output's name: spelled out inside of other schemas its type is more than the compiler follows. */
export const InspectionSchema: v.GenericSchema<Inspection> = inspection;
