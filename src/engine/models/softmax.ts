import { softmaxLoss } from '../objectives/losses/softmax.ts';
import type { ModelKind } from './types.ts';

/** Multinomial logistic regression, symmetric: weights for every class. */
export const softmax: ModelKind = {
  id: 'softmax',
  label: 'Softmax',
  description:
    'Tells several classes apart and says how probable each is; log loss, with weights for every class.',
  parameters: [],
  offers: ['hessian', 'convex'],
  task: 'classes',
  predicts: () => 'probabilities',
  loss: ({ outputs, kernels }) => softmaxLoss(outputs, kernels),
};
