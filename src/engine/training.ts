import type { Descent, DescentStep } from './descent.ts';
import type { Model } from './model/model.ts';
import type { DataSummary } from './report.ts';
import type { SolverState } from './solvers/types.ts';
import type { WorkProgress } from './workReport.ts';

/** Rows are held up to so many bytes unless the caller says otherwise. */
export const MEMORY_LIMIT = 2 ** 30;
/** The gradient's share of its first norm at which a watched descent has arrived: nothing more can be seen. */
export const WATCH_TOLERANCE = 1e-6;

export interface TrainOptions {
  readonly signal?: AbortSignal;
  /** Also stream a gradient descent from the initializer where the solver is exact. */
  readonly watch?: boolean;
  /** Go on, once the model stands, until every other λ costs next to nothing. */
  readonly live?: boolean;
  /** Read a large file once more for mean absolute errors. */
  readonly absoluteErrors?: boolean;
  /** Keep a trace of an iterative solver in the model. */
  readonly trace?: boolean;
  /** False: the model at λ = 0 is not trained for comparison, where that would cost a training of its own. */
  readonly compare?: boolean;
  /** Rows that a loss needs again are held up to so many bytes; beyond, they are read anew. */
  readonly memoryLimitBytes?: number;
  /** Where another run of the same spec stopped: goes on from there. */
  readonly resume?: SolverState;
  /** Milliseconds since some start; for the time a training took. */
  readonly now?: () => number;
}

export type TrainEvent =
  | { readonly type: 'data'; readonly summary: DataSummary }
  /** The exact model stands; work for other λ and a watched descent may follow. */
  | { readonly type: 'model'; readonly model: Model }
  /** A few milliseconds of work are done that show nothing yet. */
  | { readonly type: 'work' }
  /** λ is being chosen: so far. */
  | { readonly type: 'choosing'; readonly progress: WorkProgress }
  | { readonly type: 'step'; readonly step: DescentStep };

/** A computation of many steps as events that show nothing yet. */
export async function* working<T>(steps: AsyncGenerator<void, T>): AsyncGenerator<TrainEvent, T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    yield { type: 'work' };
  }
}

/** A descent as events, a step each. */
export async function* asEvents(
  steps: AsyncGenerator<DescentStep, Descent>,
): AsyncGenerator<TrainEvent, Descent> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    yield { type: 'step', step: next.value };
  }
}
