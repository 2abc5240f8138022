import { RidgelineError } from '../errors.ts';
import { huberLoss } from '../objectives/losses/huber.ts';
import type { ModelKind } from './types.ts';

/** Linear regression that outliers pull at with a bounded force. */
export const huber: ModelKind = {
  id: 'huber',
  label: 'Huber',
  description:
    'Predicts numbers like the linear model, but rows that are far off count by their distance and not by its square, so that outliers move it less.',
  parameters: [
    {
      id: 'delta',
      label: 'Huber delta',
      description:
        'Residuals beyond this count as outliers. It is in the units of the target, not in deviations.',
      default: 1.35,
      min: 0,
    },
  ],
  offers: ['hessian', 'convex'],
  task: 'number',
  predicts: () => 'robust',
  loss({ outputs, parameters: { delta = 0 } }) {
    if (delta > 0) return huberLoss(outputs, delta);
    throw new RidgelineError(
      'bad-spec',
      `Huber's delta is ${delta}: with no residual allowed nothing can be learnt. Choose one above 0, in the units of the target.`,
    );
  },
};
