import { drawWeights, parameter } from './build.ts';
import type { Initializer } from './types.ts';

/** Every weight the same value; the intercept 0. */
export const constant: Initializer = {
  id: 'constant',
  label: 'Constant',
  description: 'Every weight starts at the same value.',
  parameters: [{ id: 'value', label: 'Value', description: 'What every weight starts at.', default: 0.1 }],
  given: 'none',
  create(context) {
    const value = parameter(context, 'value');
    return drawWeights(context, () => value);
  },
};
