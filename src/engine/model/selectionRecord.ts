import * as v from 'valibot';

/** How a model's λ was chosen, as its file tells it. */
export const SelectionRecordSchema = v.object({
  chosen: v.picklist(['min', '1se']),
  /** The λ that was chosen, in the spec's scale. */
  lambda: v.number(),
  lambdaMin: v.number(),
  lambda1se: v.number(),
  /** What was lost on held-out rows, in words; its mean over the folds at that λ, and its standard error. */
  loss: v.string(),
  cvMean: v.number(),
  cvSe: v.number(),
  /** How the folds were made, in words. */
  folds: v.string(),
  /** λ that were tried. */
  lambdas: v.number(),
  notes: v.array(v.string()),
});

export type SelectionRecord = v.InferOutput<typeof SelectionRecordSchema>;
