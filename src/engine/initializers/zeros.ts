import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Every weight 0: the model predicts nothing yet. Linear models have no symmetry that would have to be broken. */
export const zeros: Initializer = {
  id: 'zeros',
  label: 'Zeros',
  description: 'Every weight starts at 0.',
  parameters: [],
  given: 'none',
  create: (context) => drawWeights(context, () => 0),
};
