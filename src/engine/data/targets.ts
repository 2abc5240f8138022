import type { Column, Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { takesClasses } from '../models/auto.ts';
import { models } from '../models/index.ts';
import type { RunSpec } from '../spec.ts';
import { classesOf } from './classes.ts';
import { findColumn } from './closestName.ts';
import { guessTarget, type TargetWish } from './usable.ts';

/** The spec's targets, or the most plausible one; throws where a column cannot be one. */
export function chooseTargets(
  table: Table,
  spec: RunSpec,
  byName: ReadonlyMap<string, Column>,
  reserved: ReadonlySet<Column | null>,
): Column[] {
  if (spec.target.length === 0) {
    const candidates = table.columns.filter((column) => !reserved.has(column));
    const guess = guessTarget(candidates, table.rows, wishOf(spec.model));
    if (guess) return [guess];
    throw new RidgelineError(
      'no-target',
      `${table.name} has no column that varies and could be predicted. Check the delimiter and the decimal sign, or choose a target.`,
    );
  }
  return [...new Set(spec.target)].map((name) => {
    const column = findColumn(byName, name, 'target');
    if (!reserved.has(column)) return column;
    throw new RidgelineError(
      'bad-spec',
      `"${name}" cannot be both the target and the split or weight column.`,
    );
  });
}

function wishOf(model: string): TargetWish {
  const task = model === 'auto' ? 'any' : models.get(model).task;
  if (task === 'any' || task === 'classes') return task;
  return task === 'twoClasses' ? 'two' : 'numbers';
}

/**
 * The classes of the target, null where the model takes numbers; throws with a way out where the model cannot take the
 * targets. A table of which only the head is known may have no classes yet: then they are empty.
 */
export function targetClasses(
  table: Table,
  spec: RunSpec,
  model: string,
  targets: readonly Column[],
): readonly string[] | null {
  const target = targets[0]!;
  for (const own of targets) if (own.kind === 'empty') throw notNumeric(own, table);
  if (!takesClasses(model, target, spec.task)) {
    if (spec.classWeight !== 'none') throw noClasses(target);
    for (const own of targets) checkNumbers(own, model, table);
    return null;
  }
  if (targets.length > 1) {
    throw new RidgelineError(
      'bad-spec',
      `A model of classes predicts one target, and ${targets.length} are given. Choose one of them, or a linear model.`,
    );
  }
  const classes = classesOf(target, table, spec.positive);
  if (classes) checkClasses(target, model, classes);
  return classes ?? [];
}

/** Throws where a model cannot tell so many classes apart. */
export function checkClasses({ name }: Column, model: string, classes: readonly string[]): void {
  if (classes.length < 2) {
    throw new RidgelineError(
      'no-target',
      `"${name}" has ${classes.length === 1 ? `only the class "${classes[0]}"` : 'no class'} in the rows to train on, so there is nothing to tell apart. Choose another target or split.`,
    );
  }
  if (classes.length > 2 && models.get(model).task === 'twoClasses') {
    const some = classes.slice(0, 4).join(', ');
    throw new RidgelineError(
      'bad-spec',
      `"${name}" has ${classes.length} levels (${some}${classes.length > 4 ? ', …' : ''}), and this model tells two apart. Choose the softmax model.`,
    );
  }
}

function noClasses({ name }: Column): RidgelineError {
  return new RidgelineError(
    'bad-spec',
    `"${name}" is predicted as a number, so it has no classes to balance. Leave out the class weights, or choose a logistic or softmax model.`,
  );
}

function checkNumbers(target: Column, model: string, table: Table): void {
  if (target.kind !== 'numeric') throw notNumeric(target, table);
  if (models.get(model).task !== 'count' || target.min >= 0) return;
  throw new RidgelineError(
    'bad-spec',
    `"${target.name}" goes down to ${target.min}, and a Poisson model predicts counts from 0 on. Choose a linear model, or another target.`,
  );
}

function notNumeric(column: Column, table: Table): RidgelineError {
  const numeric = table.columns.filter((other) => other.kind === 'numeric').map((other) => other.name);
  const found =
    column.kind === 'empty' ? 'has no values' : `holds text (${column.sample.slice(0, 2).join(', ')})`;
  const other =
    numeric.length > 0
      ? `Choose a numeric target: ${numeric.slice(0, 8).join(', ')}.`
      : 'No column is numeric.';
  const classes =
    column.kind === 'empty' || column.distinct < 2
      ? ''
      : ` To predict its levels choose the ${column.distinct === 2 ? 'logistic' : 'softmax'} model.`;
  return new RidgelineError(
    'no-target',
    `The target "${column.name}" ${found}; a linear model needs numbers. ${other}${classes}`,
  );
}
