import type { Column, Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { resolveModel } from '../models/auto.ts';
import { models } from '../models/index.ts';
import { grouped } from '../numberText.ts';
import type { RunSpec } from '../spec.ts';
import { MEMORY_LIMIT } from '../training.ts';
import { type ClassCodes, classCodes } from './classes.ts';
import { findColumn } from './closestName.ts';
import { type DateViews, expand } from './expand/index.ts';
import { chooseTargets, targetClasses } from './targets.ts';
import { checkTransform } from './targetTransform.ts';
import type { DesignColumn } from './types.ts';
import { type LeftOut, reasonToLeaveOut } from './usable.ts';
import { type RowWeighting, weightColumn } from './weights.ts';

/** More one-hot columns than this from one column are refused even when it is named. */
const LEVEL_LIMIT = 10_000;
/** p × p moments of more columns than this would not fit beside an editor; nor would products of more rows. */
export const COLUMN_LIMIT = 4000;
/** Up to this many columns their moments cost next to nothing, however few the rows are. */
const FEW_COLUMNS = 500;
const NUMBER_BYTES = 8;

/**
 * True where the rows are kept instead of moments: fewer of them than columns, and few enough. Of columns that could
 * have moments they take less room than those, whatever the memory limit is: no model depends on it.
 * @param room bytes that rows may fill
 */
export function keepsRows(columns: number, rows: number, room: number): boolean {
  if (columns <= FEW_COLUMNS || rows >= columns || rows > COLUMN_LIMIT) return false;
  return columns <= COLUMN_LIMIT || keptBytes(columns, rows) <= room;
}

const keptBytes = (columns: number, rows: number): number => NUMBER_BYTES * rows * columns;

/** Which columns of the file become which columns of the design matrix. */
export interface DesignPlan {
  /** The model's id; never `auto`. */
  readonly model: string;
  readonly targets: readonly Column[];
  /** The levels of a target of classes, in code-point order but for the positive one of two; null where targets are numbers. */
  readonly classes: readonly string[] | null;
  readonly classCodes: ClassCodes | null;
  /** Levels of the target of which no row is trained on: they are no classes. */
  readonly unlearnt: readonly string[];
  /** How much rows count; null where each counts once. */
  readonly weighting: RowWeighting | null;
  /** True where targets are trained on as ln(1 + y). */
  readonly logTarget: boolean;
  /** File columns that are used as features, in file order; dates that are taken apart as columns of numbers. */
  readonly sources: readonly Column[];
  /** Columns of the design matrix, in file order, levels in code-point order. */
  readonly columns: readonly DesignColumn[];
  readonly dates: DateViews;
  readonly split: Column | null;
  readonly validation: Column | null;
  /** The column of groups that folds do not split; null where there is none. */
  readonly group: Column | null;
  readonly leftOut: readonly LeftOut[];
  /** True where the target was guessed. */
  readonly guessed: boolean;
  /** Bytes that rows may fill where they stand in for moments. */
  readonly room: number;
}

/**
 * Chooses target, model, features and design columns; throws with a sentence where the spec and the file do not fit.
 * @param room bytes that rows may fill where they stand in for moments
 */
export function planDesign(table: Table, spec: RunSpec, room = MEMORY_LIMIT): DesignPlan {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const split = spec.split.kind === 'column' ? findColumn(byName, spec.split.column, 'split') : null;
  const validation =
    spec.validation.kind === 'column' ? findColumn(byName, spec.validation.column, 'validation') : null;
  const weight = weightColumn(spec, byName);
  const group = spec.folds.kind === 'group' ? findColumn(byName, spec.folds.column, 'group') : null;
  for (const name of spec.csv.categorical ?? []) findColumn(byName, name, 'categorical');
  const reserved = new Set([split, validation, weight, group]);
  const targets = chooseTargets(table, spec, byName, reserved);
  const model = resolveModel(spec.model, targets, spec.task);
  const classes = targetClasses(table, spec, model, targets);
  checkTransform(targets, spec, !classes && models.get(model).task !== 'count');
  for (const target of targets) reserved.add(target);
  const excluded = new Set(spec.exclude.map((name) => findColumn(byName, name, 'excluded')));
  const { sources: used, leftOut } = chooseFeatures(table, spec, byName, reserved, excluded);
  checkSources(used, leftOut);
  const own = (column: Column) => designColumns(column, spec.dropFirst);
  const features = expand(used, spec, own, COLUMN_LIMIT);
  const codes = classes && classCodes(targets[0]!, classes);
  const guessed = spec.target.length === 0;
  const target = { targets, classes, classCodes: codes, unlearnt: [], guessed };
  const weighting = weight && { column: weight, ofClass: null };
  const logTarget = spec.targetTransform === 'log1p';
  const columns = { ...features, split, validation, group, leftOut };
  const plan = { model, ...target, logTarget, weighting, ...columns, room };
  checkSize(plan, table.rows);
  return plan;
}

/** True where cells, targets and rows count as they stand in the file, so that a reading pass can take moments of them. */
export function isPlain({ columns, dates, weighting, logTarget }: DesignPlan): boolean {
  const own = columns.every(({ kind }) => kind === 'numeric' || kind === 'level');
  return own && dates.size === 0 && weighting === null && !logTarget;
}

/** True where the rows stand in for moments. Solutions from the products of rows know no weights. */
export function standsForMoments(plan: DesignPlan, rows: number): boolean {
  return (
    keepsRows(plan.columns.length, rows, plan.room) && (plan.weighting === null || plan.classes !== null)
  );
}

/** The targets whose products with the columns are of use: none where they are classes. */
export function numericTargets({ targets, classes }: DesignPlan): readonly Column[] {
  return classes ? [] : targets;
}

/** The same plan without some of the target's classes: their rows belong to no part. */
export function withoutClasses(plan: DesignPlan, names: readonly string[]): DesignPlan {
  const classes = (plan.classes ?? []).filter((name) => !names.includes(name));
  return { ...plan, classes, classCodes: classCodes(plan.targets[0]!, classes), unlearnt: names };
}

function chooseFeatures(
  table: Table,
  spec: RunSpec,
  byName: ReadonlyMap<string, Column>,
  reserved: ReadonlySet<Column | null>,
  excluded: ReadonlySet<Column>,
): { sources: Column[]; leftOut: LeftOut[] } {
  const named = spec.features
    ? new Set(spec.features.map((name) => findColumn(byName, name, 'feature')))
    : null;
  const leftOut: LeftOut[] = [];
  const sources = table.columns.filter((column) => {
    if (reserved.has(column)) return refuseNamed(column, named);
    const reason = excluded.has(column)
      ? 'You excluded it.'
      : named
        ? named.has(column)
          ? reasonEvenIfNamed(column, spec.dateParts)
          : 'It is not among the chosen features.'
        : reasonToLeaveOut(column, table.rows, spec.maxLevels, spec.dateParts);
    if (reason) leftOut.push({ column, reason });
    return reason === null;
  });
  return { sources, leftOut };
}

function refuseNamed(column: Column, named: ReadonlySet<Column> | null): false {
  if (named?.has(column)) {
    throw new RidgelineError(
      'bad-spec',
      `"${column.name}" is the target, or the column of the split, of weights or of groups, so it cannot be a feature too. Take it out of the features.`,
    );
  }
  return false;
}

function reasonEvenIfNamed(column: Column, dateParts: boolean): string | null {
  if (column.kind === 'empty') return 'It has no values.';
  if (column.kind === 'date' && dateParts) return null;
  if (column.kind !== 'numeric' && column.distinct > LEVEL_LIMIT) {
    throw new RidgelineError(
      'too-many-levels',
      `"${column.name}" has ${grouped(column.distinct)} different texts; each would become a column, and at most ${grouped(LEVEL_LIMIT)} can. Group its values first, or leave it out.`,
    );
  }
  return null;
}

function designColumns(column: Column, dropFirst: boolean): DesignColumn[] {
  if (column.kind === 'numeric') return [{ name: column.name, source: column.index, kind: 'numeric' }];
  const levels = column.levels.map((level, code): DesignColumn => {
    return { name: `${column.name}=${level}`, source: column.index, kind: 'level', level, code };
  });
  return dropFirst ? levels.slice(1) : levels;
}

function checkSources(sources: readonly Column[], leftOut: readonly LeftOut[]): void {
  if (sources.length > 0) return;
  const first = leftOut[0];
  const why = first ? ` "${first.column.name}": ${first.reason}` : ' The file has no other column.';
  throw new RidgelineError('no-features', `No column is left to predict from.${why}`);
}

function checkSize(plan: DesignPlan, rows: number): void {
  const p = plan.columns.length;
  if (p <= COLUMN_LIMIT || standsForMoments(plan, rows)) return;
  const count = (value: number) => grouped(value);
  const needed = Math.ceil(keptBytes(p, rows) / 2 ** 20);
  const why = standsForMoments({ ...plan, room: Number.POSITIVE_INFINITY }, rows)
    ? `and its ${count(rows)} rows, kept in memory, would take ${count(needed)} MB, more than the memory limit of ${count(Math.floor(plan.room / 2 ** 20))} MB. Raise the memory limit, or choose fewer features.`
    : `more than the ${count(COLUMN_LIMIT)} that can be solved here. Choose fewer features, or leave out text columns with many levels.`;
  throw new RidgelineError('too-large', `The model would have ${count(p)} columns, ${why}`);
}
