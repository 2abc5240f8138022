import { describe, expect, test } from 'vitest';
import { scalingOf } from '../../../../src/engine/data/scaling.ts';
import { factorSpectrum } from '../../../../src/engine/linalg/factorSpectrum.ts';
import { jacobiSpectrum } from '../../../../src/engine/linalg/jacobi.ts';
import { type PivotedFactor, pivotGram, pivotTriangle } from '../../../../src/engine/linalg/pivotedFactor.ts';
import {
  accumulateFactor,
  createFactor,
  finishFactor,
  mergeFactor,
} from '../../../../src/engine/linalg/qr.ts';
import { symmetricEigen } from '../../../../src/engine/linalg/symmetricEigen.ts';
import { blockOf, momentsOf, numeric, randomRows } from '../data/blocks.ts';
import { distance, gramOf, multiply, randomMatrix, transpose } from './matrices.ts';

const TOLERANCE = 1e-14;

/** [X Y] of n rows as Gram matrix, cross products and triangle. */
function products(x: Float64Array, y: Float64Array, p: number, k: number) {
  const n = x.length / p;
  const both = new Float64Array(n * (p + k));
  for (let i = 0; i < n; i++) {
    both.set(x.subarray(i * p, (i + 1) * p), i * (p + k));
    both.set(y.subarray(i * k, (i + 1) * k), i * (p + k) + p);
  }
  const rows = Array.from({ length: n }, (_, i) => [...both.subarray(i * (p + k), (i + 1) * (p + k))]);
  const block = blockOf(rows, p);
  const moments = momentsOf(block);
  const accumulator = createFactor(moments, scalingOf(moments, numeric(p), 'none', false), false);
  accumulateFactor(accumulator, block);
  return {
    gram: gramOf(x, p),
    cross: multiply(transpose(y, k), x, n),
    triangle: finishFactor(accumulator).r,
  };
}

function expectFactor({ r, z, rank, k, p }: PivotedFactor, gram: Float64Array, cross: Float64Array): void {
  expect(distance(gramOf(r, p), gram)).toBeLessThan(1e-13);
  expect(distance(multiply(transpose(z, k), r, rank), cross)).toBeLessThan(1e-12);
}

describe('pivoted factors', () => {
  const [p, k] = [6, 2];
  const x = randomMatrix(30, p);
  const y = randomMatrix(30, k, 2);

  test('from moments and from a triangle: RᵀR and RᵀZ are the products', () => {
    const { gram, cross, triangle } = products(x, y, p, k);
    expectFactor(pivotGram(gram, cross, p, k, TOLERANCE), gram, cross);
    expectFactor(pivotTriangle(triangle, p, k, TOLERANCE), gram, cross);
  });

  test('dependent columns are found whatever their units', () => {
    const wild = x.slice();
    const units = [1, 1e8, 1e-8, 1e4, 1e-4, 1];
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < p; j++) wild[i * p + j]! *= units[j]!;
      wild[i * p + 5] = wild[i * p + 2]! * 3;
    }
    const { gram, cross, triangle } = products(wild, y, p, k);
    expect(pivotGram(gram, cross, p, k, TOLERANCE).rank).toBe(5);
    expect(pivotTriangle(triangle, p, k, TOLERANCE).rank).toBe(5);
  });
});

describe('spectra', () => {
  test.each([1, 2, 5, 20])(
    '%d columns: Jacobi finds the eigenvalues of the Gram matrix and its projections',
    (p) => {
      const x = randomMatrix(2 * p + 3, p);
      const y = randomMatrix(2 * p + 3, 2, 2);
      const { gram, cross, triangle } = products(x, y, p, 2);
      const wanted = symmetricEigen(gram, p).values;
      for (const factor of [
        pivotGram(gram, cross, p, 2, TOLERANCE),
        pivotTriangle(triangle, p, 2, TOLERANCE),
      ]) {
        const before = factor.r.slice();
        const spectrum = jacobiSpectrum(factor);
        expect(factor.r).toEqual(before);
        expect(spectrum.rank).toBe(p);
        expect(distance(spectrum.values, wanted)).toBeLessThan(1e-12);
        const vectors = transpose(spectrum.vectors, p);
        expect(distance(spectrum.projections, multiply(cross, vectors, p))).toBeLessThan(1e-12);
      }
    },
  );

  test('a wide factor gives the same by bidiagonalization', () => {
    const p = 210;
    const x = randomMatrix(260, p);
    const y = randomMatrix(260, 1, 2);
    const { triangle } = products(x, y, p, 1);
    const factor = pivotTriangle(triangle, p, 1, TOLERANCE);
    const [quick, careful] = [factorSpectrum(factor), jacobiSpectrum(factor)];
    expect(distance(quick.values, careful.values)).toBeLessThan(1e-12);
    expect(distance(quick.projections.map(Math.abs), careful.projections.map(Math.abs))).toBeLessThan(1e-9);
  });
});

describe('blockwise QR', () => {
  const rows = randomRows(700, 5, 2);
  const block = blockOf(rows, 5);
  const moments = momentsOf(block);
  const scaling = scalingOf(moments, numeric(5), 'all', true);
  const d = 7;
  const wanted = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      wanted[i * d + j] = moments.scatter[i * d + j]! / (scaling.scale[i] ?? 1) / (scaling.scale[j] ?? 1);
    }
  }

  test('RᵀR is the centred scatter, and R is triangular', () => {
    const factor = createFactor(moments, scaling, true);
    accumulateFactor(factor, block);
    const { r, count } = finishFactor(factor);
    expect(count).toBe(700);
    expect(distance(gramOf(r, d), wanted)).toBeLessThan(1e-13);
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) expect(r[i * d + j]).toBe(0);
  });

  test('merged factors are the factor of all rows', () => {
    const whole = createFactor(moments, scaling, true);
    const pieces = [
      [0, 3],
      [3, 400],
      [400, 700],
    ].map(([from, to]) => {
      const own = createFactor(moments, scaling, true);
      accumulateFactor(own, blockOf(rows.slice(from, to), 5));
      return own;
    });
    for (const piece of pieces) mergeFactor(whole, piece);
    expect(whole.count).toBe(700);
    expect(distance(gramOf(finishFactor(whole).r, d), wanted)).toBeLessThan(1e-13);
  });

  test('rows of other parts stay out; constant columns are zero', () => {
    const flat = blockOf(
      rows.slice(0, 40).map((row, i) => [i < 20 ? 3 : i, ...row.slice(1)]),
      5,
    );
    flat.part.fill(2, 20);
    const own = momentsOf(flat);
    const constant = scalingOf(own, numeric(5), 'all', true);
    const factor = createFactor(own, constant, true);
    accumulateFactor(factor, flat);
    expect(factor.count).toBe(20);
    const { r } = finishFactor(factor);
    for (let i = 0; i < d; i++) expect(r[i * d] === 0).toBe(true);
  });

  test('without an intercept nothing is centred', () => {
    const bare = scalingOf(moments, numeric(5), 'none', false);
    const factor = createFactor(moments, bare, false);
    accumulateFactor(factor, block);
    const all = Float64Array.from(rows.flat());
    expect(distance(gramOf(finishFactor(factor).r, d), gramOf(all, d))).toBeLessThan(1e-13);
  });
});
