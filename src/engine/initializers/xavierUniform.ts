import { drawWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights ~ U(−a, a) with a = √(6 / (inputs + outputs)): Glorot & Bengio (2010), equation 16. */
export const xavierUniform: Initializer = {
  id: 'xavierUniform',
  label: 'Xavier uniform',
  description: 'Uniform within ±√(6 / (columns + targets)), after Glorot and Bengio.',
  parameters: [],
  given: 'none',
  create(context) {
    const limit = Math.sqrt(6 / (context.inputs + context.outputs));
    return drawWeights(context, () => context.random.uniform(-limit, limit));
  },
};
