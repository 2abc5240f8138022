import type { Parameter } from '../registry.ts';
import { epsilonParameter } from './parameters.ts';
import type { UpdateRule } from './updateRule.ts';

/** The settings of Adam and its kin. */
export const ADAM_PARAMETERS: readonly Parameter[] = [
  {
    id: 'beta1',
    label: 'β₁',
    description: 'Share of the running mean of gradients that is kept each step.',
    default: 0.9,
    min: 0,
    max: 0.9999,
  },
  {
    id: 'beta2',
    label: 'β₂',
    description: 'Share of the running mean of squared gradients that is kept each step.',
    default: 0.999,
    min: 0,
    max: 0.999999,
  },
  epsilonParameter(1e-8),
];

/**
 * m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and
 * v̂ = v / (1 − β₂ᵗ): Kingma & Ba (2015), algorithm 1.
 */
export function adamRule(size: number, parameters: Readonly<Record<string, number>>): UpdateRule {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = parameters;
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  const scale = new Float64Array(size);
  /** β₁ᵗ and β₂ᵗ, by repeated multiplication. */
  const powers = Float64Array.of(1, 1);
  return {
    memory: { mean, squares, powers },
    scale,
    step(theta, gradient, rate) {
      powers[0]! *= beta1;
      powers[1]! *= beta2;
      const [first, second] = [1 - powers[0]!, 1 - powers[1]!];
      for (let j = 0; j < size; j++) {
        mean[j] = beta1 * mean[j]! + (1 - beta1) * gradient[j]!;
        squares[j] = beta2 * squares[j]! + (1 - beta2) * gradient[j]! * gradient[j]!;
        scale[j] = 1 / (Math.sqrt(squares[j]! / second) + epsilon);
        theta[j]! -= rate * (mean[j]! / first) * scale[j]!;
      }
    },
  };
}
