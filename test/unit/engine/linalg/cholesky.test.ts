import { describe, expect, test } from 'vitest';
import { factorCholesky, solveCholesky } from '../../../../src/engine/linalg/cholesky.ts';
import { distance, gramOf, multiply, randomMatrix, transpose } from './matrices.ts';

describe('factorCholesky', () => {
  test.each([1, 2, 3, 4, 5, 8, 13, 50])('order %d: L Lᵀ is the matrix, and solves it', (n) => {
    const matrix = gramOf(randomMatrix(2 * n + 3, n), n);
    const factor = factorCholesky(matrix, n)!;
    expect(distance(multiply(factor, transpose(factor, n), n), matrix)).toBeLessThan(1e-14);
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expect(factor[i * n + j]).toBe(0);
    const wanted = randomMatrix(n, 1, 2);
    const right = multiply(matrix, wanted, n);
    solveCholesky(factor, n, right);
    expect(distance(right, wanted)).toBeLessThan(1e-9);
  });

  test('reads the lower triangle alone and changes nothing', () => {
    const matrix = Float64Array.of(4, 99, 2, 5);
    expect([...factorCholesky(matrix, 2)!]).toEqual([2, 0, 1, 2]);
    expect([...matrix]).toEqual([4, 99, 2, 5]);
  });

  test('is null for what is not positive definite to working precision', () => {
    expect(factorCholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(factorCholesky(Float64Array.of(1, 1, 1, 1), 2)).toBeNull();
    expect(factorCholesky(Float64Array.of(0), 1)).toBeNull();
    expect(factorCholesky(Float64Array.of(Number.NaN), 1)).toBeNull();
    expect(factorCholesky(gramOf(randomMatrix(3, 6), 6), 6)).toBeNull();
  });
});
