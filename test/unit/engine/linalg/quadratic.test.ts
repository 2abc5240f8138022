import { describe, expect, test } from 'vitest';
import {
  minimizeQuadratic,
  type Quadratic,
  QuadraticDescent,
} from '../../../../src/engine/linalg/quadratic.ts';
import { elasticNetPath } from '../../../../src/engine/linalg/quadraticPath.ts';
import { withoutFree } from '../../../../src/engine/linalg/reducedQuadratic.ts';
import { subgradient } from '../../../../src/engine/objectives/penalty.ts';
import { stream } from '../../../../src/engine/random.ts';

interface Rows {
  readonly n: number;
  readonly rows?: number;
  /** How much the columns have in common. */
  readonly common?: number;
  readonly seed?: number;
}

/** XᵀX / rows and Xᵀy / rows of random rows. */
function momentsOf({ n, rows = 40, common = 0, seed = 1 }: Rows): Quadratic {
  const random = stream(seed, 'quadratic');
  const hessian = new Float64Array(n * n);
  const linear = new Float64Array(n);
  for (let row = 0; row < rows; row++) {
    const shared = common * random.normal();
    const x = Float64Array.from({ length: n }, () => random.normal() + shared);
    const y = random.normal() + x.reduce((sum, value, j) => sum + (j < 4 ? value * (j - 1.5) : 0), 0);
    for (let i = 0; i < n; i++) {
      linear[i]! += (x[i]! * y) / rows;
      for (let j = 0; j < n; j++) hessian[i * n + j]! += (x[i]! * x[j]!) / rows;
    }
  }
  return { n, hessian, linear, l1: null };
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The largest subgradient, computed from nothing but the problem. */
function residualOf({ n, hessian, linear, l1 }: Quadratic, theta: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < n; i++) {
    let slope = -linear[i]!;
    for (let j = 0; j < n; j++) slope += hessian[i * n + j]! * theta[j]!;
    worst = Math.max(worst, Math.abs(subgradient(theta[i]!, slope, l1 ? l1[i]! : 0)));
  }
  return worst;
}

const SHAPES: readonly Rows[] = [
  { n: 1 },
  { n: 10 },
  { n: 10, common: 30 },
  { n: 60, rows: 200, common: 1 },
  { n: 50, rows: 30 },
  { n: 50, rows: 30, common: 3 },
];

describe.each(SHAPES)('%j', (shape) => {
  const plain = momentsOf(shape);
  const most = largest(plain.linear);

  test.each([1, 0.5, 0.1, 0.01, 1e-4, 0])('is minimal to the last digits at %d of the largest λ', (share) => {
    const problem = { ...plain, l1: new Float64Array(shape.n).fill(share * most) };
    const theta = thetaFor(shape.n);
    const residual = minimizeQuadratic(problem, theta);
    expect(residualOf(problem, theta)).toBeLessThan(1e-13 * most * (1 + largest(plain.hessian)));
    expect(residual).toBeLessThan(1e-13 * most * (1 + largest(plain.hessian)));
    if (share === 1) expect(theta.every((value) => value === 0)).toBe(true);
    if (share === 0.5) expect(theta.some((value) => value !== 0)).toBe(true);
  });

  test('the strong rules change nothing along a path', () => {
    const path = { ...plain, factors: Float64Array.from({ length: shape.n }, (_, j) => (j === 2 ? 0 : 1)) };
    const lambdas = Array.from({ length: 30 }, (_, at) => most * 0.8 ** at);
    for (const l1Ratio of [1, 0.5]) {
      const screened = [...elasticNetPath({ ...path, l1Ratio }, lambdas)];
      const whole = [...elasticNetPath({ ...path, l1Ratio }, lambdas, false)];
      for (const [at, theta] of screened.entries()) {
        const sharp = path.factors.map((factor) => lambdas[at]! * l1Ratio * factor);
        const hessian = plain.hessian.slice();
        for (let j = 0; j < shape.n; j++)
          hessian[j * (shape.n + 1)]! += lambdas[at]! * (1 - l1Ratio) * path.factors[j]!;
        const problem = { ...plain, hessian, l1: sharp };
        const bound = 1e-12 * most * (1 + largest(plain.hessian));
        expect(residualOf(problem, theta)).toBeLessThan(bound);
        expect(residualOf(problem, whole[at]!)).toBeLessThan(bound);
        expect(theta.map(Math.sign)).toEqual(whole[at]!.map(Math.sign));
      }
    }
  });
});

function thetaFor(n: number): Float64Array {
  const random = stream(3, 'start');
  return Float64Array.from({ length: n }, () => random.normal());
}

test('a column twice: the weights add up to that of one, exactly minimal', () => {
  const one = momentsOf({ n: 4 });
  const order = [0, 1, 2, 3, 3];
  const twice: Quadratic = {
    n: 5,
    hessian: Float64Array.from(
      { length: 25 },
      (_, at) => one.hessian[order[Math.floor(at / 5)]! * 4 + order[at % 5]!]!,
    ),
    linear: Float64Array.from(order, (j) => one.linear[j]!),
    l1: new Float64Array(5).fill(0.05),
  };
  const [single, double] = [new Float64Array(4), new Float64Array(5)];
  minimizeQuadratic({ ...one, l1: new Float64Array(4).fill(0.05) }, single);
  minimizeQuadratic(twice, double);
  expect(double[3]! + double[4]!).toBeCloseTo(single[3]!, 12);
  expect(residualOf(twice, double)).toBeLessThan(1e-13);
});

test('coordinates without curvature get weight 0', () => {
  const problem = momentsOf({ n: 3 });
  for (const at of [1, 3, 4, 5, 7]) problem.hessian[at] = 0;
  problem.linear[1] = 0;
  for (const l1 of [null, new Float64Array(3).fill(0.1)]) {
    const theta = Float64Array.of(1, 2, 3);
    minimizeQuadratic({ ...problem, l1 }, theta);
    expect(theta[1]).toBe(0);
    expect(theta[0]).not.toBe(0);
  }
});

test('eliminating the coordinates without an L1 part gives the same minimum', () => {
  const plain = momentsOf({ n: 12, common: 20 });
  const l1 = Float64Array.from({ length: 12 }, (_, j) => (j % 5 === 0 ? 0 : 0.3));
  const problem = { ...plain, l1 };
  const whole = new Float64Array(12);
  minimizeQuadratic(problem, whole);
  const reduced = withoutFree(problem);
  expect(reduced.problem.n).toBe(9);
  const own = new Float64Array(9);
  minimizeQuadratic(reduced.problem, own);
  const restored = new Float64Array(12);
  reduced.restore(own, restored);
  expect(residualOf(problem, restored)).toBeLessThan(1e-11);
  expect(Array.from(restored, (value) => value === 0)).toEqual(Array.from(whole, (value) => value === 0));
  restored.forEach((value, j) => {
    expect(value).toBeCloseTo(whole[j]!, 9);
  });
});

test('no sweep raises the objective', () => {
  const plain = momentsOf({ n: 30, rows: 35, common: 2 });
  const descent = new QuadraticDescent({ ...plain, l1: new Float64Array(30).fill(0.02) }, thetaFor(30));
  let before = descent.value();
  for (let sweep = 0; sweep < 60; sweep++) {
    descent.sweep();
    expect(descent.value()).toBeLessThanOrEqual(before + 1e-12 * Math.abs(before));
    before = descent.value();
  }
});
