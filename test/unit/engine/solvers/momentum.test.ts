import { expect, test } from 'vitest';
import { momentum } from '../../../../src/engine/solvers/momentum.ts';
import { drive, path, quadratic } from './quadratics.ts';

const bowl = quadratic({ h: [4, 1], c: [1, -2] });

test("Polyak's formula by hand: θ₂ = θ₁ − η g(θ₁) + β (θ₁ − θ₀)", async () => {
  const [, first, second, third] = await path(
    momentum,
    bowl,
    { iterations: 3, learningRate: 0.1, parameters: { momentum: 0.5 } },
    [3, 0],
  );
  // g = (8, 2), (4.8, 1.8), (0.8, 1.52): no step before the first one.
  expect(first).toEqual([3 - 0.1 * 8, -0.1 * 2]);
  expect(second![0]).toBeCloseTo(2.2 - 0.48 - 0.5 * 0.8, 14);
  expect(second![1]).toBeCloseTo(-0.2 - 0.18 - 0.5 * 0.2, 14);
  expect(third![0]).toBeCloseTo(1.32 - 0.1 * 1.28 + 0.5 * (1.32 - 2.2), 14);
  expect(third![1]).toBeCloseTo(-0.48 - 0.1 * 1.52 + 0.5 * (-0.48 + 0.2), 14);
});

test('on a quadratic it converges below 2 (1 + β) / L and not above', async () => {
  const limit = (2 * 1.9) / 4;
  const below = await drive(momentum, bowl, { iterations: 2000, learningRate: 0.8 * limit });
  expect(below.steps.at(-1)!.gradientNorm).toBeLessThan(1e-9);
  const above = await drive(momentum, bowl, { iterations: 2000, learningRate: 1.02 * limit });
  expect(above.result.reason).toBe('diverged');
  expect(above.result.rateLimit).toBeCloseTo(limit, 14);
});
