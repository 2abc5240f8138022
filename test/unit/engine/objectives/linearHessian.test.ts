import { expect, test } from 'vitest';
import { kernels } from '../kernels/support.ts';
import { LOSSES } from './losses/cases.ts';
import { type HeldObjective, objectiveFor, rowsFor, thetaFor } from './scoreProblems.ts';

const cases = LOSSES.flatMap((loss) =>
  [true, false].flatMap((intercept) => [0, 0.3].map((lambda) => ({ loss, intercept, lambda }))),
);

function hessianAt(objective: HeldObjective, theta: Float64Array): Float64Array {
  const hessian = new Float64Array(objective.size ** 2).fill(9);
  objective.hessian!(theta, hessian);
  return hessian;
}

test.each(cases)(
  '$loss.name, intercept $intercept, λ $lambda: the Hessian is that of the gradient',
  ({ loss, intercept, lambda }) => {
    const block = rowsFor(loss);
    const weight = Float64Array.from({ length: block.rows }, (_, row) => 0.5 + (row % 3));
    const objective = objectiveFor(loss, [{ ...block, weight }], { intercept, lambda });
    const { size } = objective;
    const theta = thetaFor(size);
    const hessian = hessianAt(objective, theta);
    const step = 1e-6;
    const largest = hessian.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (let at = 0; at < size; at++) {
      const [after, before] = [step, -step].map((own) => {
        const moved = theta.slice();
        moved[at]! += own;
        const gradient = new Float64Array(size);
        objective.evaluate(moved, gradient);
        return gradient;
      });
      for (let j = 0; j < size; j++) {
        const curvature = (after![j]! - before![j]!) / (2 * step);
        expect(Math.abs(curvature - hessian[at * size + j]!)).toBeLessThan(1e-7 * largest);
        expect(hessian[at * size + j]).toBe(hessian[j * size + at]);
      }
    }
  },
);

test.each(cases)('$loss.name, intercept $intercept: WebAssembly and TypeScript give the same bits', (own) => {
  const blocks = [rowsFor(own.loss, 700, 4), rowsFor(own.loss, 41, 5)];
  const [fast, plain] = [kernels(), null].map((loaded) => {
    const objective = objectiveFor(own.loss, blocks, { ...own, kernels: loaded });
    return hessianAt(objective, thetaFor(objective.size));
  });
  expect(fast).toEqual(plain);
});
