import { poissonLoss } from '../objectives/losses/poisson.ts';
import type { ModelKind } from './types.ts';

/** Poisson regression with the logarithm as its link. */
export const poisson: ModelKind = {
  id: 'poisson',
  label: 'Poisson',
  description:
    'Predicts counts or rates, which are never negative: their logarithm is a weighted sum of the columns.',
  parameters: [],
  offers: ['hessian', 'convex'],
  task: 'count',
  predicts: () => 'counts',
  loss: ({ outputs, kernels }) => poissonLoss(outputs, kernels),
};
