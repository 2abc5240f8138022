import { logisticLoss } from '../objectives/losses/logistic.ts';
import type { ModelKind } from './types.ts';

/** Logistic regression. */
export const logistic: ModelKind = {
  id: 'logistic',
  label: 'Logistic',
  description: 'Tells two classes apart and says how probable the positive one is; log loss.',
  parameters: [],
  offers: ['hessian', 'convex'],
  task: 'twoClasses',
  predicts: () => 'probabilities',
  loss: ({ kernels }) => logisticLoss(kernels),
};
