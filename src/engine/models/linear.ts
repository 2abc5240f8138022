import { squaredLoss } from '../objectives/losses/squared.ts';
import type { ModelKind } from './types.ts';

/** Linear regression: ridge, and with an L1 part lasso and elastic net. */
export const linear: ModelKind = {
  id: 'linear',
  label: 'Linear',
  description: 'Predicts numbers by a weighted sum of the columns; squared error with an L2 penalty (ridge).',
  parameters: [],
  offers: ['moments', 'ridge', 'hessian', 'convex'],
  task: 'number',
  predicts: () => 'numbers',
  loss: ({ outputs }) => squaredLoss(outputs),
};
