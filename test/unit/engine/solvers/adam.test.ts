import { expect, test } from 'vitest';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { path, quadratic } from './quadratics.ts';

test('algorithm 1 of Kingma & Ba by hand', async () => {
  const bowl = quadratic({ h: [4], c: [1] });
  const parameters = { beta1: 0.5, beta2: 0.75, epsilon: 0.5 };
  const options = { iterations: 3, learningRate: 0.25, parameters };
  const points = await path(adam, bowl, options, [3]);
  let [theta, m, v] = [3, 0, 0];
  for (let t = 1; t <= 3; t++) {
    const g = 4 * (theta - 1);
    m = 0.5 * m + 0.5 * g;
    v = 0.75 * v + 0.25 * g * g;
    theta -= (0.25 * (m / (1 - 0.5 ** t))) / (Math.sqrt(v / (1 - 0.75 ** t)) + 0.5);
    expect(points[t]![0]).toBeCloseTo(theta, 14);
  }
  // The first step does not depend on the βs: η g / (|g| + ε).
  expect(points[1]![0]).toBeCloseTo(3 - (0.25 * 8) / 8.5, 15);
});
