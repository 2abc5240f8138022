import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { largestEigenvalue } from '../../../../src/engine/linalg/largestEigenvalue.ts';
import { symmetricEigen, symmetricEigenvalues } from '../../../../src/engine/linalg/symmetricEigen.ts';
import { distance, gramOf, multiply, randomMatrix, transpose } from './matrices.ts';

function expectDecomposition(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  expect(distance(multiply(vectors, transpose(vectors, n), n), identity)).toBeLessThan(1e-13);
  const scaled = vectors.map((value, at) => value * values[Math.floor(at / n)]!);
  expect(distance(multiply(transpose(vectors, n), scaled, n), matrix)).toBeLessThan(1e-13);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
  return values;
}

describe('symmetricEigen', () => {
  test.each([1, 2, 3, 4, 5, 6, 17, 40, 90])('order %d: V diag(values) Vᵀ is the matrix', (n) => {
    expectDecomposition(gramOf(randomMatrix(n + 4, n), n), n);
  });

  test.each([0, 1, 2, 5, 40, 90])('order %d: the values alone are the same, bit for bit', (n) => {
    const matrix = gramOf(randomMatrix(n + 4, n), n);
    expect([...symmetricEigenvalues(matrix, n)]).toEqual([...symmetricEigen(matrix, n).values]);
  });

  test('agrees with another implementation', () => {
    const n = 30;
    const matrix = gramOf(randomMatrix(45, n), n);
    const rows = Array.from({ length: n }, (_, i) => matrix.subarray(i * n, (i + 1) * n));
    const other = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true }).realEigenvalues;
    expect(distance(symmetricEigen(matrix, n).values, other.reverse())).toBeLessThan(1e-13);
  });

  test('diagonal, zero, repeated, indefinite and huge matrices', () => {
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 0, 3, 0, 0, 0, 2), 3).values]).toEqual([3, 2, 1]);
    expect([...expectDecomposition(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    const ones = new Float64Array(400).fill(1);
    const values = expectDecomposition(ones, 20);
    expect(values[0]).toBeCloseTo(20, 12);
    expect(Math.abs(values[19]!)).toBeLessThan(1e-13);
    const swap = expectDecomposition(Float64Array.of(0, 2, 2, 0), 2);
    expect(swap[0]).toBeCloseTo(2, 14);
    expect(swap[1]).toBeCloseTo(-2, 14);
    expectDecomposition(
      gramOf(randomMatrix(9, 6), 6).map((value) => value * 1e300),
      6,
    );
  });

  test.each([
    ['a column', 4, { 1: -1, 6: -1.6e-162 }],
    ['two entries of a row', 4, { 2: 1e-200, 3: -1, 7: 9.6e-64 }],
    ['a rotation', 4, { 2: -1, 6: 1, 11: -1, 15: -5.3e-162 }],
    ['what couples two zeros', 5, { 2: 1e-200, 7: 1e-200, 8: -1 }],
  ])('the squares of %s underflow', (_, n, entries) => {
    const matrix = new Float64Array(n * n);
    for (const [at, value] of Object.entries(entries)) {
      const [i, j] = [Math.floor(Number(at) / n), Number(at) % n];
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
    expectDecomposition(matrix, n);
  });

  test('any small symmetric matrix', () => {
    const entry = fc.oneof(
      fc.integer({ min: -2, max: 2 }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }).map((value) => (Math.abs(value) < 1e-200 ? 0 : value)),
    );
    const matrices = fc
      .integer({ min: 1, max: 7 })
      .chain((n) => fc.tuple(fc.constant(n), fc.array(entry, { minLength: n * n, maxLength: n * n })));
    fc.assert(
      fc.property(matrices, ([n, entries]) => {
        const matrix = new Float64Array(n * n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) matrix[i * n + j] = entries[Math.min(i, j) * n + Math.max(i, j)]!;
        }
        expectDecomposition(matrix, n);
      }),
    );
  });
});

describe('largestEigenvalue', () => {
  test('up to order 300 it is exact, above it a tight bound', () => {
    expect(largestEigenvalue(new Float64Array(0), 0)).toBe(0);
    for (const n of [5, 310]) {
      const matrix = gramOf(randomMatrix(n + 20, n), n);
      const ratio = largestEigenvalue(matrix, n) / symmetricEigen(matrix, n).values[0]!;
      expect(ratio).toBeGreaterThanOrEqual(1 - 1e-13);
      expect(ratio).toBeLessThan(n > 300 ? 1.012 : 1 + 1e-13);
    }
  });
});
