import { firstOrderSolver } from './firstOrder.ts';
import { epsilonParameter } from './parameters.ts';
import { rootScaled } from './rootScaled.ts';

/** G ← G + g², θ ← θ − η g / (√G + ε), each weight by itself: Duchi, Hazan & Singer (2011). */
export const adagrad = firstOrderSolver({
  id: 'adagrad',
  label: 'AdaGrad',
  description: 'Each weight has a rate of its own, which falls with the gradients it has seen.',
  parameters: [epsilonParameter(1e-10)],
  batches: 'optional',
  rates: () => ({ share: 1 }),
  create: (size, { epsilon }) => rootScaled(size, epsilon!, (before, square) => before + square),
});
