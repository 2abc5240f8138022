import { RidgelineError } from './errors.ts';
import type { Folds, Split, Validation } from './spec.ts';

/**
 * How a split is written in settings, pickers and on the command line:
 * `none`, `last:0.2`, `every:5`, `random:0.2`, `column:NAME`.
 */
export function parseSplit(text: string): Split {
  const trimmed = text.trim();
  if (trimmed === 'none') return { kind: 'none' };
  const [, kind, value] = /^(last|every|random|column):(.*)$/s.exec(trimmed) ?? [];
  if (kind === 'last' || kind === 'random') return { kind, fraction: fractionOf(value, text) };
  if (kind === 'every') return { kind, every: everyOf(value, text) };
  if (kind === 'column' && value) return { kind, column: value };
  throw new RidgelineError(
    'bad-spec',
    `"${text}" is not a split. Write none, last:0.2, every:5, random:0.2 or column:NAME.`,
  );
}

/** The inverse of {@link parseSplit}. */
export function formatSplit(split: Split): string {
  switch (split.kind) {
    case 'none':
      return 'none';
    case 'every':
      return `every:${split.every}`;
    case 'column':
      return `column:${split.column}`;
    default:
      return `${split.kind}:${split.fraction}`;
  }
}

/**
 * The validation part as it is written on the command line: `none`, a fraction of the training rows, or the name of
 * a column. `column:NAME` names a column that is called `none` or like a number.
 */
export function parseValidation(text: string): Validation {
  const trimmed = text.trim();
  if (trimmed === 'none') return { kind: 'none' };
  if (trimmed.startsWith('column:') && trimmed.length > 7)
    return { kind: 'column', column: trimmed.slice(7) };
  if (Number.isFinite(plainNumber(trimmed))) return { kind: 'random', fraction: fractionOf(trimmed, text) };
  if (trimmed !== '') return { kind: 'column', column: trimmed };
  throw new RidgelineError(
    'bad-spec',
    'The validation part is empty. Write none, a fraction like 0.2 or the name of a column.',
  );
}

/** The inverse of {@link parseValidation}. */
export function formatValidation(validation: Validation): string {
  if (validation.kind === 'none') return 'none';
  return validation.kind === 'random' ? String(validation.fraction) : `column:${validation.column}`;
}

/** Folds where nothing is said. */
const FOLDS = 10;

/**
 * How folds are written on the command line and in settings: `10`, `contiguous:5`, `stratified:5`, `time:5`,
 * `group:COLUMN`, `loo`.
 */
export function parseFolds(text: string): Folds {
  const trimmed = text.trim();
  if (trimmed === 'loo') return { kind: 'loo' };
  if (trimmed.startsWith('group:') && trimmed.length > 6)
    return { kind: 'group', column: trimmed.slice(6), count: FOLDS };
  const [, kind = 'shuffle', value] = /^(?:(shuffle|contiguous|stratified|time):)?(\d+)$/.exec(trimmed) ?? [];
  const count = plainNumber(value);
  if (kind === 'time' && count >= 1 && count <= 200) return { kind, count };
  if (count >= 2 && count <= 200) return { kind: kind as 'shuffle' | 'contiguous' | 'stratified', count };
  throw new RidgelineError(
    'bad-spec',
    `"${text}" does not say which folds. Write a number from 2 to 200, contiguous:5, stratified:5, time:5, group:COLUMN or loo.`,
  );
}

/** The inverse of {@link parseFolds}. */
export function formatFolds(folds: Folds): string {
  switch (folds.kind) {
    case 'loo':
      return 'loo';
    case 'group':
      return `group:${folds.column}`;
    case 'shuffle':
      return String(folds.count);
    default:
      return `${folds.kind}:${folds.count}`;
  }
}

function fractionOf(value: string | undefined, text: string): number {
  const fraction = plainNumber(value);
  if (fraction > 0 && fraction < 1) return fraction;
  throw new RidgelineError(
    'bad-spec',
    `"${text}" does not say which part: a fraction lies between 0 and 1, like 0.2.`,
  );
}

function everyOf(value: string | undefined, text: string): number {
  const every = plainNumber(value);
  if (Number.isInteger(every) && every >= 2) return every;
  throw new RidgelineError(
    'bad-spec',
    `"${text}" does not say which rows: every takes a whole number from 2, like every:5.`,
  );
}

/** Decimal digits only: `0x1` and the empty string, which Number() takes, are NaN here. */
function plainNumber(value: string | undefined): number {
  const text = value?.trim() ?? '';
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
