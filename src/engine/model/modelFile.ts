import * as v from 'valibot';
import { complaintOf } from '../complaint.ts';
import { RidgelineError } from '../errors.ts';
import { InspectionSchema } from '../inspectionReport.ts';
import { numbersByName, recordOf } from '../records.ts';
import { ImportanceSchema, IntervalsSchema, RowCountsSchema, ScoresSchema } from '../report.ts';
import { RunSpecSchema } from '../spec.ts';
import { SelectionRecordSchema } from './selectionRecord.ts';

/**
 * The file `ridgeline.model/1`: all that predicting and repeating the run needs. With several targets,
 * `coefficients`, `intercept`, `standardized` and `metrics` are keyed by target first.
 */

const byTarget = recordOf('numbers by target', (value): value is Record<string, number> =>
  v.is(numbersByName, value),
);
const coefficients = v.union([numbersByName, byTarget]);
const intercept = v.union([v.number(), numbersByName]);
const part = v.nullable(ScoresSchema);

/** One target's scores. The baseline, predicting the training mean: for each part, and itself that of the training rows. */
export const FileScoresSchema = v.object({
  train: part,
  validation: part,
  test: part,
  baseline: v.object({ ...ScoresSchema.entries, train: part, validation: part, test: part }),
});
export type FileScores = v.InferOutput<typeof FileScoresSchema>;
const scoresByTarget = recordOf('scores by target', (value): value is FileScores =>
  v.is(FileScoresSchema, value),
);

export const TraceEntrySchema = v.object({
  iteration: v.number(),
  dataLoss: v.number(),
  penalty: v.number(),
  loss: v.number(),
  coefficients,
  intercept,
});

export const ModelColumnSchema = v.object({
  /** `age`, `cut=Good` for a level, `age^2`, `age:cut=Good`, `when.year.sin`, `age.missing`. */
  name: v.string(),
  /** The file's column; of a product, the first one's. */
  column: v.string(),
  /** date: days since 1970. missing: 1 where the file's cell is. power, product and cycle are made of others in `of`. */
  kind: v.picklist(['numeric', 'level', 'date', 'missing', 'power', 'product', 'cycle']),
  level: v.optional(v.string()),
  /** The level that was dropped, where the first one is (all of the others are then 0). */
  baseline: v.optional(v.string()),
  /** Of dates that end in the year, whether the day stands before the month. */
  dayFirst: v.optional(v.boolean()),
  /** Names of the columns that it is made of. */
  of: v.optional(v.array(v.string())),
  exponent: v.optional(v.number()),
  cycle: v.optional(v.picklist(['year', 'week', 'day'])),
  wave: v.optional(v.picklist(['sin', 'cos'])),
  mean: v.number(),
  /** Divisor of the optimized scale. */
  scale: v.number(),
  /** What stands in for a missing cell: a number, or a level; null where such a row is dropped. */
  fill: v.nullable(v.union([v.number(), v.string()])),
});

const numberList = v.array(v.number());

export const NetworkSchema = v.object({
  activation: v.picklist(['tanh', 'relu', 'sigmoid']),
  /** Of each layer: the weights of each unit over the units (or columns) before, and its bias. */
  layers: v.array(v.object({ weights: v.array(numberList), biases: numberList })),
});

/** A solver's state; see `SolverState`. */
export const SolverStateSchema = v.object({
  solver: v.string(),
  iteration: v.number(),
  theta: numberList,
  numbers: numbersByName,
  arrays: recordOf('lists of numbers', (value): value is number[] => v.is(numberList, value)),
});

export const ModelFileSchema = v.object({
  schema: v.literal('ridgeline.model/1'),
  spec: RunSpecSchema,
  /** The model's id; absent in files of before there were others than linear. */
  model: v.optional(v.string(), 'linear'),
  /** The levels of the target, in the order of their indices; absent where numbers are predicted. */
  classes: v.optional(v.array(v.string())),
  rows: RowCountsSchema,
  columns: v.array(ModelColumnSchema),
  coefficients,
  intercept,
  standardized: v.object({ coefficients, intercept }),
  metrics: v.union([FileScoresSchema, scoresByTarget]),
  warnings: v.array(v.object({ code: v.string(), message: v.string(), severity: v.string() })),
  passes: v.number(),
  passReasons: v.array(v.string()),
  solver: v.string(),
  degreesOfFreedom: v.nullable(v.number()),
  leftOut: v.array(v.object({ column: v.string(), reason: v.string() })),
  /** What is told of the model beyond its scores; the inflation factors are in the order of `columns`. */
  inspection: v.optional(InspectionSchema),
  convergence: v.optional(
    v.object({
      iterations: v.number(),
      reason: v.string(),
      converged: v.optional(v.boolean()),
      /** Largest subgradient at the end, relative to the gradient at w = 0. */
      kktResidual: v.optional(v.nullable(v.number())),
      learningRate: v.number(),
      lipschitz: v.nullable(v.number()),
    }),
  ),
  trace: v.optional(v.array(TraceEntrySchema)),
  /** What was asked for besides: permutation importance, and bootstrap intervals. */
  importance: v.optional(ImportanceSchema),
  intervals: v.optional(IntervalsSchema),
  /** How λ was chosen, where it was not given. */
  selection: v.optional(SelectionRecordSchema),
  /** A network’s layers, the first on columns in original units. */
  network: v.optional(NetworkSchema),
  /** What an iterative solver needs to go on from where it stopped. */
  state: v.optional(SolverStateSchema),
});

export type ModelFile = v.InferOutput<typeof ModelFileSchema>;
export type ModelColumn = v.InferOutput<typeof ModelColumnSchema>;
export type TraceEntry = v.InferOutput<typeof TraceEntrySchema>;

/** A model from its file's text; throws `bad-model` with what is wrong and a way out. */
export function parseModelFile(text: string): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RidgelineError(
      'bad-model',
      'This is not a model file: it is not JSON. Train one with --output.',
    );
  }
  const result = v.safeParse(ModelFileSchema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'the file';
  throw new RidgelineError(
    'bad-model',
    `This is not a model file of schema ridgeline.model/1 (${where} ${complaintOf(issue)}). Train the model again with --output.`,
  );
}

/** One output's weights, in the order of `columns`, and its intercept. */
export interface OutputWeights {
  readonly weights: Float64Array;
  readonly intercept: number;
}

/** The weights out of a file: of each target; of classes, of the positive one of two or of each. */
export function outputWeights({
  coefficients,
  intercept,
  columns,
  spec,
  classes,
}: ModelFile): OutputWeights[] {
  const first = classes?.[0] ?? '';
  const keyed = classes
    ? Object.hasOwn(coefficients, first) && typeof coefficients[first] === 'object'
    : spec.target.length > 1;
  const outputs = !keyed ? [null] : (classes ?? spec.target);
  return outputs.map((output) => {
    const own = (output === null ? coefficients : coefficients[output]) as Record<string, number> | undefined;
    const bias = typeof intercept === 'number' ? intercept : intercept[output ?? ''];
    const weights = Float64Array.from(columns, (column) => own?.[column.name] ?? Number.NaN);
    if (bias !== undefined && !weights.some(Number.isNaN)) return { weights, intercept: bias };
    throw new RidgelineError(
      'bad-model',
      `The model file lacks weights of "${output ?? spec.target[0] ?? ''}". Train the model again.`,
    );
  });
}
