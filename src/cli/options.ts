import { parseSpec, type RaceLanes, type RunSpec } from '../engine/index.ts';
import { camelCase } from '../engine/registry.ts';
import { filesOf, lambdasOf, outputOf, runOf } from './commandParts.ts';
import { checkHeeded, unheededNote } from './heeded.ts';
import { SEARCH_OPTIONS, type SearchAsked, searchFrom } from './searchOptions.ts';
import { SHARED_OPTIONS, SPEC_OPTIONS, specFrom } from './specOptions.ts';
import { UsageError } from './usage.ts';
import { exactly, names, number, parseWords, whole } from './words.ts';

/** What a `train` command asks for. */
export interface TrainCommand {
  /** Files, folders and patterns; several are read as one. */
  readonly files: readonly string[];
  readonly spec: RunSpec;
  readonly output: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly memoryLimitMB: number;
  /** Threads that parse; 0: as many as the machine has cores. */
  readonly workers: number;
  /** Read a large file once more for mean absolute errors. */
  readonly absoluteErrors: boolean;
  /** A model file whose training goes on from where it stopped. */
  readonly resume: string | null;
  /** Permutation importance of every column. */
  readonly importance: boolean;
  /** Resamples for intervals of the weights; 0: none. */
  readonly bootstrap: number;
  /** What of the options is not heeded, as a sentence; null where all are. */
  readonly note: string | null;
}

/** What a `race` command asks for. */
export interface RaceCommand
  extends Omit<TrainCommand, 'absoluteErrors' | 'resume' | 'importance' | 'bootstrap' | 'note'> {
  readonly lanes: RaceLanes;
}

/** What a `path` command asks for. */
export interface PathCommand extends Omit<RaceCommand, 'lanes'> {
  /** λ in the spec's scale, or how many the data are to choose. */
  readonly lambdas: readonly number[] | number;
  /** Whether every λ is cross-validated too. */
  readonly folds: boolean;
}

/** What a `tune` command asks for that searches. */
export interface SearchCommand extends Omit<RaceCommand, 'lanes'> {
  readonly asked: SearchAsked;
}

/** What a `predict` command asks for. */
export interface PredictCommand {
  readonly model: string;
  readonly files: readonly string[];
  readonly output: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

const RACE_OPTIONS = {
  ...SPEC_OPTIONS,
  solvers: { type: 'string' },
  initializers: { type: 'string' },
  'learning-rates': { type: 'string' },
} as const;

/** The kinds that people compare first. */
const DEFAULT_RACERS = ['gradientDescent', 'momentum', 'nesterov', 'adam', 'lbfgs'];

const PATH_OPTIONS = {
  ...SPEC_OPTIONS,
  lambdas: { type: 'string' },
  count: { type: 'string' },
  'no-folds': { type: 'boolean' },
} as const;

const TRAIN_OPTIONS = {
  ...SPEC_OPTIONS,
  mae: { type: 'boolean' },
  importance: { type: 'boolean' },
  bootstrap: { type: 'string' },
  resume: { type: 'string' },
} as const;

/** Parses the words after `train`; throws UsageError or an engine error with a sentence. */
export function parseTrain(words: string[]): TrainCommand {
  const { values, positionals } = parseWords(words, TRAIN_OPTIONS);
  const files = filesOf(positionals);
  const spec = parseSpec(specFrom(values));
  checkHeeded(values, spec, [spec.solver]);
  return {
    files,
    spec,
    ...runOf(values),
    absoluteErrors: values.mae === true,
    resume: values.resume ?? null,
    importance: values.importance === true,
    bootstrap: whole(values.bootstrap, '--bootstrap', 2) ?? 0,
    note: unheededNote(values, spec),
  };
}

/** Parses the words after `predict`. */
export function parsePredict(words: string[]): PredictCommand {
  const { values, positionals } = parseWords(words, SHARED_OPTIONS);
  const [model, ...files] = positionals;
  if (model === undefined || files.length === 0) exactly(positionals, ['MODEL.json', 'FILE.csv']);
  return { model: model!, files, ...outputOf(values) };
}

/** Parses the words after `path`: those of `train`, and which λ. */
export function parsePath(words: string[]): PathCommand {
  const { values, positionals } = parseWords(words, PATH_OPTIONS);
  const spec = parseSpec(specFrom(values));
  checkHeeded(values, spec, [spec.solver]);
  return {
    files: filesOf(positionals),
    spec,
    ...runOf(values),
    lambdas: lambdasOf(values, 1),
    folds: values['no-folds'] !== true,
  };
}

/** Parses the words after `tune`: those of `train`, and what is searched how. */
export function parseSearch(words: string[]): SearchCommand {
  const { values, positionals } = parseWords(words, { ...SPEC_OPTIONS, ...SEARCH_OPTIONS });
  const spec = parseSpec(specFrom(values));
  checkHeeded(values, spec, [spec.solver]);
  return {
    files: filesOf(positionals),
    spec,
    ...runOf(values),
    asked: searchFrom(values, spec),
  };
}

/** Parses the words after `race`: those of `train`, and what the racers differ in. */
export function parseRace(words: string[]): RaceCommand {
  const { values, positionals } = parseWords(words, RACE_OPTIONS);
  const { solvers, initializers, 'learning-rates': rates } = values;
  const files = filesOf(positionals);
  const spec = parseSpec(specFrom(values));
  const racers = solvers === undefined ? DEFAULT_RACERS : names(solvers).map(camelCase);
  checkHeeded(values, spec, racers);
  if (spec.lambdaChoice !== 'given')
    throw new UsageError('A race is run at one λ: choose it with ridgeline tune, and give it as --lambda.');
  return {
    files,
    spec,
    ...runOf(values),
    lanes: {
      solvers: racers,
      initializers: initializers === undefined ? [spec.initializer.id] : names(initializers).map(camelCase),
      learningRates:
        rates === undefined
          ? [spec.learningRate]
          : names(rates).map((rate) => (rate === 'auto' ? 'auto' : number(rate, '--learning-rates')!)),
    },
  };
}
