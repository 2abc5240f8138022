import { describe, expect, test } from 'vitest';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import { nesterov } from '../../../../src/engine/solvers/nesterov.ts';
import { drive, path, quadratic } from './quadratics.ts';

describe('nesterov', () => {
  test('the formulas of 1983 by hand, the steps not yet passing the minimum', async () => {
    const slope = quadratic({ h: [1], c: [0] });
    const points = await path(
      nesterov,
      slope,
      { iterations: 3, learningRate: 0.1, parameters: { momentum: 1 } },
      [1],
    );
    // s₁ = 1: θ₁ = 0.9 = y₁, since (s₁ − 1) / s₂ = 0. s₂ = (1 + √5) / 2.
    const s2 = (1 + Math.sqrt(5)) / 2;
    const s3 = (1 + Math.sqrt(1 + 4 * s2 * s2)) / 2;
    const s4 = (1 + Math.sqrt(1 + 4 * s3 * s3)) / 2;
    const theta2 = 0.81;
    const y2 = theta2 + ((s2 - 1) / s3) * (theta2 - 0.9);
    const theta3 = 0.9 * y2;
    const y3 = theta3 + ((s3 - 1) / s4) * (theta3 - theta2);
    for (const [at, wanted] of [1, 0.9, y2, y3].entries()) expect(points[at]![0]).toBeCloseTo(wanted, 14);
  });

  test('momentum is the most that is carried', async () => {
    const slope = quadratic({ h: [1], c: [0] });
    const options = { iterations: 2, learningRate: 0.1, parameters: { momentum: 0.2 } };
    const points = await path(nesterov, slope, options, [1]);
    expect(points[2]![0]).toBeCloseTo(0.81 + 0.2 * (0.81 - 0.9), 14);
  });

  test('starts anew where it overshoots: on an ill-conditioned bowl it arrives long before gradient descent', async () => {
    const bowl = quadratic({ h: [1, 1e-4], c: [1, 1] });
    const options = { iterations: 3000, tolerance: 1e-9, parameters: { momentum: 1 } };
    const { result } = await drive(nesterov, bowl, options);
    expect(result.reason).toBe('converged');
    expect((await drive(gradientDescent, bowl, options)).result.reason).toBe('iterations');
  });

  test('on a quadratic it converges below 2 (1 + β) / ((1 + 2 β) L) and not above', async () => {
    const steep = quadratic({ h: [4], c: [1] });
    const limit = (2 * 1.9) / 2.8 / 4;
    const below = await drive(nesterov, steep, { iterations: 3000, learningRate: 0.97 * limit });
    expect(below.steps.at(-1)!.gradientNorm).toBeLessThan(1e-9);
    const above = await drive(nesterov, steep, { iterations: 3000, learningRate: 2.1 / 4 });
    expect(above.result.reason).toBe('diverged');
    expect(above.result.rateLimit).toBeCloseTo(limit, 14);
  });
});
