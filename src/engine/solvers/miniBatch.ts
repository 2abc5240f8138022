import { firstOrderSolver } from './firstOrder.ts';
import { plainStep } from './plainStep.ts';

/** θ ← θ − η ∇J_B(θ), some rows B at a time: less noise than single rows, cheaper than all (Bottou, Curtis & Nocedal 2018). */
export const miniBatch = firstOrderSolver({
  id: 'miniBatch',
  label: 'Mini-batch gradient descent',
  description: 'Some rows a step, 32 unless a batch size is set, in a shuffled order.',
  parameters: [],
  batches: 'always',
  batchSize: 32,
  create: plainStep,
});
