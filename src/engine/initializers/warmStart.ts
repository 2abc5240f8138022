import { givenWeights } from './build.ts';
import type { Initializer } from './types.ts';

/** The weights at which an earlier run ended. */
export const warmStart: Initializer = {
  id: 'warmStart',
  label: 'Warm start',
  description: 'Continues from the weights of an earlier run.',
  parameters: [],
  given: 'needed',
  create: (context) => givenWeights(context, 'Warm start'),
};
