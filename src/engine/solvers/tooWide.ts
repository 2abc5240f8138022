import { RidgelineError } from '../errors.ts';
import type { Objective } from './types.ts';

/** Weights whose second derivatives fill 200 MB. */
const MOST_WEIGHTS = 5000;

/** Throws `too-large` where the second derivatives of so many weights would fill the memory. */
export function refuseTooWide({ size }: Objective): void {
  if (size <= MOST_WEIGHTS) return;
  throw new RidgelineError(
    'too-large',
    `${size} weights have too many second derivatives for this solver, which takes up to ${MOST_WEIGHTS}. Choose the solver lbfgs.`,
  );
}
