import { type Column, DISTINCT_CAP, type Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { grouped } from '../numberText.ts';
import { type DesignBlock, PART, type PartName } from './types.ts';

/** Most classes of a target. */
export const MOST_CLASSES = DISTINCT_CAP;

/** Which class each cell of a target is, −1 where its class is not trained. */
export interface ClassCodes {
  /** Index of the file's column. */
  readonly index: number;
  /** Text columns: the level of each code; empty for numbers. */
  readonly levels: readonly string[];
  /** Text columns: the class of each code. */
  readonly ofCode: Int32Array;
  /** Numeric columns: the class of each value. */
  readonly ofValue: ReadonlyMap<number, number>;
}

/** Rows of each class in each part of the split. */
export type ClassCounts = Readonly<Record<PartName, Float64Array>>;

/**
 * The levels of a target of classes in code-point order, but for a positive one of two, which stands second. Throws where
 * there are too many. Null where the table does not know them yet.
 * @param positive the level of two that is called positive; null: the second
 */
export function classesOf(column: Column, table: Table, positive: string | null): readonly string[] | null {
  const classes = column.kind === 'numeric' ? numericClasses(column, table) : textClasses(column);
  if (classes?.length !== 2 || positive === null) return classes;
  const at = classes.findIndex(
    (name) => name === positive || Number(name) === Number(positive || Number.NaN),
  );
  if (at >= 0) return at === 1 ? classes : [classes[1]!, classes[0]!];
  throw new RidgelineError(
    'bad-spec',
    `"${column.name}" has no level "${positive}" that could be the positive one. Choose ${classes.join(' or ')}.`,
  );
}

function textClasses(column: Column): readonly string[] {
  if (column.levels.length >= MOST_CLASSES || column.levelsTruncated) throw tooMany(column);
  return column.levels;
}

function numericClasses(column: Column, table: Table): readonly string[] | null {
  if (!table.distinctNumbers) return null;
  const values = table.distinctNumbers(column.index);
  if (!values) throw tooMany(column);
  return Array.from(values, String).sort();
}

function tooMany({ name, kind, distinct }: Column): RidgelineError {
  const many = grouped(distinct);
  const wayOut =
    kind === 'numeric'
      ? 'Choose a linear model, or another target.'
      : 'Group its values first, or choose another target.';
  return new RidgelineError(
    'too-many-levels',
    `"${name}" has ${kind === 'numeric' ? `${many} or more` : many} different values, too many to be classes: at most ${grouped(MOST_CLASSES - 1)} can be told apart. ${wayOut}`,
  );
}

/** The codes of a target's cells as classes. */
export function classCodes(column: Column, classes: readonly string[]): ClassCodes {
  const places = new Map(classes.map((name, place) => [name, place]));
  if (column.kind === 'numeric') {
    const ofValue = new Map(classes.map((name, place) => [Number(name), place]));
    return { index: column.index, levels: [], ofCode: new Int32Array(0), ofValue };
  }
  const ofCode = Int32Array.from(column.levels, (level) => places.get(level) ?? -1);
  return { index: column.index, levels: column.levels, ofCode, ofValue: new Map() };
}

/** The class of a row's cell, −1 for none. */
export function classReader(
  codes: ClassCodes,
  cells: Float64Array | Int32Array | null | undefined,
): (row: number) => number {
  if (!cells) return () => -1;
  const { ofCode, ofValue } = codes;
  return cells instanceof Int32Array
    ? (row) => ofCode[cells[row]!] ?? -1
    : (row) => ofValue.get(cells[row]!) ?? -1;
}

/** Counts of no rows. */
export function noClassCounts(classes: number): ClassCounts {
  const make = () => new Float64Array(classes);
  return { train: make(), validation: make(), test: make() };
}

/** Adds the rows of a block, whose y holds classes; mutates `counts`. */
export function countClasses(counts: ClassCounts, { rows, y, part }: DesignBlock): void {
  for (const name of ['train', 'validation', 'test'] as const) {
    const own = counts[name];
    for (let row = 0; row < rows; row++) if (part[row] === PART[name]) own[y[row]!]! += 1;
  }
}

/** Adds the weights of a block's training rows to those of their classes; mutates `weights`. */
export function weighClasses(weights: Float64Array, { rows, y, part, weight }: DesignBlock): void {
  for (let row = 0; row < rows; row++) if (part[row] === PART.train) weights[y[row]!]! += weight?.[row] ?? 1;
}

/** The classes that have no training row: nothing could be learnt of them. */
export function unlearnable(classes: readonly string[], { train }: ClassCounts): string[] {
  return classes.filter((_, place) => train[place] === 0);
}
