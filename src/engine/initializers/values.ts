import { givenWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** Weights given by hand, in original units, as `--init-values` has them. */
export const values: Initializer = {
  id: 'values',
  label: 'Values',
  description: 'Starts from weights that you give.',
  parameters: [],
  given: 'needed',
  create: (context) => givenWeights(context, 'Values'),
};
