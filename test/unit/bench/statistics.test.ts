import { describe, expect, it } from 'vitest';
import { growthExponent, median, pairedRatio, percentile } from '../../../bench/lib/statistics.mjs';

describe('the benchmark’s statistics', () => {
  it('takes the middle value, or the mean of the two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('compares round by round, so that a slow round counts for both', () => {
    expect(pairedRatio([2, 20, 4], [1, 10, 1])).toBe(2);
    expect(pairedRatio([6, 6], [1, 2, 100])).toBe(4.5);
  });

  it('finds the exponent of a power', () => {
    const sizes = [1, 2, 4, 8];
    expect(
      growthExponent(
        sizes,
        sizes.map((size) => 0.3 * size ** 1.5),
      ),
    ).toBeCloseTo(1.5, 12);
    expect(growthExponent(sizes, [2, 2, 2, 2])).toBeCloseTo(0, 12);
  });

  it('takes percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
  });
});
