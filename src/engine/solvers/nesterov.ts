import { firstOrderSolver } from './firstOrder.ts';
import { momentumParameter } from './parameters.ts';

/**
 * Nesterov's accelerated gradient (1983): a plain step from y_t to θ_{t+1}, then y_{t+1} = θ_{t+1} + β_t (θ_{t+1} − θ_t),
 * where the next gradient is taken; it is y that is shown, and both end at the minimum. β_t = (s_t − 1) / s_{t+1} with
 * s_{t+1} = (1 + √(1 + 4 s_t²)) / 2, up to `momentum`. With an L1 part the step is a proximal one: FISTA (Beck &
 * Teboulle 2009). Where the step and the momentum point apart, s starts anew: O'Donoghue & Candès (2015), the gradient
 * scheme; not in batches, whose noise would point apart all the time. On a quadratic it converges below 2 (1 + β) / ((1 + 2 β) L).
 */
export const nesterov = firstOrderSolver({
  id: 'nesterov',
  label: 'Nesterov',
  description:
    'Momentum whose gradient is taken where the ball is about to be; starts anew where it overshoots.',
  parameters: [
    momentumParameter("The most of the last step that is taken again; 1: Nesterov's own sequence.", 1),
  ],
  batches: 'optional',
  rates: ({ momentum: share }) => ({
    limit: (2 * (1 + share!)) / (1 + 2 * share!),
    gain: 1 / Math.max(1 - share!, 0.01),
  }),
  create(size, { momentum: most }, exact) {
    const last = new Float64Array(size);
    const looked = new Float64Array(size);
    /** s_t; 0 before the first step. */
    const sequence = new Float64Array(1);
    return {
      memory: { last, looked, sequence },
      step(theta, gradient, rate) {
        looked.set(theta);
        if (sequence[0] === 0) last.set(theta);
        for (let j = 0; j < size; j++) theta[j]! -= rate * gradient[j]!;
      },
      settle(theta) {
        let apart = 0;
        for (let j = 0; j < size; j++) apart += (looked[j]! - theta[j]!) * (theta[j]! - last[j]!);
        const s = (exact && apart > 0) || sequence[0] === 0 ? 1 : sequence[0]!;
        sequence[0] = (1 + Math.sqrt(1 + 4 * s * s)) / 2;
        const carried = Math.min((s - 1) / sequence[0], most!);
        for (let j = 0; j < size; j++) {
          const now = theta[j]!;
          theta[j] = now + carried * (now - last[j]!);
          last[j] = now;
        }
      },
    };
  },
});
