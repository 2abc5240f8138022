import { type RunSpec, searches, type Tuning } from '../engine/index.ts';
import { camelCase, kebabCase } from '../engine/registry.ts';
import type { Range } from '../engine/selection/search/index.ts';
import { choiceFor } from '../engine/selection/tune.ts';
import { UsageError } from './usage.ts';
import { names, number, pairs, whole } from './words.ts';

const text = { type: 'string' } as const;

/** Options of `tune` that search over more than λ. */
export const SEARCH_OPTIONS = {
  search: text,
  'search-parameter': { type: 'string', multiple: true },
  trials: text,
  'lambda-range': text,
  'l1-ratios': text,
  choices: text,
  resume: text,
} as const;

type Values = { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined };

/** What a search is asked for; `resume` is a file of trials, from which all but their number is then taken. */
export interface SearchAsked {
  readonly search: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly tuning: Tuning;
  /** Null: 25, or as many as were asked for before. */
  readonly trials: number | null;
  readonly resume: string | null;
}

/** Options that may stand beside `--resume`. */
const BESIDE_RESUME = ['resume', 'trials', 'output', 'json', 'quiet', 'memory-limit', 'workers'];

/** What the options ask of a search; throws UsageError. */
export function searchFrom(values: Values, spec: RunSpec): SearchAsked {
  const { l1Ratio } = spec;
  const { search, resume, trials, choices } = values as Record<string, string | undefined>;
  if (resume !== undefined) refuseBeside(values);
  else if (search === undefined) throw new UsageError(`Say with --search how to search: ${idsOf()}.`);
  const of = (name: string) => values[name] as string | undefined;
  return {
    search: search === undefined ? '' : searches.get(camelCase(search)).id,
    parameters: pairs(values['search-parameter'] as string[] | undefined, '--search-parameter'),
    tuning: {
      lambda: rangeOf(of('lambda-range'), '--lambda-range') ?? null,
      l1Ratio: rangeOf(of('l1-ratios'), '--l1-ratios') ?? { low: l1Ratio, high: l1Ratio },
      choices: choices === undefined ? [] : names(choices).map((id) => choiceFor(spec, id)),
    },
    trials: whole(trials, '--trials', 1) ?? null,
    resume: resume ?? null,
  };
}

function refuseBeside(values: Values): void {
  const other = Object.keys(values).find((name) => !BESIDE_RESUME.includes(name));
  if (other === undefined) return;
  throw new UsageError(
    `--${other} cannot stand beside --resume: a search goes on with the settings that it began with.`,
  );
}

function idsOf(): string {
  return searches.ids().map(kebabCase).join(', ');
}

/** `0.01..100`, or one number for both ends. */
function rangeOf(value: string | undefined, option: string): Range | undefined {
  if (value === undefined) return undefined;
  const [low, high = low, ...rest] = value.split('..').map((end) => number(end, option)!);
  if (rest.length === 0 && low! <= high!) return { low: low!, high: high! };
  throw new UsageError(`${option} takes a range from low to high, such as 0.01..100, not "${value}".`);
}
