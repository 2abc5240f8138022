import { parseSpec, type RaceLanes, type RunSpec } from '../engine/index.ts';
import { camelCase } from '../engine/registry.ts';
import { SHARED_OPTIONS, SPEC_OPTIONS, specFrom } from './specOptions.ts';
import { exactly, names, number, parseWords, positive } from './words.ts';

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
}

/** What a `race` command asks for. */
export interface RaceCommand
  extends Omit<TrainCommand, 'absoluteErrors' | 'resume' | 'importance' | 'bootstrap'> {
  readonly lanes: RaceLanes;
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
  return {
    files: filesOf(positionals),
    spec: parseSpec(specFrom(values)),
    ...outputOf(values),
    memoryLimitMB: positive(values['memory-limit'], '--memory-limit') ?? 1024,
    workers: positive(values.workers, '--workers') ?? 0,
    absoluteErrors: values.mae === true,
    resume: values.resume ?? null,
    importance: values.importance === true,
    bootstrap: positive(values.bootstrap, '--bootstrap') ?? 0,
  };
}

function filesOf(positionals: string[]): string[] {
  return positionals.length > 0 ? positionals : exactly(positionals, ['FILE.csv']);
}

/** Parses the words after `predict`. */
export function parsePredict(words: string[]): PredictCommand {
  const { values, positionals } = parseWords(words, SHARED_OPTIONS);
  const [model, ...files] = positionals;
  if (model === undefined || files.length === 0) exactly(positionals, ['MODEL.json', 'FILE.csv']);
  return { model: model!, files, ...outputOf(values) };
}

/** Parses the words after `race`: those of `train`, and what the racers differ in. */
export function parseRace(words: string[]): RaceCommand {
  const { values, positionals } = parseWords(words, RACE_OPTIONS);
  const { solvers, initializers, 'learning-rates': rates } = values;
  const files = filesOf(positionals);
  const spec = parseSpec(specFrom(values));
  return {
    files,
    spec,
    ...outputOf(values),
    memoryLimitMB: positive(values['memory-limit'], '--memory-limit') ?? 1024,
    workers: positive(values.workers, '--workers') ?? 0,
    lanes: {
      solvers: solvers === undefined ? DEFAULT_RACERS : names(solvers),
      initializers: initializers === undefined ? [spec.initializer.id] : names(initializers).map(camelCase),
      learningRates:
        rates === undefined
          ? [spec.learningRate]
          : names(rates).map((rate) => (rate === 'auto' ? 'auto' : number(rate, '--learning-rates')!)),
    },
  };
}

type Values = { [name: string]: string | boolean | (string | boolean)[] | undefined };

function outputOf(values: Values): { output: string | null; json: boolean; quiet: boolean } {
  return {
    output: typeof values['output'] === 'string' ? values['output'] : null,
    json: values['json'] === true,
    quiet: values['quiet'] === true,
  };
}
