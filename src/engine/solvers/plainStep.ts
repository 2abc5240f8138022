import type { UpdateRule } from './updateRule.ts';

/** θ ← θ − η g: remembers nothing. */
export function plainStep(): UpdateRule {
  return {
    memory: {},
    step(theta, gradient, rate) {
      for (let j = 0; j < theta.length; j++) theta[j]! -= rate * gradient[j]!;
    },
  };
}
