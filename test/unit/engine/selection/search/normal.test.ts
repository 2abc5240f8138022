import { describe, expect, it } from 'vitest';
import { expectedImprovement } from '../../../../../src/engine/selection/search/bayesian.ts';
import { expectedExcess, normalDensity } from '../../../../../src/engine/selection/search/normal.ts';

/** ∫ max(0, z + u) φ(u) du from −z on by Simpson's rule. */
function integral(z: number): number {
  const [from, to, steps] = [-z, Math.max(-z, 0) + 12, 20_000];
  const h = (to - from) / steps;
  let sum = 0;
  for (let at = 0; at <= steps; at++) {
    const u = from + h * at;
    const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
    sum += weight * (z + u) * Math.exp(-0.5 * u * u);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

describe('expectedExcess', () => {
  it.each([-12, -5, -3.0001, -3, -2.9999, -1, -0.1, 0, 0.5, 2, 3, 3.0001, 6])(
    'is the integral of the excess at %d',
    (z) => {
      expect(expectedExcess(z) / integral(z)).toBeCloseTo(1, 9);
    },
  );

  it('rises with the slope Φ, far into the tail as well', () => {
    for (const z of [-20, -8, -2, 0, 1, 4]) {
      const slope = (expectedExcess(z + 1e-5) - expectedExcess(z - 1e-5)) / 2e-5;
      const curvature = expectedExcess(z + 1e-3) - 2 * expectedExcess(z) + expectedExcess(z - 1e-3);
      expect(slope).toBeGreaterThan(0);
      if (z > -8) expect(curvature / 1e-6 / normalDensity(z)).toBeCloseTo(1, 4);
    }
  });
});

describe('expectedImprovement', () => {
  it('scales with the deviation', () => {
    expect(expectedImprovement(3, 5, 4)).toBeCloseTo(2 * expectedExcess(-1), 14);
  });

  it('is what is certain where nothing is uncertain', () => {
    expect(expectedImprovement(3, 1, 0)).toBe(2);
    expect(expectedImprovement(3, 5, 0)).toBe(0);
  });
});
