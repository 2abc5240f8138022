import { firstOrderSolver } from './firstOrder.ts';
import { epsilonParameter } from './parameters.ts';
import { rootScaled } from './rootScaled.ts';

/**
 * v ← ρ v + (1 − ρ) g², θ ← θ − η g / (√v + ε): Tieleman & Hinton (2012), lecture 6.5. Their ρ = 0.9 follows the noise of
 * batches so closely that the division bends the mean step, and the run ends beside the minimum; 0.99 does so far less.
 */
export const rmsprop = firstOrderSolver({
  id: 'rmsprop',
  label: 'RMSprop',
  description: 'Divides each gradient by the root of a running mean of its squares.',
  parameters: [
    {
      id: 'rho',
      label: 'ρ',
      description: 'Share of the running mean of squared gradients that is kept each step.',
      default: 0.99,
      min: 0,
      max: 0.9999,
    },
    epsilonParameter(1e-8),
  ],
  batches: 'optional',
  rates: () => ({ share: 0.1 }),
  create: (size, { rho, epsilon }) =>
    rootScaled(size, epsilon!, (before, square) => rho! * before + (1 - rho!) * square),
});
