import { parseSpec } from '../engine/index.ts';
import { filesOf, lambdasOf, runOf } from './commandParts.ts';
import { checkHeeded } from './heeded.ts';
import type { PathCommand } from './options.ts';
import { SPEC_OPTIONS, specFrom } from './specOptions.ts';
import { UsageError } from './usage.ts';
import { parseWords } from './words.ts';

/** What a `tune` command asks for that tries λ after λ. */
export interface TuneCommand extends PathCommand {
  /** Compares penalties, each at its own λ. */
  readonly penalties: boolean;
}

const TUNE_OPTIONS = {
  ...SPEC_OPTIONS,
  lambdas: { type: 'string' },
  count: { type: 'string' },
  penalties: { type: 'boolean' },
} as const;

/** Parses the words after `tune` where no search is asked for: those of `train`, and which λ. */
export function parseTune(words: string[]): TuneCommand {
  const { values, positionals } = parseWords(words, TUNE_OPTIONS);
  const spec = parseSpec(specFrom(values));
  checkHeeded(values, spec, [spec.solver]);
  const lambdas = lambdasOf(values, 2);
  if (typeof lambdas !== 'number' && values.penalties)
    throw new UsageError('--penalties tries each penalty over its own range of λ, so it takes no --lambdas.');
  return {
    files: filesOf(positionals),
    spec: { ...spec, lambdaChoice: spec.lambdaChoice === 'given' ? 'min' : spec.lambdaChoice },
    ...runOf(values),
    lambdas,
    folds: true,
    penalties: values.penalties === true,
  };
}
