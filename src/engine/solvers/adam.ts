import { ADAM_PARAMETERS, adamRule } from './adamRule.ts';
import { firstOrderSolver } from './firstOrder.ts';

/** Running means of gradients and of their squares: Kingma & Ba (2015). The L2 penalty is part of the gradient. */
export const adam = firstOrderSolver({
  id: 'adam',
  label: 'Adam',
  description: 'Momentum, and a rate for each weight from the gradients it has seen lately.',
  parameters: ADAM_PARAMETERS,
  batches: 'optional',
  rates: () => ({ share: 0.3 }),
  create: adamRule,
});
