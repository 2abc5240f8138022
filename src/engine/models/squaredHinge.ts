import { squaredHingeLoss } from '../objectives/losses/squaredHinge.ts';
import type { ModelKind } from './types.ts';

/** The linear support vector machine with squared hinge loss. */
export const squaredHinge: ModelKind = {
  id: 'squaredHinge',
  label: 'Squared hinge',
  description:
    'Tells two classes apart by a margin (linear support vector machine). Its scores have a sign and a size, but are no probabilities.',
  parameters: [],
  offers: ['hessian', 'convex'],
  task: 'twoClasses',
  predicts: () => 'margins',
  loss: () => squaredHingeLoss(),
};
