import { expect, test } from 'vitest';
import { rmsprop } from '../../../../src/engine/solvers/rmsprop.ts';
import { path, quadratic } from './quadratics.ts';

test('the formula by hand: v ← ρ v + (1 − ρ) g², θ ← θ − η g / (√v + ε)', async () => {
  const bowl = quadratic({ h: [4, 1], c: [1, -2] });
  const options = { iterations: 2, learningRate: 0.5, parameters: { rho: 0.75, epsilon: 1 } };
  const [, first, second] = await path(rmsprop, bowl, options, [3, 0]);
  // v = 0.25 · (64, 4) = (16, 1).
  const [a, b] = [3 - (0.5 * 8) / 5, -(0.5 * 2) / 2];
  expect(first).toEqual([a, b]);
  const [g, h] = [4 * (a - 1), b + 2];
  expect(second![0]).toBeCloseTo(a - (0.5 * g) / (Math.sqrt(12 + 0.25 * g * g) + 1), 14);
  expect(second![1]).toBeCloseTo(b - (0.5 * h) / (Math.sqrt(0.75 + 0.25 * h * h) + 1), 14);
});
