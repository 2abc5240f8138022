import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ N(0, 2 / (inputs + outputs)): Glorot & Bengio (2010), equation 12. */
export const xavierNormal: Initializer = {
  id: 'xavierNormal',
  label: 'Xavier normal',
  description: 'Normal with variance 2 / (columns + targets), after Glorot and Bengio.',
  parameters: [],
  given: 'none',
  create(context) {
    const sd = Math.sqrt(2 / (context.inputs + context.outputs));
    return drawWeights(context, () => context.random.normal(0, sd));
  },
};
