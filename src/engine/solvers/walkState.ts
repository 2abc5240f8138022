import { RidgelineError } from '../errors.ts';
import type { SolverState } from './types.ts';
import type { FirstOrder } from './updateRule.ts';

/** Where a run is: its own numbers beside θ and what its rule remembers. */
export interface Position {
  /** Updates until now. */
  iteration: number;
  epoch: number;
  /** Batches of this epoch that were taken. */
  batch: number;
  /** Rows since the last iterate, and the sum of their losses. */
  rows: number;
  lossSum: number;
  /** The learning rate without the schedule's factor, and the gradient's norm at the start; null until they are known. */
  rate: number | null;
  startNorm: number | null;
  /** Of the last iterate. */
  dataLoss: number;
  penalty: number;
  gradientNorm: number;
  partial: boolean;
}

export function freshPosition(): Position {
  const nowhere = { iteration: 0, epoch: 0, batch: 0, rows: 0, lossSum: 0 };
  const unknown = { rate: null, startNorm: null, dataLoss: 0, penalty: 0, gradientNorm: 0 };
  return { ...nowhere, ...unknown, partial: false };
}

/** A run as plain data, from which another one goes on; copies everything. */
export function stateOf(
  solver: string,
  position: Position,
  batchSize: number | null,
  theta: Float64Array,
  more: Readonly<Record<string, number>>,
  arrays: Readonly<Record<string, Float64Array>>,
): SolverState {
  const { iteration, rate, startNorm, partial, ...counts } = position;
  const known = { ...(rate === null ? {} : { rate }), ...(startNorm === null ? {} : { startNorm }) };
  const numbers = { ...more, ...counts, ...known, partial: partial ? 1 : 0, batchSize: batchSize ?? 0 };
  const copies = Object.entries(arrays).map(([name, array]) => [name, Array.from(array)] as const);
  return { solver, iteration, theta: Array.from(theta), numbers, arrays: Object.fromEntries(copies) };
}

/** Where a saved run was; with batches of another size it goes on with the next epoch. */
export function positionOf({ iteration, numbers }: SolverState, batchSize: number | null): Position {
  const { rate, startNorm, partial } = numbers;
  const saved = Object.fromEntries(
    ['epoch', 'batch', 'rows', 'lossSum', 'dataLoss', 'penalty', 'gradientNorm'].map((name) => [
      name,
      numbers[name] ?? 0,
    ]),
  );
  const known = { rate: rate ?? null, startNorm: startNorm ?? null, partial: partial === 1 };
  const position = { ...freshPosition(), ...saved, ...known, iteration };
  if (numbers['batchSize'] === (batchSize ?? 0) || position.batch === 0) return position;
  return { ...position, epoch: position.epoch + 1, batch: 0, rows: 0, lossSum: 0 };
}

/** Writes a saved θ and what the rule remembered; throws `bad-spec` where they are another solver's or model's. */
export function restore(
  state: SolverState,
  { id, label }: Pick<FirstOrder, 'id' | 'label'>,
  theta: Float64Array,
  memory: Readonly<Record<string, Float64Array>>,
): void {
  if (state.solver !== id) {
    throw new RidgelineError(
      'bad-spec',
      `The saved run is of the solver "${state.solver}", not of "${label}". Go on with that one, or start anew from its weights.`,
    );
  }
  fill(theta, state.theta);
  for (const [name, array] of Object.entries(memory)) fill(array, state.arrays[name] ?? []);
}

function fill(array: Float64Array, saved: readonly number[]): void {
  if (array.length !== saved.length) {
    throw new RidgelineError(
      'bad-spec',
      'The saved run is of a model with other columns or targets. Train it on the columns it had, or start anew.',
    );
  }
  array.set(saved);
}
