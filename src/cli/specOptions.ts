import { initializers, models, type RunSpecInput, schedules, solvers } from '../engine/index.ts';
import { parseFolds, parseSplit, parseValidation } from '../engine/specText.ts';
import { UsageError } from './usage.ts';
import { choice, names, number, pairs, type parseWords, present, registered, same } from './words.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const several = { type: 'string', multiple: true } as const;

/** Options of every command. */
export const SHARED_OPTIONS = {
  output: text,
  json: flag,
  quiet: flag,
  'memory-limit': text,
  workers: text,
} as const;

/** Options of every command that trains: they make a RunSpec. */
export const SPEC_OPTIONS = {
  ...SHARED_OPTIONS,
  target: text,
  features: text,
  exclude: text,
  model: text,
  task: text,
  'model-parameter': several,
  'huber-delta': text,
  hidden: text,
  activation: text,
  positive: text,
  lambda: text,
  'lambda-scale': text,
  folds: text,
  'l1-ratio': text,
  'penalty-factor': several,
  coupling: text,
  'sample-weight': text,
  'class-weight': text,
  'no-intercept': flag,
  standardize: text,
  'no-standardize': flag,
  solver: text,
  initializer: text,
  'initializer-parameter': several,
  'init-values': text,
  'solver-parameter': several,
  momentum: text,
  'batch-size': text,
  schedule: text,
  'schedule-parameter': several,
  clip: text,
  patience: text,
  tolerance: text,
  'learning-rate': text,
  iterations: text,
  'trace-every': text,
  seed: text,
  split: text,
  validation: text,
  missing: text,
  'drop-first': flag,
  'max-levels': text,
  degree: text,
  interactions: flag,
  'date-parts': flag,
  'missing-indicators': flag,
  'target-transform': text,
  delimiter: text,
  encoding: text,
  decimal: text,
  header: text,
  'missing-tokens': text,
  categorical: text,
} as const;

export type SpecValues = ReturnType<typeof parseWords<typeof SPEC_OPTIONS>>['values'];

/** The spec that the options ask for; throws UsageError where a value cannot be read. */
export function specFrom(values: SpecValues): RunSpecInput {
  const target = values.target === undefined ? [] : names(values.target);
  const spec: Record<string, unknown> = {
    target,
    features: values.features === undefined ? undefined : names(values.features),
    exclude: values.exclude === undefined ? undefined : names(values.exclude),
    model: values.model === 'auto' ? 'auto' : registered(models, values.model),
    task: choice(values.task, '--task', same('auto', 'regression', 'classification')),
    modelParameters: {
      ...pairs(values['model-parameter'], '--model-parameter'),
      ...present({ delta: number(values['huber-delta'], '--huber-delta') }),
    },
    hidden: values.hidden?.split(',').map((units) => number(units, '--hidden')),
    activation: choice(values.activation, '--activation', same('tanh', 'relu', 'sigmoid')),
    positive: values.positive,
    lambda: isRule(values.lambda) ? undefined : number(values.lambda, '--lambda'),
    lambdaChoice: isRule(values.lambda) ? values.lambda : undefined,
    folds: values.folds === undefined ? undefined : parseFolds(values.folds),
    lambdaScale: choice(values['lambda-scale'], '--lambda-scale', {
      total: 'total',
      'per-sample': 'perSample',
    }),
    l1Ratio: number(values['l1-ratio'], '--l1-ratio'),
    penaltyFactors: pairs(values['penalty-factor'], '--penalty-factor'),
    coupling: number(values.coupling, '--coupling'),
    sampleWeight: values['sample-weight'],
    classWeight: choice(values['class-weight'], '--class-weight', same('none', 'balanced')),
    intercept: values['no-intercept'] ? false : undefined,
    standardize: values['no-standardize']
      ? 'none'
      : choice(values.standardize, '--standardize', same('all', 'numeric', 'none')),
    solver: values.solver === 'auto' ? 'auto' : registered(solvers, values.solver),
    initializer: initializerFrom(values, target),
    solverParameters: {
      ...pairs(values['solver-parameter'], '--solver-parameter'),
      ...present({ momentum: number(values.momentum, '--momentum') }),
    },
    batchSize: number(values['batch-size'], '--batch-size'),
    schedule: scheduleFrom(values),
    clip: number(values.clip, '--clip'),
    patience: number(values.patience, '--patience'),
    tolerance: number(values.tolerance, '--tolerance'),
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
    degree: number(values.degree, '--degree'),
    interactions: values.interactions,
    dateParts: values['date-parts'],
    missingIndicators: values['missing-indicators'],
    targetTransform: choice(values['target-transform'], '--target-transform', same('none', 'log1p')),
    csv: csvFrom(values),
  };
  return present(spec) as RunSpecInput;
}

/** True where cross-validation is to choose λ. */
function isRule(lambda: string | undefined): lambda is 'min' | '1se' {
  return lambda === 'min' || lambda === '1se';
}

function csvFrom(values: SpecValues): unknown {
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
    categorical: values.categorical === undefined ? undefined : names(values.categorical),
  });
}

function scheduleFrom(values: SpecValues): unknown {
  const id = registered(schedules, values.schedule);
  const parameters = pairs(values['schedule-parameter'], '--schedule-parameter');
  if (id === undefined && Object.keys(parameters).length > 0)
    throw new UsageError('--schedule-parameter needs --schedule, to know whose parameter it is.');
  return id === undefined ? undefined : { id, parameters };
}

function initializerFrom(values: SpecValues, target: string[]): unknown {
  const given = values['init-values'] === undefined ? null : startValues(values['init-values'], target);
  // Started from zeros, a network would stay there.
  const suited =
    values.model === undefined || values.model === 'auto' ? undefined : registered(models, values.model);
  const own = suited === undefined ? undefined : models.get(suited).start;
  const id = registered(initializers, values.initializer) ?? (given ? 'values' : (own ?? 'zeros'));
  const parameters = pairs(values['initializer-parameter'], '--initializer-parameter');
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
