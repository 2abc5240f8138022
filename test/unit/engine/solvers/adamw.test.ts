import { describe, expect, test } from 'vitest';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { adamw } from '../../../../src/engine/solvers/adamw.ts';
import { drive, path, quadratic } from './quadratics.ts';

describe('adamw', () => {
  test('algorithm 2 of Loshchilov & Hutter by hand: the decay is no part of the gradient', async () => {
    const bowl = quadratic({ h: [4], c: [1], lambda: 0.5 });
    const parameters = { beta1: 0.5, beta2: 0.75, epsilon: 0.5 };
    const points = await path(adamw, bowl, { iterations: 3, learningRate: 0.25, parameters }, [3]);
    let [theta, m, v] = [3, 0, 0];
    for (let t = 1; t <= 3; t++) {
      const g = 4 * (theta - 1);
      m = 0.5 * m + 0.5 * g;
      v = 0.75 * v + 0.25 * g * g;
      const step = m / (1 - 0.5 ** t) / (Math.sqrt(v / (1 - 0.75 ** t)) + 0.5);
      theta -= 0.25 * (step + 0.5 * theta);
      expect(points[t]![0]).toBeCloseTo(theta, 14);
    }
  });

  test('without λ it is Adam', async () => {
    const bowl = quadratic({ h: [4, 1], c: [1, -2] });
    const [one, other] = [await drive(adam, bowl), await drive(adamw, bowl)];
    expect(other.result.theta).toEqual(one.result.theta);
  });

  test('its fixed point is not the ridge solution: the decay is weighed against steps, not against gradients', async () => {
    const bowl = quadratic({ h: [4, 1], c: [1, 5], lambda: 0.5 });
    const iterations = 20_000;
    const schedule = (iteration: number) => 1 - iteration / iterations;
    const { result } = await drive(adam, bowl, { iterations, schedule, learningRate: 0.05 });
    expect(result.theta[0]).toBeCloseTo(4 / 4.5, 6);
    expect(result.theta[1]).toBeCloseTo(5 / 1.5, 6);
    // A gradient's step is at most 1 and the decay's 0.5 θ: where they can balance, at min(c, 1 / λ).
    const decoupled = await drive(adamw, bowl, { iterations, schedule, learningRate: 0.05 });
    expect(decoupled.result.theta[0]).toBeCloseTo(1, 2);
    expect(decoupled.result.theta[1]).toBeCloseTo(2, 2);
  });

  test('the decay spares what is not penalized, and L1 still gives exact zeros', async () => {
    const lasso = quadratic({ h: [4, 1], c: [1, -0.1], lambda: 1, l1Ratio: 0.5 });
    const { result } = await drive(adamw, lasso, { iterations: 2000, learningRate: 0.01 });
    expect(result.theta[1]).toBe(0);
  });
});
