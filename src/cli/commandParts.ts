import { UsageError } from './usage.ts';
import { exactly, names, number, positive, whole } from './words.ts';

/** What several commands take alike: plain readers of parsed options, each of which throws UsageError. */

type Values = { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined };

/** At least one file. */
export function filesOf(positionals: string[]): string[] {
  return positionals.length > 0 ? positionals : exactly(positionals, ['FILE.csv']);
}

/** Where to write, and how. */
export function outputOf(values: Values): { output: string | null; json: boolean; quiet: boolean } {
  return {
    output: textOf(values, 'output') ?? null,
    json: values['json'] === true,
    quiet: values['quiet'] === true,
  };
}

/** The same, and what a run may take of the machine; no number of workers stands for as many as there are cores. */
export function runOf(values: Values) {
  return {
    ...outputOf(values),
    memoryLimitMB: positive(textOf(values, 'memory-limit'), '--memory-limit') ?? 1024,
    workers: whole(textOf(values, 'workers'), '--workers', 1) ?? 0,
  };
}

/** λ to train at, or how many the data are to choose: 100 unless it is said, `least` at least. */
export function lambdasOf(values: Values, least: number): readonly number[] | number {
  const count = whole(textOf(values, 'count'), '--count', least) ?? 100;
  const listed = textOf(values, 'lambdas');
  if (listed === undefined) return count;
  const lambdas = names(listed).map((own) => number(own, '--lambdas')!);
  if (lambdas.length > 0 && lambdas.every((lambda) => lambda >= 0)) return lambdas;
  throw new UsageError('--lambdas takes numbers from 0 on, such as 0.1,1,10.');
}

function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
