import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grouped } from '../../../src/engine/numberText.ts';

it('writes whole numbers as the platform does', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(grouped(value)).toBe(value.toLocaleString('en-US'));
    }),
  );
});

it('writes decimals as the platform does, where no digit stands exactly between two', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.nat({ max: 4 }),
      fc.nat({ max: 2 }),
      (n, most, fewest) => {
        const value = n / 64 + 1e-7;
        const least = Math.min(most, fewest);
        const options = { maximumFractionDigits: most, minimumFractionDigits: least };
        expect(grouped(value, most, least)).toBe(value.toLocaleString('en-US', options));
      },
    ),
  );
});

it('writes what has no groups as it is', () => {
  expect([Number.NaN, Number.POSITIVE_INFINITY, 1e21].map((value) => grouped(value))).toEqual([
    'NaN',
    'Infinity',
    '1e+21',
  ]);
});
