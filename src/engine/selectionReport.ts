import * as v from 'valibot';
import { MetricSchema } from './metricReport.ts';

/** How λ was looked for: plain data, as in `report.ts`. λ in the spec's scale, from small to large. */

const num = v.number();
const nums = v.array(num);

const selection = v.object({
  lambdas: nums,
  /** The decisive metric, as an error, on rows that a fold held out: mean over the folds and its standard error. */
  metric: MetricSchema,
  cvMean: nums,
  cvSe: nums,
  lambdaMin: num,
  /** The largest λ within one standard error of the best. */
  lambda1se: num,
  /** How the folds were made, in words: `10 shuffled folds`. */
  folds: v.string(),
  /** Leave-one-out in closed form, and generalized cross-validation; null where there are none. */
  loo: v.nullable(nums),
  gcv: v.nullable(nums),
  degreesOfFreedom: v.nullable(nums),
  /** Of each λ: k × p weights per standard deviation, as in `LambdaView.standardized`. */
  paths: v.array(nums),
  /** Weights that are not 0, at each λ. */
  nonZero: nums,
  /** Whether λ was given, or chosen here. */
  chosen: v.picklist(['given', 'min', '1se']),
  /** Sentences: the minimum lies at the edge, the folds disagree. */
  notes: v.array(v.string()),
});

export type Selection = v.InferOutput<typeof selection>;

/** By its output's name: spelled out inside of other schemas its type is more than the compiler follows. */
export const SelectionSchema: v.GenericSchema<Selection> = selection;
