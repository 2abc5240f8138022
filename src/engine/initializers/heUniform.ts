import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ U(−a, a) with a = √(6 / inputs), whose variance is that of He et al. (2015), equation 10. */
export const heUniform: Initializer = {
  id: 'heUniform',
  label: 'He uniform',
  description: 'Uniform within ±√(6 / columns), after He and others.',
  parameters: [],
  given: 'none',
  create(context) {
    const limit = Math.sqrt(6 / context.inputs);
    return drawWeights(context, () => context.random.uniform(-limit, limit));
  },
};
