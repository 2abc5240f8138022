import type { Column } from '../csv/types.ts';
import type { RunSpec } from '../spec.ts';
import { models } from './index.ts';
import type { Task } from './types.ts';

/** What is looked at in a target when its model is chosen. */
export type TargetKind = Pick<Column, 'kind' | 'distinct'> & Partial<Pick<Column, 'integer' | 'min' | 'max'>>;

/** Text columns of more levels than this are no classes unless a model of classes is chosen. */
const MOST_LEVELS = 20;

/**
 * The model that `auto` stands for: of one target with two values the logistic one, of text with a few levels softmax,
 * else the linear one; whole numbers are numbers unless a model of classes is chosen. Any other id stands for itself.
 */
export function resolveModel(
  id: string,
  targets: readonly TargetKind[],
  task: RunSpec['task'] = 'auto',
): string {
  if (id !== 'auto') return id;
  const [target] = targets;
  if (!target || targets.length > 1 || target.kind === 'empty' || task === 'regression') return 'linear';
  if (target.distinct === 2) return 'logistic';
  if (task === 'classification') return 'softmax';
  return target.kind === 'category' && target.distinct <= MOST_LEVELS ? 'softmax' : 'linear';
}

/** Whether a model takes this target as classes instead of numbers. */
export function takesClasses(model: string, target: TargetKind, wish: RunSpec['task'] = 'auto'): boolean {
  const { task } = models.get(model);
  if (task !== 'any') return OF_CLASSES.has(task);
  return wish === 'auto' ? looksLikeClasses(target) : wish === 'classification';
}

/** Text, two values, or labels: whole numbers from 0 or 1 on without a gap, like digits. */
function looksLikeClasses({ kind, distinct, integer, min, max }: TargetKind): boolean {
  if (kind !== 'numeric' || distinct === 2) return true;
  if (!integer || min === undefined || max === undefined || distinct > MOST_LEVELS) return false;
  return (min === 0 || min === 1) && max - min + 1 === distinct;
}

const OF_CLASSES: ReadonlySet<Task> = new Set(['twoClasses', 'classes']);
