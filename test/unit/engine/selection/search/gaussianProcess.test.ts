import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { stream } from '../../../../../src/engine/random.ts';
import {
  gaussianProcess,
  type Kernel,
  matern,
} from '../../../../../src/engine/selection/search/gaussianProcess.ts';

const kernel: Kernel = { variance: 2, lengthScales: [0.5, 3] };

/** (1 + √5 r + 5/3 r²) e^(−√5 r), of the distance r in length scales. */
function correlation(r: number): number {
  return (1 + Math.sqrt(5) * r + (5 / 3) * r * r) * Math.exp(-Math.sqrt(5) * r);
}

function cloud(n: number) {
  const draw = stream(7, 'points');
  const points = Array.from({ length: n }, () => [draw.uniform(), draw.uniform()]);
  const values = points.map(([a, b]) => Math.sin(6 * a!) + b! + draw.normal(0, 0.1));
  return { points, values, noise: points.map((_, at) => 0.01 * (1 + at)) };
}

/** The covariance of the values, by ml-matrix. */
function dense({ points, noise }: ReturnType<typeof cloud>, own: Kernel): Matrix {
  const entry = (i: number, j: number) => matern(own, points[i]!, points[j]!) + (i === j ? noise[i]! : 0);
  return new Matrix(points.map((_, i) => points.map((__, j) => entry(i, j))));
}

describe('matern', () => {
  it('falls with the distance in length scales', () => {
    expect(matern(kernel, [1, 1], [1, 1])).toBe(2);
    expect(matern(kernel, [0, 0], [0.5, 0])).toBeCloseTo(2 * correlation(1), 14);
    expect(matern(kernel, [0, 0], [1, 6])).toBeCloseTo(2 * correlation(Math.sqrt(8)), 14);
  });
});

describe('gaussianProcess', () => {
  it('gives back one observation, and near its variance far away, where the mean is unknown as well', () => {
    const process = gaussianProcess(kernel, { points: [[0, 0]], values: [5], noise: [0] })!;
    expect(process.mean).toBeCloseTo(5, 12);
    expect(process.logLikelihood).toBeCloseTo(-0.5 * Math.log(2 * Math.PI * 2), 7);
    expect(process.predict([0, 0]).variance).toBeLessThan(1e-7);
    const far = process.predict([100, 0]);
    expect(far.mean).toBeCloseTo(5, 12);
    expect(far.variance).toBeCloseTo(4, 6);
  });

  it('answers with the closed form of two noisy observations', () => {
    const [a, b, noise] = [1, 3, 0.5];
    const process = gaussianProcess(kernel, {
      points: [
        [0, 0],
        [0.5, 0],
      ],
      values: [a, b],
      noise: [noise, noise],
    })!;
    const k = 2 * correlation(1);
    const weight = (2 - k + noise) ** -1;
    expect(process.mean).toBeCloseTo(2, 12);
    expect(process.predict([0, 0]).mean).toBeCloseTo(2 + (2 * weight - k * weight) * -1, 7);
    const determinant = (2 + noise) ** 2 - k * k;
    const quadratic = 2 * weight;
    const likelihood = -0.5 * (quadratic + Math.log(determinant) + 2 * Math.log(2 * Math.PI));
    expect(process.logLikelihood).toBeCloseTo(likelihood, 7);
  });

  it('agrees with the normal equations of ordinary kriging', () => {
    const data = cloud(12);
    const process = gaussianProcess(kernel, data)!;
    const point = [0.3, 0.6];
    const near = data.points.map((own) => matern(kernel, own, point));
    const bordered = new Matrix([
      ...dense(data, kernel)
        .to2DArray()
        .map((row) => [...row, 1]),
      [...data.points.map(() => 1), 0],
    ]);
    const weights = inverse(bordered)
      .mmul(Matrix.columnVector([...near, 1]))
      .to1DArray();
    const { mean, variance } = process.predict(point);
    expect(mean).toBeCloseTo(
      data.values.reduce((sum, value, at) => sum + weights[at]! * value, 0),
      6,
    );
    const kept = [...near, 1].reduce((sum, value, at) => sum + value * weights[at]!, 0);
    expect(variance).toBeCloseTo(2 - kept, 6);
  });

  it('has the likelihood whose slope Rasmussen & Williams (5.9) tell', () => {
    const data = cloud(12);
    const slope = (change: (step: number) => Kernel) => {
      const at = (step: number) => gaussianProcess(change(step), data)!.logLikelihood;
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    };
    const told = (change: (step: number) => Kernel) => {
      const precision = inverse(dense(data, kernel));
      const mean = gaussianProcess(kernel, data)!.mean;
      const weights = precision.mmul(Matrix.columnVector(data.values.map((value) => value - mean)));
      const moved = Matrix.sub(dense(data, change(1e-5)), dense(data, change(-1e-5))).div(2e-5);
      const outer = weights.mmul(weights.transpose()).sub(precision);
      return 0.5 * outer.mmul(moved).trace();
    };
    const changes = [
      (step: number): Kernel => ({ ...kernel, variance: 2 + step }),
      (step: number): Kernel => ({ ...kernel, lengthScales: [0.5 + step, 3] }),
      (step: number): Kernel => ({ ...kernel, lengthScales: [0.5, 3 + step] }),
    ];
    for (const change of changes) expect(slope(change) / told(change)).toBeCloseTo(1, 4);
  });

  it('has the most likely mean', () => {
    const data = cloud(6);
    const { mean, logLikelihood } = gaussianProcess(kernel, data)!;
    const precision = inverse(dense(data, kernel));
    const at = (own: number) => {
      const centred = Matrix.columnVector(data.values.map((value) => value - own));
      return centred.transpose().mmul(precision).mmul(centred).get(0, 0);
    };
    expect(at(mean)).toBeLessThan(Math.min(at(mean + 1e-3), at(mean - 1e-3)));
    expect(Number.isFinite(logLikelihood)).toBe(true);
  });

  it('is refused where the matrix is not positive definite', () => {
    expect(gaussianProcess(kernel, { points: [[0, 0]], values: [0], noise: [-3] })).toBeNull();
  });
});
