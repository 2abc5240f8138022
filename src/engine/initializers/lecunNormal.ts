import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ N(0, 1 / inputs): LeCun et al. (1998), Efficient BackProp, §4.6. */
export const lecunNormal: Initializer = {
  id: 'lecunNormal',
  label: 'LeCun normal',
  description: 'Normal with variance 1 / columns, after LeCun and others.',
  parameters: [],
  given: 'none',
  create(context) {
    const sd = Math.sqrt(1 / context.inputs);
    return drawWeights(context, () => context.random.normal(0, sd));
  },
};
