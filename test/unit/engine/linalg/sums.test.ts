import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompensatedSum } from '../../../../src/engine/linalg/compensated.ts';
import { addCrossProducts } from '../../../../src/engine/linalg/crossProducts.ts';
import { naturalLog } from '../../../../src/engine/linalg/logarithm.ts';
import { randomMatrix } from './matrices.ts';

test('CompensatedSum keeps what plain addition loses', () => {
  const sum = new CompensatedSum();
  for (const term of [1, 1e100, 1, -1e100]) sum.add(term);
  expect(sum.value).toBe(2);
  const small = new CompensatedSum();
  for (let i = 0; i < 1e6; i++) small.add(0.1);
  expect(small.value).toBe(1e5);
});

test('naturalLog is ln to 2 units in the last place', () => {
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE * 2 ** 52, max: 1e300, noNaN: true }), (x) => {
      const wanted = Math.log(x);
      expect(Math.abs(naturalLog(x) - wanted)).toBeLessThanOrEqual(2 ** -51 * Math.abs(wanted));
    }),
  );
  expect(naturalLog(1)).toBe(0);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 11])(
  'addCrossProducts: the upper triangle of ZᵀZ of %d columns, and nothing below',
  (d) => {
    const [stride, count] = [20, 13];
    const tile = randomMatrix(d, stride);
    const products = new Float64Array(d * d).fill(1);
    addCrossProducts(products, tile, d, stride, count);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) {
        let wanted = 0;
        for (let row = 0; row < count; row++) wanted += tile[i * stride + row]! * tile[j * stride + row]!;
        expect(products[i * d + j]).toBe(j >= i ? 1 + wanted : 1);
      }
    }
  },
);
