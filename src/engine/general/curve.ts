import { columnVariation } from '../data/scaling.ts';
import { errorOf } from '../metrics/index.ts';
import type { LambdaCurve } from '../report.ts';
import { totalLambda } from './createProblem.ts';
import { minimize } from './optimum.ts';
import type { Problem } from './problem.ts';
import { scoresAt } from './scores.ts';

/** Points of the curve, where each is a training of its own. */
const POINTS = 31;
/** Rows × numbers of theta up to which the whole curve takes a second or two. */
const AFFORDABLE = 20_000_000;
/** Powers of ten past these are no λ. */
const DECADES = 300;

/** λ evenly spaced by powers of ten, in the spec's scale, from where it does little to where it takes nearly all. */
export function lambdaGrid(problem: Problem): number[] {
  const { spec, data, scaling, total } = problem;
  const { train } = data.moments;
  let trace = 0;
  for (let j = 0; j < train.p; j++) {
    if (!scaling.constant[j]) trace += columnVariation(train, j) / scaling.scale[j]! ** 2;
  }
  const typical = trace > 0 ? trace / train.p : total;
  const unit = spec.lambdaScale === 'total' ? 1 : total;
  const decade = (lambda: number) => Math.max(-DECADES, Math.min(DECADES, Math.log10(lambda)));
  let low = Math.round(decade((3e-5 * typical) / unit));
  let high = Math.round(decade((30 * typical) / unit));
  if (spec.lambda > 0) {
    low = Math.min(low, Math.floor(decade(spec.lambda)));
    high = Math.max(high, Math.ceil(decade(spec.lambda)));
  }
  return Array.from({ length: POINTS }, (_, i) => 10 ** (low + ((high - low) * i) / (POINTS - 1)));
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
