import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseIn, meanCurve } from '../../../../src/engine/selection/curve.ts';

const losses = fc.double({ min: 0, max: 1e6, noNaN: true });

test('λ_1se is never below λ_min, and within one standard error of the least mean', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((folds) =>
        fc.integer({ min: 1, max: 20 }).chain((lambdas) =>
          fc.record({
            sizes: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: folds, maxLength: folds }),
            losses: fc.array(fc.array(losses, { minLength: lambdas, maxLength: lambdas }), {
              minLength: folds,
              maxLength: folds,
            }),
          }),
        ),
      ),
      ({ sizes, losses: all }) => {
        const curve = meanCurve({ sizes, losses: all.map((own) => Float64Array.from(own)) });
        const { min, oneSe } = chooseIn(curve);
        // λ falls with the index.
        expect(oneSe).toBeLessThanOrEqual(min);
        expect(curve.mean[min]).toBe(Math.min(...curve.mean));
        expect(curve.mean[oneSe]!).toBeLessThanOrEqual(curve.mean[min]! + curve.se[min]!);
        for (const own of curve.mean.slice(0, oneSe))
          expect(own > curve.mean[min]! + curve.se[min]!).toBe(true);
      },
    ),
  );
});

test('folds count by their rows, and the standard error divides the weighted variance by k − 1', () => {
  const { mean, se } = meanCurve({ sizes: [1, 3], losses: [Float64Array.of(8), Float64Array.of(4)] });
  expect(mean).toEqual([5]);
  expect(se).toEqual([Math.sqrt(0.25 * 9 + 0.75 * 1)]);
  expect(meanCurve({ sizes: [2], losses: [Float64Array.of(8)] }).se).toEqual([0]);
});

test('of equal means the largest λ is chosen', () => {
  expect(chooseIn({ mean: [3, 2, 2], se: [0, 0, 0] })).toEqual({ min: 1, oneSe: 1 });
});
