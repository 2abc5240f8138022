import type { Fit } from '../fit.ts';
import type { DescentEnd } from '../report.ts';

/**
 * Why a descent diverged and what would fix it. Full-batch gradient descent converges if and only if η < 2 / L.
 * @param lipschitz L, the largest eigenvalue of the Hessian
 */
export function divergenceAdvice(learningRate: number, lipschitz: number, fit: Fit): DescentEnd['advice'] {
  const limit = 2 / lipschitz;
  const suggestedRate = 0.9 / lipschitz;
  const rates = `The learning rate ${show(learningRate)} is above 2/L = ${show(limit)}, so every step overshoots.`;
  const unscaled =
    fit.spec.standardize === 'none' ? ' The columns are not standardized, which makes L large.' : '';
  const message =
    learningRate >= limit
      ? `${rates}${unscaled} Resume from the last finite weights with 0.9/L = ${show(suggestedRate)}.`
      : `The loss kept rising although the learning rate ${show(learningRate)} is below 2/L = ${show(limit)}: the numbers are too large to be summed exactly. Standardize the columns.`;
  return { message, suggestedRate };
}

function show(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
