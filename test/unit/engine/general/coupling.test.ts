import { describe, expect, test } from 'vitest';
import type { RunSpecInput } from '../../../../src/engine/index.ts';
import {
  coupledPenalty,
  elasticNetPenalty,
  linearFactors,
} from '../../../../src/engine/objectives/penalty.ts';
import { stream } from '../../../../src/engine/random.ts';
import { csvOf, trained } from '../runs.ts';

const TARGETS = ['u', 'v', 'w'];
const random = stream(31, 'coupling');
const rows = Array.from({ length: 60 }, () => {
  const [a, b] = [random.normal(), 2 * random.normal()];
  return [a, b, ...[1, 1.4, 0.3].map((slope) => slope * a - b / 2 + 3 + random.normal())];
});
const NAMES = ['a', 'b', ...TARGETS];

/** Weights (target by target) and intercepts. */
async function weightsOf(text: string, spec: RunSpecInput) {
  const own = { features: ['a', 'b'], tolerance: 1e-13, ...spec };
  const { weights, intercept } = (await trained(text, own)).result().now;
  return { weights: [...weights], intercept: [...intercept] };
}

/**
 * Σ‖w_t‖² less c k ‖w̄‖² is Σ‖w_t − w̄‖² + (1 − c) k ‖w̄‖², so the problem falls apart: the mean over the targets is the
 * ridge solution of the mean target at (1 − c) λ, and each deviation that of the target's deviation at λ.
 */
async function byHand(lambda: number, coupling: number) {
  const apart = rows.map((row) => {
    const y = row.slice(2);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    return [...row.slice(0, 2), mean, ...y.map((value) => value - mean)];
  });
  const text = csvOf(['a', 'b', 'mean', ...TARGETS], apart);
  const mean = await weightsOf(text, { target: ['mean'], lambda: (1 - coupling) * lambda });
  const own = await weightsOf(text, { target: TARGETS, lambda });
  return {
    weights: own.weights.map((weight, at) => weight + mean.weights[at % 2]!),
    intercept: own.intercept.map((intercept) => intercept + mean.intercept[0]!),
  };
}

describe('targets that are learned together', () => {
  test.each([
    [30, 1],
    [30, 0.4],
    [1e6, 1],
    [0.5, 0.9],
  ])('are those of the normal equations at λ %d, coupling %d', async (lambda, coupling) => {
    const found = await weightsOf(csvOf(NAMES, rows), { target: TARGETS, lambda, coupling });
    const wanted = await byHand(lambda, coupling);
    for (const name of ['weights', 'intercept'] as const) {
      found[name].forEach((value, at) => {
        expect(value).toBeCloseTo(wanted[name][at]!, 9);
      });
    }
  });

  test('with a huge λ have the same weights, which nothing shrinks', async () => {
    const { weights } = await weightsOf(csvOf(NAMES, rows), { target: TARGETS, lambda: 1e9, coupling: 1 });
    for (let j = 0; j < 2; j++) {
      expect(weights[2 + j]).toBeCloseTo(weights[j]!, 6);
      expect(weights[4 + j]).toBeCloseTo(weights[j]!, 6);
      expect(Math.abs(weights[j]!)).toBeGreaterThan(0.3);
    }
  });

  test('one alone has nothing to be coupled with', async () => {
    const text = csvOf(NAMES, rows);
    const coupled = await weightsOf(text, { target: ['u'], lambda: 20, coupling: 0.7 });
    const plain = await weightsOf(text, { target: ['u'], lambda: 20 });
    coupled.weights.forEach((weight, j) => {
      expect(weight).toBeCloseTo(plain.weights[j]!, 10);
    });
  });
});

describe('the penalty', () => {
  const shape = { p: 2, k: 3, intercept: true };
  const factors = linearFactors(shape, Float64Array.of(1, 3));
  const net = elasticNetPenalty({ lambda: 0.8, l1Ratio: 0.25, factors });
  const penalty = coupledPenalty(net, shape, 0.8 * 0.75 * 0.6, factors);
  const theta = Float64Array.from({ length: 9 }, () => random.normal());

  test('by hand: of deviations from the mean, and what is left of the weights themselves', () => {
    let wanted = 0;
    for (const [j, factor] of [1, 3].entries()) {
      const own = [theta[j]!, theta[3 + j]!, theta[6 + j]!];
      const mean = (own[0]! + own[1]! + own[2]!) / 3;
      for (const weight of own) {
        wanted += 0.8 * factor * 0.25 * Math.abs(weight);
        wanted += (0.8 * factor * 0.75 * (0.6 * (weight - mean) ** 2 + 0.4 * weight ** 2)) / 2;
      }
    }
    expect(penalty.value(theta)).toBeCloseTo(wanted, 12);
  });

  test('has the gradient of its smooth part, and the Hessian of that', () => {
    const gradientAt = (at: Float64Array) => {
      const gradient = new Float64Array(9);
      penalty.addGradient(at, gradient);
      return gradient;
    };
    const smooth = (at: Float64Array) =>
      penalty.value(at) - at.reduce((sum, weight, j) => sum + penalty.l1![j]! * Math.abs(weight), 0);
    const hessian = new Float64Array(81);
    penalty.addHessian(hessian);
    const gradient = gradientAt(theta);
    for (let j = 0; j < 9; j++) {
      const [up, down] = [theta.slice(), theta.slice()];
      up[j]! += 1e-4;
      down[j]! -= 1e-4;
      expect(gradient[j]).toBeCloseTo((smooth(up) - smooth(down)) / 2e-4, 8);
      const [above, below] = [gradientAt(up), gradientAt(down)];
      for (let i = 0; i < 9; i++) expect(hessian[i * 9 + j]).toBeCloseTo((above[i]! - below[i]!) / 2e-4, 8);
    }
  });
});
