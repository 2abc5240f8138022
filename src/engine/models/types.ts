import type { Kernels } from '../kernels/loader.ts';
import type { Kind } from '../metrics/index.ts';
import type { ScoreLoss } from '../objectives/types.ts';
import type { EntryInfo, Feature } from '../registry.ts';

/** What a kind of model makes its loss for. */
export interface LossContext {
  /** Scores a row: the targets; of two classes one; else the classes. */
  readonly outputs: number;
  /** The target's levels in the order of their indices in y; null where targets are numbers. */
  readonly classes: readonly string[] | null;
  /** The entry's parameters by id, defaults filled in. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly kernels: Kernels | null;
}

/** What is predicted. count: numbers from 0 on. any: numbers or classes, as the target has them. */
export type Task = 'number' | 'count' | 'twoClasses' | 'classes' | 'any';

/** A kind of model: one file each, one line in the registry. */
export interface ModelKind extends EntryInfo {
  readonly task: Task;
  readonly offers: readonly Feature[];
  /** True where scores come from hidden layers, and are no weighted sums of the columns. */
  readonly network?: boolean;
  /** The kind of its predictions, which decides what it is judged by; `classes` null for a target of numbers. */
  predicts(classes: readonly string[] | null): Kind;
  /** Throws `bad-spec` where a parameter cannot be. */
  loss(context: LossContext): ScoreLoss;
}
