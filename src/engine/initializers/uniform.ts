import { drawWeights, parameter } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ U(low, high). */
export const uniform: Initializer = {
  id: 'uniform',
  label: 'Uniform',
  description: 'Weights are drawn evenly between two bounds.',
  parameters: [
    { id: 'low', label: 'Low', description: 'Smallest weight that is drawn.', default: -0.05 },
    { id: 'high', label: 'High', description: 'Bound that weights stay below.', default: 0.05 },
  ],
  given: 'none',
  create(context) {
    const low = parameter(context, 'low');
    const high = parameter(context, 'high');
    return drawWeights(context, () => context.random.uniform(low, high));
  },
};
