import { firstOrderSolver } from './firstOrder.ts';
import { epsilonParameter } from './parameters.ts';

/** G ← G + g², θ ← θ − η g / (√G + ε), each weight by itself: Duchi, Hazan & Singer (2011). */
export const adagrad = firstOrderSolver({
  id: 'adagrad',
  label: 'AdaGrad',
  description: 'Each weight has a rate of its own, which falls with the gradients it has seen.',
  parameters: [epsilonParameter(1e-10)],
  batches: 'optional',
  rates: () => ({ share: 1 }),
  create(size, { epsilon }) {
    const squares = new Float64Array(size);
    const scale = new Float64Array(size);
    return {
      memory: { squares },
      scale,
      step(theta, gradient, rate) {
        for (let j = 0; j < size; j++) {
          squares[j]! += gradient[j]! * gradient[j]!;
          scale[j] = 1 / (Math.sqrt(squares[j]!) + epsilon!);
          theta[j]! -= rate * gradient[j]! * scale[j]!;
        }
      },
    };
  },
});
