import { RidgelineError } from '../errors.ts';
import type { IterativeOptions, Objective } from './types.ts';
import type { FirstOrder } from './updateRule.ts';

/** Rows a step, or null for all of them; throws `bad-spec` where there are no rows to take. */
export function rowsAStep(
  kind: FirstOrder,
  { batches }: Objective,
  { batchSize }: IterativeOptions,
): number | null {
  if (kind.batches === 'never' || (kind.batches === 'optional' && !batchSize)) return null;
  if (batches) return batchSize || (kind.batchSize ?? 1);
  throw new RidgelineError(
    'bad-spec',
    `${kind.label} takes the rows a few at a time, but only their sums are known here. Choose gradient descent, or a batch size of 0.`,
  );
}
