import { logisticLoss } from '../objectives/losses/logistic.ts';
import { softmaxLoss } from '../objectives/losses/softmax.ts';
import { squaredLoss } from '../objectives/losses/squared.ts';
import type { ModelKind } from './types.ts';

/** A network of one to three hidden layers. Its objective has many minima, so that the start matters. */
export const mlp: ModelKind = {
  id: 'mlp',
  label: 'Neural network',
  description:
    'Predicts numbers or classes through one to three hidden layers; where it starts decides where it ends. Starting from zeros, its units never come to differ.',
  parameters: [],
  offers: [],
  network: true,
  start: 'xavierNormal',
  task: 'any',
  predicts: (classes) => (classes ? 'probabilities' : 'numbers'),
  loss({ outputs, classes, kernels }) {
    if (!classes) return squaredLoss(outputs);
    return outputs === 1 ? logisticLoss(kernels) : softmaxLoss(outputs, kernels);
  },
};
