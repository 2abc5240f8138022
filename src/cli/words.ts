import { type ParseArgsConfig, parseArgs } from 'node:util';
import { camelCase } from '../engine/registry.ts';
import { UsageError } from './usage.ts';

/** What the options say, and the words beside them. */
export type Parsed<T extends NonNullable<ParseArgsConfig['options']>> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true }>
>;

/** Parses words by their options; throws UsageError. */
export function parseWords<T extends NonNullable<ParseArgsConfig['options']>>(
  words: string[],
  options: T,
): Parsed<T> {
  try {
    return parseArgs({ args: joinNegatives(words), options, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(sentence(message.replace(/\. To specify .*$/s, '.')));
  }
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
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

/** The positionals that were asked for, no more and no less. */
export function exactly(positionals: string[], names: string[]): string[] {
  if (positionals.length === names.length) return positionals;
  const found =
    positionals.length < names.length
      ? `${names[positionals.length]} is missing`
      : `"${positionals[names.length]}" is one word too many`;
  throw new UsageError(`${found}. Give ${names.join(' and ')}.`);
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

/** The registry's own id of a name in camelCase or kebab-case. */
export function registered(
  registry: { get(id: string): { id: string } },
  id: string | undefined,
): string | undefined {
  return id === undefined ? undefined : registry.get(camelCase(id)).id;
}

/** A finite number, or undefined where the option is absent. */
export function number(value: string | undefined, option: string): number | undefined {
  if (value === undefined) return undefined;
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed)) return parsed;
  throw new UsageError(`${option} takes a number, not "${value}".`);
}

/** A number above 0. */
export function positive(value: string | undefined, option: string): number | undefined {
  const parsed = number(value, option);
  if (parsed === undefined || parsed > 0) return parsed;
  throw new UsageError(`${option} takes a number above 0, not "${value}".`);
}

/** A whole number from `least` on. */
export function whole(value: string | undefined, option: string, least: number): number | undefined {
  const parsed = number(value, option);
  if (parsed === undefined || (Number.isInteger(parsed) && parsed >= least)) return parsed;
  throw new UsageError(`${option} takes a whole number from ${least} on, not "${value}".`);
}

/** What a word stands for. */
export function choice<T>(
  value: string | undefined,
  option: string,
  choices: Record<string, T>,
): T | undefined {
  if (value === undefined) return undefined;
  if (Object.hasOwn(choices, value)) return choices[value];
  throw new UsageError(`${option} takes ${Object.keys(choices).join(', ')}, not "${value}".`);
}

/** Words that stand for themselves. */
export function same<T extends string>(...words: T[]): Record<string, T> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

/** Without its undefined fields, which stand for "the default". */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** `NAME=NUMBER` pairs as an object. */
export function pairs(
  values: readonly (string | boolean)[] | undefined,
  option: string,
): Record<string, number> {
  // From entries, so that a column may be called __proto__.
  return Object.fromEntries(
    (values ?? []).map((pair) => {
      const text = String(pair);
      const at = text.lastIndexOf('=');
      if (at < 1) throw new UsageError(`${option} takes NAME=NUMBER, not "${text}".`);
      const name = text.slice(0, at);
      return [name, number(text.slice(at + 1), `${option} ${name}`) ?? Number.NaN];
    }),
  );
}
