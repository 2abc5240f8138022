import type { Parameter } from '../registry.ts';

/** Settings that several optimizers have. */

export function momentumParameter(description: string, max: number): Parameter {
  return { id: 'momentum', label: 'Momentum', description, default: 0.9, min: 0, max };
}

/** Keeps a division by the root of squared gradients from overflowing where they are 0. */
export function epsilonParameter(value: number): Parameter {
  const description = 'Is added to the root of the squared gradients, so that nothing is divided by 0.';
  return { id: 'epsilon', label: 'ε', description, default: value, min: 0, max: 1 };
}
