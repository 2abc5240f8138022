import { firstOrderSolver } from './firstOrder.ts';
import { plainStep } from './plainStep.ts';

/**
 * θ ← θ − η ∇J(θ) over all rows at once: converges if and only if η < 2 / L. With an L1 part each step is followed by
 * its proximal step: ISTA (Daubechies, Defrise & De Mol 2004).
 */
export const gradientDescent = firstOrderSolver({
  id: 'gradientDescent',
  label: 'Gradient descent',
  description: 'Walks down the slope of the loss over all rows; the learning rate must stay below 2 / L.',
  parameters: [],
  batches: 'never',
  create: plainStep,
});
