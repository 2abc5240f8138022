import { ADAM_PARAMETERS, adamRule } from './adamRule.ts';
import { firstOrderSolver } from './firstOrder.ts';

/**
 * Adam on the data loss alone, with θ ← θ − η λ θ beside it: Loshchilov & Hutter (2019). Its fixed point is not the
 * ridge solution, because Adam's division makes of every gradient, however small, a step as long as the decay's.
 */
export const adamw = firstOrderSolver({
  id: 'adamw',
  label: 'AdamW',
  description:
    'Adam with decoupled weight decay in place of the L2 penalty: its fixed point is not the ridge solution.',
  parameters: ADAM_PARAMETERS,
  batches: 'optional',
  rates: () => ({ share: 0.3 }),
  decoupled: true,
  create: adamRule,
});
