import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latinHypercube } from '../../../../../src/engine/selection/search/latinHypercube.ts';

const space = {
  lambda: { low: 1, high: 2 },
  l1Ratio: { low: 0, high: 1 },
  choices: [{ id: 'degree', values: [1, 2, 3] }],
};

describe('latinHypercube', () => {
  it('has one point in each part along each axis, and every level as evenly as can be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, seed) => {
        const points = latinHypercube(space, count, seed);
        const parts = Array.from({ length: count }, (_, part) => part);
        for (const axis of ['lambda', 'l1Ratio'] as const)
          expect(points.map((point) => Math.floor(point[axis] * count)).sort((a, b) => a - b)).toEqual(parts);
        const levels = [0, 1, 2].map((level) => points.filter((point) => point.levels[0] === level).length);
        expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(2);
      }),
    );
  });
});
