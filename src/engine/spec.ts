import * as v from 'valibot';
import { complaintOf } from './complaint.ts';
import { RidgelineError } from './errors.ts';
import { isFiniteNumber, numbersByName, recordOf } from './records.ts';

/**
 * Everything that defines a run: one schema, in one place. Panel, settings and CLI edit a RunSpec and nothing else;
 * the same file bytes, spec and seed give the same model bytes.
 */

const fraction = v.pipe(v.number(), v.gtValue(0), v.ltValue(1));
const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const layerUnits = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const isNonNegative = (value: unknown): value is number => isFiniteNumber(value) && value >= 0;

export const SplitSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('last'), fraction }),
  v.object({ kind: v.literal('every'), every: v.pipe(v.number(), v.integer(), v.minValue(2)) }),
  v.object({ kind: v.literal('random'), fraction }),
  v.object({ kind: v.literal('column'), column: v.string() }),
]);

export const ValidationSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('random'), fraction }),
  v.object({ kind: v.literal('column'), column: v.string() }),
]);

const folds = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(200));

/** How training rows are divided for cross-validation. */
export const FoldsSchema = v.variant('kind', [
  v.object({ kind: v.literal('shuffle'), count: folds }),
  v.object({ kind: v.literal('contiguous'), count: folds }),
  v.object({ kind: v.literal('stratified'), count: folds }),
  /** Rows with the same value in this column stay together. */
  v.object({ kind: v.literal('group'), column: v.string(), count: folds }),
  /** So many times, the rows after those that are trained on are held out; the file's order is that of time. */
  v.object({
    kind: v.literal('time'),
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  v.object({ kind: v.literal('loo') }),
]);

/** Weights in original units: of each target, the coefficient of each design column and the intercept. */
export const ValuesSchema = recordOf('weights', isStartValue);

export interface StartValue {
  coefficients: Record<string, number>;
  intercept: number;
}

function isStartValue(value: unknown): value is StartValue {
  if (typeof value !== 'object' || value === null) return false;
  const { coefficients, intercept } = value as Partial<StartValue>;
  return isFiniteNumber(intercept) && v.is(numbersByName, coefficients);
}

export const InitializerSchema = v.object({
  id: v.string(),
  /** The entry's own parameters by id; absent ones take their default. */
  parameters: v.optional(numbersByName, {}),
  /** `values`, `warmStart` and `noise` start from these, keyed by target. */
  values: v.optional(v.nullable(ValuesSchema), null),
});

export const ScheduleSchema = v.object({
  id: v.string(),
  /** The schedule's own parameters by id; absent ones take their default. */
  parameters: v.optional(numbersByName, {}),
});

export const CsvOptionsSchema = v.object({
  delimiter: v.optional(v.nullable(v.pipe(v.string(), v.length(1))), null),
  encoding: v.optional(
    v.nullable(v.picklist(['utf8', 'utf16le', 'utf16be', 'windows1252', 'latin1', 'gb18030'])),
    null,
  ),
  decimal: v.optional(v.nullable(v.picklist(['.', ','])), null),
  header: v.optional(v.nullable(v.boolean()), null),
  missingTokens: v.optional(v.nullable(v.array(v.string())), null),
  /** Columns whose cells are levels even where they are written as numbers. */
  categorical: v.optional(v.nullable(v.array(v.string())), null),
});

const wholeSpec = v.object({
  /** Column names; several train several outputs at once. Empty: the most plausible column is taken. */
  target: v.optional(v.array(v.string()), []),
  /** Column names that are used even if they would be left out by default; null: every usable column. */
  features: v.optional(v.nullable(v.array(v.string())), null),
  exclude: v.optional(v.array(v.string()), []),
  /** A model's id, or `auto`: told by the target. */
  model: v.optional(v.string(), 'auto'),
  /** Whether the target is numbers or classes, for models that take both and for `auto`; told by the target. */
  task: v.optional(v.picklist(['auto', 'regression', 'classification']), 'auto'),
  /** The model's own parameters by id; absent ones take their default. */
  modelParameters: v.optional(numbersByName, {}),
  /** Units of each hidden layer, and what they do, of a network. */
  hidden: v.optional(v.pipe(v.array(layerUnits), v.minLength(1), v.maxLength(3)), [16]),
  activation: v.optional(v.picklist(['tanh', 'relu', 'sigmoid']), 'tanh'),
  /** The level that a model of two classes calls positive; null: the second in code-point order. */
  positive: v.optional(v.nullable(v.string()), null),
  lambda: v.optional(nonNegative, 1),
  lambdaScale: v.optional(v.picklist(['total', 'perSample']), 'total'),
  /** given: `lambda` is trained with. min, 1se: cross-validation chooses it, and takes the place of `lambda`. */
  lambdaChoice: v.optional(v.picklist(['given', 'min', '1se']), 'given'),
  /** How cross-validation divides the training rows. */
  folds: v.optional(FoldsSchema, { kind: 'shuffle', count: 10 }),
  /** The share of the L1 norm in the penalty: 0 is ridge, 1 lasso. */
  l1Ratio: v.optional(share, 0),
  /** Multipliers of λ by design column or by the file's column; 0 leaves a weight unpenalized. */
  penaltyFactors: v.optional(recordOf('numbers from 0 on', isNonNegative), {}),
  /** Several targets: the share of the penalty that draws each target's weights to their mean over the targets. */
  coupling: v.optional(share, 0),
  /** A column of row weights; null: every row counts once. */
  sampleWeight: v.optional(v.nullable(v.string()), null),
  classWeight: v.optional(v.picklist(['none', 'balanced']), 'none'),
  intercept: v.optional(v.boolean(), true),
  standardize: v.optional(v.picklist(['all', 'numeric', 'none']), 'all'),
  solver: v.optional(v.string(), 'auto'),
  initializer: v.optional(InitializerSchema, { id: 'zeros' }),
  learningRate: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
  /** Settings of the solver by id; absent ones take their default. */
  solverParameters: v.optional(numbersByName, {}),
  /** How the learning rate changes with the iterations. */
  schedule: v.optional(ScheduleSchema, { id: 'constant' }),
  /** Rows a step of a solver that can take some at a time; 0: the solver's own choice. */
  batchSize: v.optional(count, 0),
  /** Gradients longer than this are shortened to it; 0: never. */
  clip: v.optional(nonNegative, 0),
  /** Evaluations without a better validation loss after which a run ends; 0: never. */
  patience: v.optional(count, 0),
  iterations: v.optional(count, 1000),
  /** Relative KKT residual at which a solver has arrived; null: the solver's own, 0: never. */
  tolerance: v.optional(v.nullable(nonNegative), null),
  /** A trace entry every so many iterations; 0: as many as fit about 200 entries. */
  traceEvery: v.optional(count, 0),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)), 0),
  split: v.optional(SplitSchema, { kind: 'none' }),
  validation: v.optional(ValidationSchema, { kind: 'none' }),
  missing: v.optional(v.picklist(['drop', 'mean', 'median', 'error']), 'drop'),
  dropFirst: v.optional(v.boolean(), false),
  /** A text column with more levels than this is left out unless it is named in `features`. */
  maxLevels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2)), 100),
  /** Powers of the numeric columns up to this, and products of two of them. */
  degree: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3)), 1),
  interactions: v.optional(v.boolean(), false),
  /** Dates as a number and as cyclic parts (of the year, of the week, of the day). */
  dateParts: v.optional(v.boolean(), false),
  /** A column of 0 and 1 for each numeric column with missing cells, which are then filled. */
  missingIndicators: v.optional(v.boolean(), false),
  /** The target is trained on as ln(1 + y); predictions are transformed back. */
  targetTransform: v.optional(v.picklist(['none', 'log1p']), 'none'),
  csv: v.optional(CsvOptionsSchema, {}),
});

export type Split = v.InferOutput<typeof SplitSchema>;
export type Validation = v.InferOutput<typeof ValidationSchema>;
export type Folds = v.InferOutput<typeof FoldsSchema>;
export type InitializerSpec = v.InferOutput<typeof InitializerSchema>;
export type StartValues = v.InferOutput<typeof ValuesSchema>;
export type RunSpec = v.InferOutput<typeof wholeSpec>;
/** A spec as people write it: every field may be absent. */
export type RunSpecInput = v.InferInput<typeof wholeSpec>;
/** The schema, its types named: messages hold many specs, and the compiler is to infer them once. */
export const RunSpecSchema: v.GenericSchema<RunSpecInput, RunSpec> = wholeSpec;

/** A whole, checked spec from a partial one; throws `bad-spec` with the field's path and what it should be. */
export function parseSpec(input: unknown): RunSpec {
  const result = v.safeParse(RunSpecSchema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  throw new RidgelineError('bad-spec', `The setting ${path ? `"${path}"` : 'given'} ${complaintOf(issue)}.`);
}

/** The spec with every default. */
export function defaultSpec(): RunSpec {
  return parseSpec({});
}
