import { firstOrderSolver } from './firstOrder.ts';
import { plainStep } from './plainStep.ts';

/**
 * θ ← θ − η ∇J_i(θ), one row i after the other in a shuffled order: Robbins & Monro (1951). At a constant rate it ends
 * up wandering about the minimum; rates that fall like 1 / t reach it.
 */
export const stochastic = firstOrderSolver({
  id: 'stochastic',
  label: 'Stochastic gradient descent',
  description:
    'One row a step, in a shuffled order; a schedule that lowers the learning rate lets it arrive.',
  parameters: [],
  batches: 'always',
  batchSize: 1,
  create: plainStep,
});
