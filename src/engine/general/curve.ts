import { errorOf } from '../metrics/index.ts';
import { lambdaAxis } from '../model/lambdaAxis.ts';
import type { LambdaCurve } from '../report.ts';
import { totalLambda } from './createProblem.ts';
import { minimize } from './optimum.ts';
import type { Problem } from './problem.ts';
import { scoresAt } from './scores.ts';

/** Points of the curve, where each is a training of its own. */
const POINTS = 31;
/** Rows × numbers of theta up to which the whole curve takes a second or two. */
const AFFORDABLE = 20_000_000;

/** λ of the curve, in the spec's scale. */
export function lambdaGrid(problem: Problem): number[] {
  return lambdaAxis(problem, problem.data.moments.train.p, POINTS);
}

/** The ends of the λ axis, before anything is known between them. */
export function emptyCurve(problem: Problem): LambdaCurve {
  const grid = lambdaGrid(problem);
  return {
    lambda: [grid[0]!, grid.at(-1)!],
    train: [],
    heldOut: null,
    heldOutPart: null,
    degreesOfFreedom: null,
  };
}

/**
 * The decisive metric, as an error, at each λ of the grid, from the largest on, each started from the one before; null
 * where that would take long or means another network each time.
 */
export async function* curveSteps(
  problem: Problem,
  signal?: AbortSignal,
): AsyncGenerator<void, LambdaCurve | null> {
  const { spec, data, total, predictor, judgement } = problem;
  const rows = problem.store ? data.counts.train : predictor.size;
  if (!problem.features.has('convex') || rows * predictor.size > AFFORDABLE) return null;
  const heldOutPart = data.counts.validation > 0 ? 'validation' : data.counts.test > 0 ? 'test' : null;
  const metric = judgement.metrics[0]!;
  const lambda = lambdaGrid(problem);
  const train = new Array<number>(lambda.length);
  const heldOut = new Array<number>(lambda.length);
  let theta = new Float64Array(predictor.size);
  for (let at = lambda.length - 1; at >= 0; at--) {
    if (signal?.aborted) return null;
    theta = (yield* minimize(problem, totalLambda(spec, total, lambda[at]!), theta)).theta.slice();
    const scores = await scoresAt(problem, theta);
    train[at] = errorOf(metric, scores.train) ?? 0;
    if (heldOutPart) heldOut[at] = errorOf(metric, scores[heldOutPart]) ?? 0;
  }
  return { lambda, train, heldOut: heldOutPart ? heldOut : null, heldOutPart, degreesOfFreedom: null };
}
