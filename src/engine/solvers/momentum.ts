import { firstOrderSolver } from './firstOrder.ts';
import { momentumParameter } from './parameters.ts';

/**
 * θ_{t+1} = θ_t − η ∇J(θ_t) + β (θ_t − θ_{t−1}), the heavy ball of Polyak (1964): on a quadratic it converges below
 * 2 (1 + β) / L. With an L1 part the proximal step follows: iPiano (Ochs, Chen, Brox & Pock 2014).
 */
export const momentum = firstOrderSolver({
  id: 'momentum',
  label: 'Momentum',
  description: 'Gradient descent that keeps a share of its last step, like a heavy ball (Polyak).',
  parameters: [momentumParameter('Share of the last step that is taken again.', 0.9999)],
  batches: 'optional',
  rates: ({ momentum: share }) => ({ limit: 2 * (1 + share!), gain: 1 / (1 - share!) }),
  create(size, { momentum: share }) {
    const last = new Float64Array(size);
    const started = new Float64Array(1);
    return {
      memory: { last, started },
      step(theta, gradient, rate) {
        // Before the first step there is no last one.
        const carried = started[0]! * share!;
        started[0] = 1;
        for (let j = 0; j < size; j++) {
          const now = theta[j]!;
          theta[j] = now - rate * gradient[j]! + carried * (now - last[j]!);
          last[j] = now;
        }
      },
    };
  },
});
