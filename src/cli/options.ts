import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  initializers,
  models,
  parseSpec,
  type RunSpec,
  type RunSpecInput,
  solvers,
} from '../engine/index.ts';
import { camelCase } from '../engine/registry.ts';
import { parseSplit, parseValidation } from '../engine/specText.ts';
import { UsageError } from './usage.ts';

/** What a `train` command asks for. */
export interface TrainCommand {
  readonly file: string;
  readonly spec: RunSpec;
  readonly output: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly memoryLimitMB: number;
  /** Threads that parse; 0: as many as the machine has cores. */
  readonly workers: number;
  /** Read a large file once more for mean absolute errors. */
  readonly absoluteErrors: boolean;
}

/** What a `predict` command asks for. */
export interface PredictCommand {
  readonly model: string;
  readonly file: string;
  readonly output: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

const SHARED = { output: text, json: flag, quiet: flag, 'memory-limit': text, workers: text } as const;

const TRAIN_OPTIONS = {
  ...SHARED,
  target: text,
  features: text,
  exclude: text,
  model: text,
  lambda: text,
  'lambda-scale': text,
  'no-intercept': flag,
  standardize: text,
  'no-standardize': flag,
  solver: text,
  initializer: text,
  'initializer-parameter': { type: 'string', multiple: true },
  'init-values': text,
  'learning-rate': text,
  iterations: text,
  'trace-every': text,
  seed: text,
  split: text,
  validation: text,
  missing: text,
  'drop-first': flag,
  mae: flag,
  'max-levels': text,
  delimiter: text,
  encoding: text,
  decimal: text,
  header: text,
  'missing-tokens': text,
} as const;

/** Parses the words after `train`; throws UsageError or an engine error with a sentence. */
export function parseTrain(words: string[]): TrainCommand {
  const { values, positionals } = parseWords(words, TRAIN_OPTIONS);
  const [file] = exactly(positionals, ['FILE.csv']);
  return {
    file: file!,
    spec: parseSpec(specFrom(values)),
    ...outputOf(values),
    memoryLimitMB: positive(values['memory-limit'], '--memory-limit') ?? 1024,
    workers: positive(values.workers, '--workers') ?? 0,
    absoluteErrors: values.mae === true,
  };
}

/** Parses the words after `predict`. */
export function parsePredict(words: string[]): PredictCommand {
  const { values, positionals } = parseWords(words, SHARED);
  const [model, file] = exactly(positionals, ['MODEL.json', 'FILE.csv']);
  return { model: model!, file: file!, ...outputOf(values) };
}

type Values = { [name: string]: string | boolean | (string | boolean)[] | undefined };
type TrainValues = ReturnType<typeof parseWords<typeof TRAIN_OPTIONS>>['values'];

function parseWords<T extends NonNullable<ParseArgsConfig['options']>>(words: string[], options: T) {
  try {
    return parseArgs({ args: joinNegatives(words), options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.replace(/\. To specify .*$/s, '.'));
  }
}

/** `--lambda -1` reads as two options to the parser; joined, the engine can say what is wrong with −1. */
function joinNegatives(words: string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const isValue = /^-\.?\d/.test(word) || word === '-';
    if (isValue && before?.startsWith('--') && !before.includes('='))
      joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

function exactly(positionals: string[], names: string[]): string[] {
  if (positionals.length === names.length) return positionals;
  const found =
    positionals.length < names.length
      ? `${names[positionals.length]} is missing`
      : `"${positionals[names.length]}" is one word too many`;
  throw new UsageError(`${found}. Give ${names.join(' and ')}.`);
}

function outputOf(values: Values): { output: string | null; json: boolean; quiet: boolean } {
  return {
    output: typeof values['output'] === 'string' ? values['output'] : null,
    json: values['json'] === true,
    quiet: values['quiet'] === true,
  };
}

function specFrom(values: TrainValues): RunSpecInput {
  const target = values.target === undefined ? [] : names(values.target);
  const spec: Record<string, unknown> = {
    target,
    features: values.features === undefined ? undefined : names(values.features),
    exclude: values.exclude === undefined ? undefined : names(values.exclude),
    model: registered(models, values.model),
    lambda: number(values.lambda, '--lambda'),
    lambdaScale: choice(values['lambda-scale'], '--lambda-scale', {
      total: 'total',
      'per-sample': 'perSample',
    }),
    intercept: values['no-intercept'] ? false : undefined,
    standardize: values['no-standardize']
      ? 'none'
      : choice(values.standardize, '--standardize', same('all', 'numeric', 'none')),
    solver: values.solver === 'auto' ? 'auto' : registered(solvers, values.solver),
    initializer: initializerFrom(values, target),
    learningRate:
      values['learning-rate'] === 'auto' ? 'auto' : number(values['learning-rate'], '--learning-rate'),
    iterations: number(values.iterations, '--iterations'),
    traceEvery: number(values['trace-every'], '--trace-every'),
    seed: number(values.seed, '--seed'),
    split: values.split === undefined ? undefined : parseSplit(values.split),
    validation: values.validation === undefined ? undefined : parseValidation(values.validation),
    missing: choice(values.missing, '--missing', same('drop', 'mean', 'median', 'error')),
    dropFirst: values['drop-first'],
    maxLevels: number(values['max-levels'], '--max-levels'),
    csv: csvFrom(values),
  };
  return present(spec) as RunSpecInput;
}

function csvFrom(values: TrainValues): unknown {
  const delimiter = values.delimiter === '\\t' || values.delimiter === 'tab' ? '\t' : values.delimiter;
  const encodings = same('utf8', 'utf16le', 'utf16be', 'windows1252', 'latin1', 'gb18030');
  return present({
    delimiter,
    encoding: choice(
      values.encoding?.toLowerCase().replace(/^utf-/, 'utf').replace('-', ''),
      '--encoding',
      encodings,
    ),
    decimal: choice(values.decimal, '--decimal', same('.', ',')),
    header: choice(values.header, '--header', { yes: true, no: false }),
    missingTokens: values['missing-tokens'] === undefined ? undefined : names(values['missing-tokens']),
  });
}

function initializerFrom(values: TrainValues, target: string[]): unknown {
  const given = values['init-values'] === undefined ? null : startValues(values['init-values'], target);
  const id = registered(initializers, values.initializer) ?? (given ? 'values' : 'zeros');
  const parameters: Record<string, number> = {};
  for (const pair of values['initializer-parameter'] ?? []) {
    const [name = '', value] = String(pair).split('=');
    parameters[name] = number(value, `--initializer-parameter ${name}`) ?? Number.NaN;
  }
  return { id, parameters, values: given };
}

/** One target: `{"coefficients":…,"intercept":…}`; several: the same, keyed by target first. */
function startValues(json: string, target: string[]): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new UsageError(`--init-values must be JSON like {"coefficients":{"x":1},"intercept":0}.`);
  }
  if (typeof value !== 'object' || value === null || !('coefficients' in value)) return value;
  const only = target[0];
  if (only === undefined)
    throw new UsageError('--init-values needs --target, to know whose weights they are.');
  return Object.fromEntries([[only, { intercept: 0, ...value }]]);
}

/** Comma-separated names; a name that holds a comma is quoted as in a CSV file. */
export function names(list: string): string[] {
  const found: string[] = [];
  for (const match of list.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)) {
    const name = match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? '';
    if (name !== '') found.push(name);
  }
  return found;
}

function registered(
  registry: { get(id: string): { id: string } },
  id: string | undefined,
): string | undefined {
  return id === undefined ? undefined : registry.get(camelCase(id)).id;
}

function number(value: string | undefined, option: string): number | undefined {
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed;
  throw new UsageError(`${option} takes a number, not "${value}".`);
}

function positive(value: string | undefined, option: string): number | undefined {
  const parsed = number(value, option);
  if (parsed === undefined || parsed > 0) return parsed;
  throw new UsageError(`${option} takes a number above 0, not "${value}".`);
}

function choice<T>(value: string | undefined, option: string, choices: Record<string, T>): T | undefined {
  if (value === undefined) return undefined;
  if (Object.hasOwn(choices, value)) return choices[value];
  throw new UsageError(`${option} takes ${Object.keys(choices).join(', ')}, not "${value}".`);
}

function same<T extends string>(...words: T[]): Record<string, T> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

/** Without its undefined fields, which stand for "the default". */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
