import { drawWeights, parameter } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ N(mean, sd²). */
export const normal: Initializer = {
  id: 'normal',
  label: 'Normal',
  description: 'Weights are drawn from a normal distribution.',
  parameters: [
    { id: 'mean', label: 'Mean', description: 'Centre of the distribution.', default: 0 },
    {
      id: 'sd',
      label: 'Standard deviation',
      description: 'Spread of the distribution.',
      default: 0.01,
      min: 0,
    },
  ],
  given: 'none',
  create(context) {
    const mean = parameter(context, 'mean');
    const sd = parameter(context, 'sd');
    return drawWeights(context, () => context.random.normal(mean, sd));
  },
};
