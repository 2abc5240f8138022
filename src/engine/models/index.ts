import { type EntryInfo, Registry } from '../registry.ts';

/** Linear regression with an L2 penalty on the weights, never on the intercept. */
const linear: EntryInfo = {
  id: 'linear',
  label: 'Linear',
  description: 'Predicts numbers by a weighted sum of the columns; squared error with an L2 penalty (ridge).',
  parameters: [],
};

/** The kinds of model that can be trained. */
export const models = new Registry<EntryInfo>('model', [linear]);
