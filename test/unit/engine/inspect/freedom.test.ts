import { describe, expect, test } from 'vitest';
import { effectiveFreedom, hessianCondition } from '../../../../src/engine/inspect/freedom.ts';
import { stream } from '../../../../src/engine/random.ts';

const random = stream(5, 'freedom');
const n = 5;
const rows = Array.from({ length: 40 }, () => Array.from({ length: n }, () => random.normal()));

/** XᵀX / m. */
function bending(columns: number[][]): Float64Array {
  const p = columns[0]!.length;
  return Float64Array.from({ length: p * p }, (_, at) =>
    columns.reduce((sum, row) => sum + (row[Math.floor(at / p)]! * row[at % p]!) / columns.length, 0),
  );
}

const diagonal = (values: number[]) =>
  Float64Array.from({ length: values.length ** 2 }, (_, at) =>
    at % (values.length + 1) === 0 ? values[Math.floor(at / values.length)]! : 0,
  );
const plus = (a: Float64Array, b: Float64Array) => a.map((value, at) => value + b[at]!);

describe('degrees of freedom', () => {
  const hessian = bending(rows);

  test('of diagonal bends by hand: Σ h / (h + λ)', () => {
    const bends = diagonal([4, 1, 0.5]);
    const penalty = diagonal([1, 1, 0]);
    expect(effectiveFreedom(plus(bends, penalty), penalty, 3, null)).toBeCloseTo(0.8 + 0.5 + 1, 14);
  });

  test('are all of them without a penalty, and none under an endless one', () => {
    expect(effectiveFreedom(hessian, diagonal([0, 0, 0, 0, 0]), n, null)).toBe(n);
    const penalty = diagonal(Array(n).fill(1e12));
    expect(effectiveFreedom(plus(hessian, penalty), penalty, n, null)).toBeLessThan(1e-2);
  });

  test('do not depend on whether the penalty is diagonal: turned axes', () => {
    const penalty = diagonal([0.3, 0.2, 0.1, 0, 0.4]);
    const wanted = effectiveFreedom(plus(hessian, penalty), penalty, n, null);
    // A shear w = S v takes H to SᵀHS and P to SᵀPS, and keeps the trace.
    const shear = diagonal(Array(n).fill(1));
    shear[1] = 0.7;
    shear[8] = -0.4;
    const turned = (matrix: Float64Array) => multiply(transpose(shear), multiply(matrix, shear));
    const found = effectiveFreedom(turned(plus(hessian, penalty)), turned(penalty), n, null);
    expect(found).toBeCloseTo(wanted, 12);
  });

  test('leave out what does not bend, and what is exactly 0', () => {
    const doubled = bending(rows.map((row) => [...row, row[0]!]));
    expect(effectiveFreedom(doubled, diagonal([0, 0, 0, 0, 0, 0]), n + 1, null)).toBe(n);
    const penalty = diagonal(Array(n).fill(0.5));
    const two = bending(rows.map((row) => [row[1]!, row[3]!]));
    const small = diagonal([0.5, 0.5]);
    const wanted = effectiveFreedom(plus(two, small), small, 2, null);
    expect(effectiveFreedom(plus(hessian, penalty), penalty, n, [1, 3])).toBeCloseTo(wanted, 13);
    expect(effectiveFreedom(plus(hessian, penalty), penalty, n, [])).toBe(0);
  });
});

describe('the condition of a Hessian', () => {
  test('is its largest bend over its smallest', () => {
    expect(hessianCondition(diagonal([2, 8, 4]), 3, [0, 1, 2], 0)).toBeCloseTo(4, 13);
    expect(hessianCondition(Float64Array.of(2, 1, 1, 2), 2, [0, 1], 0)).toBeCloseTo(3, 13);
    expect(hessianCondition(Float64Array.of(1, 1, 1, 1), 2, [0, 1], 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is over what moves, and not over directions that are flat by design', () => {
    expect(hessianCondition(diagonal([2, 8, 4]), 3, [0, 2], 0)).toBeCloseTo(2, 13);
    expect(hessianCondition(diagonal([6, 0, 2]), 3, [0, 1, 2], 1)).toBeCloseTo(3, 13);
    expect(hessianCondition(diagonal([6, 0, 0]), 3, [0, 1, 2], 1)).toBe(Number.POSITIVE_INFINITY);
    expect(hessianCondition(diagonal([6]), 1, [], 0)).toBe(1);
  });
});

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let q = 0; q < n; q++) sum += a[i * n + q]! * b[q * n + j]!;
    return sum;
  });
}

function transpose(a: Float64Array): Float64Array {
  return a.map((_, at) => a[(at % n) * n + Math.floor(at / n)]!);
}
