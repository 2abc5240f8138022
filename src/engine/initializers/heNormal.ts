import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ N(0, 2 / inputs): He et al. (2015), equation 10. */
export const heNormal: Initializer = {
  id: 'heNormal',
  label: 'He normal',
  description: 'Normal with variance 2 / columns, after He and others.',
  parameters: [],
  given: 'none',
  create(context) {
    const sd = Math.sqrt(2 / context.inputs);
    return drawWeights(context, () => context.random.normal(0, sd));
  },
};
