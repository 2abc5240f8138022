import { drawWeights, givenWeights, parameter } from './build.ts';
import type { Initializer } from './types.ts';

/** θ = θ_init + ε with ε ~ N(0, sd²) on every weight; θ_init is the given weights, else a constant. */
export const noise: Initializer = {
  id: 'noise',
  label: 'Base plus noise',
  description: 'A base (zeros, a constant or given weights) with normal noise on every weight.',
  parameters: [
    {
      id: 'sd',
      label: 'Noise',
      description: 'Standard deviation of the noise.',
      default: 0.01,
      min: 0,
    },
    { id: 'base', label: 'Base', description: 'What weights are without noise, unless given.', default: 0 },
  ],
  given: 'welcome',
  create(context) {
    const sd = parameter(context, 'sd');
    const base = parameter(context, 'base');
    const result = context.given
      ? givenWeights(context, 'Base plus noise')
      : drawWeights(context, () => base);
    for (let at = 0; at < result.weights.length; at++) result.weights[at]! += context.random.normal(0, sd);
    return result;
  },
};
