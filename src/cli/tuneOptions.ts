import { parseSpec } from '../engine/index.ts';
import { checkHeeded } from './heeded.ts';
import type { PathCommand } from './options.ts';
import { SPEC_OPTIONS, specFrom } from './specOptions.ts';
import { UsageError } from './usage.ts';
import { exactly, names, number, parseWords, positive, whole } from './words.ts';

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
  const { lambdas, count } = values;
  const spec = parseSpec(specFrom(values));
  checkHeeded(values, spec, [spec.solver]);
  const asked = lambdas === undefined ? null : names(lambdas).map((own) => number(own, '--lambdas')!);
  if (asked?.length === 0 || asked?.some((lambda) => lambda < 0))
    throw new UsageError('--lambdas takes numbers from 0 on, such as 0.1,1,10.');
  if (asked && values.penalties)
    throw new UsageError('--penalties tries each penalty over its own range of λ, so it takes no --lambdas.');
  return {
    files: positionals.length > 0 ? positionals : exactly(positionals, ['FILE.csv']),
    spec: { ...spec, lambdaChoice: spec.lambdaChoice === 'given' ? 'min' : spec.lambdaChoice },
    output: values.output ?? null,
    json: values.json === true,
    quiet: values.quiet === true,
    memoryLimitMB: positive(values['memory-limit'], '--memory-limit') ?? 1024,
    workers: whole(values.workers, '--workers', 1) ?? 0,
    lambdas: asked ?? whole(count, '--count', 2) ?? 100,
    folds: true,
    penalties: values.penalties === true,
  };
}
