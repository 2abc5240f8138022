import { describe, expect, it } from 'vitest';
import { climb, highest } from '../../../../../src/engine/selection/search/compass.ts';

describe('climb', () => {
  it('reaches a peak within the box, and leaves its start as it was', () => {
    const start = Float64Array.of(0.9, 0.1);
    const { at, height } = climb(([a, b]) => -((a! - 0.3) ** 2) - 4 * (b! - 0.6) ** 2 + a! * b!, start);
    // The gradient is zero where 2 (a − 0.3) = b and 8 (b − 0.6) = a.
    const [a, b] = [(0.6 + 0.6) / (2 - 1 / 8), 0];
    expect(at[0]).toBeCloseTo(a!, 2);
    expect(at[1]).toBeCloseTo(0.6 + a! / 8 + b!, 2);
    expect(height).toBeGreaterThan(0);
    expect([...start]).toEqual([0.9, 0.1]);
  });

  it('ends at the border where the peak is beyond', () => {
    expect([...climb(([a, b]) => a! - b!, Float64Array.of(0.37, 0.61)).at]).toEqual([1, 0]);
  });
});

describe('highest', () => {
  it('puts the highest first and equals in their order', () => {
    const items = [1, 5, -3, 5.5, 1.2].map((value, at) => ({ value, at }));
    expect(highest(items, ({ value }) => Math.floor(value), 4).map(({ at }) => at)).toEqual([1, 3, 0, 4]);
  });

  it('bears heights without bottom', () => {
    expect(highest([1, 2, 3], (item) => (item === 2 ? 0 : -Infinity), 2)).toEqual([2, 1]);
  });
});
