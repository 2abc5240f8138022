import * as v from 'valibot';
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

export const CsvOptionsSchema = v.object({
  delimiter: v.optional(v.nullable(v.pipe(v.string(), v.length(1))), null),
  encoding: v.optional(
    v.nullable(v.picklist(['utf8', 'utf16le', 'utf16be', 'windows1252', 'latin1', 'gb18030'])),
    null,
  ),
  decimal: v.optional(v.nullable(v.picklist(['.', ','])), null),
  header: v.optional(v.nullable(v.boolean()), null),
  missingTokens: v.optional(v.nullable(v.array(v.string())), null),
});

export const RunSpecSchema = v.object({
  /** Column names; several train several outputs at once. Empty: the most plausible column is taken. */
  target: v.optional(v.array(v.string()), []),
  /** Column names that are used even if they would be left out by default; null: every usable column. */
  features: v.optional(v.nullable(v.array(v.string())), null),
  exclude: v.optional(v.array(v.string()), []),
  model: v.optional(v.string(), 'linear'),
  lambda: v.optional(nonNegative, 1),
  lambdaScale: v.optional(v.picklist(['total', 'perSample']), 'total'),
  intercept: v.optional(v.boolean(), true),
  standardize: v.optional(v.picklist(['all', 'numeric', 'none']), 'all'),
  solver: v.optional(v.string(), 'auto'),
  initializer: v.optional(InitializerSchema, { id: 'zeros' }),
  learningRate: v.optional(v.union([v.literal('auto'), positive]), 'auto'),
  iterations: v.optional(count, 1000),
  /** A trace entry every so many iterations; 0: as many as fit about 200 entries. */
  traceEvery: v.optional(count, 0),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)), 0),
  split: v.optional(SplitSchema, { kind: 'none' }),
  validation: v.optional(ValidationSchema, { kind: 'none' }),
  missing: v.optional(v.picklist(['drop', 'mean', 'median', 'error']), 'drop'),
  dropFirst: v.optional(v.boolean(), false),
  /** A text column with more levels than this is left out unless it is named in `features`. */
  maxLevels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2)), 100),
  csv: v.optional(CsvOptionsSchema, {}),
});

export type Split = v.InferOutput<typeof SplitSchema>;
export type Validation = v.InferOutput<typeof ValidationSchema>;
export type InitializerSpec = v.InferOutput<typeof InitializerSchema>;
export type StartValues = v.InferOutput<typeof ValuesSchema>;
export type RunSpec = v.InferOutput<typeof RunSpecSchema>;
/** A spec as people write it: every field may be absent. */
export type RunSpecInput = v.InferInput<typeof RunSpecSchema>;

/** A whole, checked spec from a partial one; throws `bad-spec` with the field's path and what it should be. */
export function parseSpec(input: unknown): RunSpec {
  const result = v.safeParse(RunSpecSchema, input);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  throw new RidgelineError(
    'bad-spec',
    `The setting ${path ? `"${path}"` : 'given'} is not valid: ${issue.message}.`,
  );
}

/** The spec with every default. */
export function defaultSpec(): RunSpec {
  return parseSpec({});
}
