import { lambdaGrid } from '../general/curve.ts';
import type { Problem } from '../general/problem.ts';
import { evenly } from './lambdaRange.ts';

/** The smallest λ as a share of the largest, as glmnet has it: where columns outnumber rows the least λ mean little. */
const LEAST = 1e-4;
const LEAST_WIDE = 1e-2;

/**
 * So many λ in the spec's scale, falling evenly by powers of ten: with an L1 part from the one at which the last weight
 * becomes 0, else over the range in which the weights change.
 */
export async function pathLambdas(problem: Problem, count: number): Promise<number[]> {
  const [high, low] = problem.spec.l1Ratio > 0 ? await sparseRange(problem) : ridgeRange(problem);
  return evenly([high, low], count);
}

function ridgeRange(problem: Problem): [number, number] {
  const grid = lambdaGrid(problem);
  return [grid.at(-1)!, grid[0]!];
}

/** max |∂loss/∂w_j| / (ρ f_j) at the model without weights, and a share of it. */
async function sparseRange(problem: Problem): Promise<[number, number]> {
  const { spec, factors, total, data } = problem;
  const objective = problem.objective(0);
  const slopes = new Float64Array(objective.size);
  await objective.evaluate(objective.origin ?? new Float64Array(objective.size), slopes);
  let most = 0;
  for (let j = 0; j < slopes.length; j++) {
    if (factors[j]! > 0) most = Math.max(most, Math.abs(slopes[j]!) / (spec.l1Ratio * factors[j]!));
  }
  if (!(most > 0)) most = 1;
  const high = spec.lambdaScale === 'total' ? most * total : most;
  return [high, high * (data.counts.train < data.plan.columns.length ? LEAST_WIDE : LEAST)];
}
