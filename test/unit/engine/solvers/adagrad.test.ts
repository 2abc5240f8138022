import { expect, test } from 'vitest';
import { adagrad } from '../../../../src/engine/solvers/adagrad.ts';
import { path, quadratic } from './quadratics.ts';

test('the formula by hand: θ ← θ − η g / (√Σg² + ε)', async () => {
  const bowl = quadratic({ h: [4, 1], c: [1, -2] });
  const options = { iterations: 2, learningRate: 0.5, parameters: { epsilon: 1 } };
  const [, first, second] = await path(adagrad, bowl, options, [3, 0]);
  // g = (8, 2): 8 / (8 + 1) and 2 / (2 + 1).
  const [a, b] = [3 - 4 / 9, -1 / 3];
  expect(first![0]).toBeCloseTo(a, 15);
  expect(first![1]).toBeCloseTo(b, 15);
  const [g, h] = [4 * (a - 1), b + 2];
  expect(second![0]).toBeCloseTo(a - (0.5 * g) / (Math.sqrt(64 + g * g) + 1), 14);
  expect(second![1]).toBeCloseTo(b - (0.5 * h) / (Math.sqrt(4 + h * h) + 1), 14);
});

test('the target in other units: the same steps at the automatic rate', async () => {
  const [plain, large] = [1, 1000].map((unit) => quadratic({ h: [4, 1], c: [unit, -2 * unit] }));
  const options = { iterations: 50, learningRate: 'auto' } as const;
  const one = await path(adagrad, plain!, options, [0, 0]);
  const other = await path(adagrad, large!, options, [0, 0]);
  for (const [at, [a, b]] of one.entries()) {
    expect(other[at]![0]).toBeCloseTo(1000 * a!, 6);
    expect(other[at]![1]).toBeCloseTo(1000 * b!, 6);
  }
});
