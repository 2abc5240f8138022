import * as v from 'valibot';
import { PartScoresSchema } from './scoreReport.ts';

/** What is told of a model along λ: plain data, as in `report.ts`. */

const num = v.number();
const maybe = v.nullable(v.number());
const nums = v.array(v.number());

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

export type LambdaView = v.InferOutput<typeof LambdaViewSchema>;
export type LambdaCurve = v.InferOutput<typeof LambdaCurveSchema>;
export type Conversion = v.InferOutput<typeof ConversionSchema>;
export type LambdaUnit = v.InferOutput<typeof LambdaUnitSchema>;
