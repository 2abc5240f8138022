import * as v from 'valibot';
import { RidgelineError } from '../errors.ts';
import { numbersByName, recordOf } from '../records.ts';
import { RowCountsSchema } from '../report.ts';
import { RunSpecSchema } from '../spec.ts';

/** The file `ridgeline.search/1`: the trials of a search, and all that going on with it needs. */

const value = v.union([v.string(), v.number()]);
const isValue = (own: unknown): own is string | number => v.is(value, own);
const range = v.object({ low: v.number(), high: v.number() });

const TrialSchema = v.object({
  lambda: v.number(),
  l1Ratio: v.number(),
  choices: recordOf('numbers or words', isValue),
  /** The cross-validated loss; null where the trial could not be fitted. */
  mean: v.nullable(v.number()),
  se: v.nullable(v.number()),
  failure: v.exactOptional(v.string()),
  elapsedMs: v.number(),
});

export const TuneFileSchema = v.object({
  schema: v.literal('ridgeline.search/1'),
  spec: RunSpecSchema,
  target: v.array(v.string()),
  rows: RowCountsSchema,
  /** What `mean` is of: squared errors, or the loss that the model is trained on. */
  metric: v.picklist(['mse', 'loss']),
  /** A search's id, its settings, and its seed. */
  search: v.string(),
  parameters: numbersByName,
  seed: v.number(),
  /** Trials that were asked for. */
  asked: v.number(),
  space: v.object({
    lambda: range,
    l1Ratio: range,
    choices: v.array(v.object({ id: v.string(), values: v.array(value) })),
  }),
  trials: v.array(TrialSchema),
  /** The trial of least mean; null where none could be fitted. */
  best: v.nullable(TrialSchema),
  /** False where the search was stopped. */
  complete: v.boolean(),
});

export type TuneFile = v.InferOutput<typeof TuneFileSchema>;

/** The trials of a file's text; throws `bad-model` where it holds none. @param name of the file, for the message */
export function parseTuneFile(text: string, name: string): TuneFile {
  const result = v.safeParse(TuneFileSchema, parsed(text));
  if (result.success) return result.output;
  throw new RidgelineError(
    'bad-model',
    `${name} does not hold the trials of a search. Give a file that tune --search wrote with --output.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
