import type { Schedule } from './types.ts';

/** The rate stays as it is. */
export const constant: Schedule = {
  id: 'constant',
  label: 'Constant',
  description: 'The learning rate stays as it is.',
  parameters: [],
  create: () => () => 1,
};
