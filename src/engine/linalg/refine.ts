import { columnDeviation, copyWeights } from '../data/scaling.ts';
import { type LinearWeights, PART, type RowBlocks } from '../data/types.ts';
import type { ColumnFamily, RidgeProblem } from '../solvers/types.ts';
import { minusProduct, ResidualSums } from './residualSums.ts';

/** A change below this many units in the last place of every weight is the end of what can be gained. */
const DONE = 4 * Number.EPSILON;
const MAX_PASSES = 5;

export interface Refined {
  /** In original units. */
  readonly weights: LinearWeights;
  /** Passes over the rows that it took. */
  readonly passes: number;
  /** Largest relative change of a weight in the first pass: about how many digits the start had. */
  readonly firstChange: number;
}

/**
 * Iterative refinement of an exact solution over the rows themselves (Björck 1967): the residuals of the normal
 * equations are summed in twice the working precision, and the family's own factorization turns them into a
 * correction, until the weights stand still. `rows` is called once a pass; `start` is in original units and is not
 * changed. Gives up, keeping the best, where corrections do not shrink or a sum overflows.
 */
export async function refine(
  rows: () => RowBlocks,
  start: LinearWeights,
  problem: RidgeProblem,
  family: Pick<ColumnFamily, 'correct'>,
  lambdaTotal: number,
): Promise<Refined> {
  let weights = start;
  let last = Number.POSITIVE_INFINITY;
  let firstChange = 0;
  for (let passes = 1; ; passes++) {
    const sums = new ResidualSums(weights);
    for await (const block of rows()) sums.add(block, PART.train);
    const step = refinementStep(sums, problem, family, lambdaTotal);
    if (passes === 1) firstChange = step.change;
    if (!(step.change < last)) return { weights, passes, firstChange };
    weights = step.weights;
    last = step.change / 2;
    if (step.change <= DONE || passes === MAX_PASSES) return { weights, passes, firstChange };
  }
}

/** One correction from the residual sums of one pass: the next weights and the largest relative change of one. */
export function refinementStep(
  sums: ResidualSums,
  problem: RidgeProblem,
  family: Pick<ColumnFamily, 'correct'>,
  lambdaTotal: number,
): { weights: LinearWeights; change: number } {
  const { moments, scaling, intercept } = problem;
  const { p, k } = moments;
  const correction = family.correct(equationResiduals(sums, problem, lambdaTotal), lambdaTotal);
  const weights = copyWeights(sums.weights);
  for (let t = 0; t < k; t++) {
    let shift = intercept ? sums.sum(t, p)[0] / moments.count : 0;
    for (let j = 0; j < p; j++) {
      const delta = correction[t * p + j]! / scaling.scale[j]!;
      if (intercept) shift -= delta * moments.mean[j]!;
      weights.weights[t * p + j]! += delta;
    }
    weights.intercept[t]! += shift;
  }
  return { weights, change: relativeChange(sums.weights, weights, problem) };
}

/**
 * The largest change of a weight, relative to itself, or to what a weight of √eps times the effect of the largest
 * would be where it is smaller than that: a weight that should be 0 never stands still relative to itself.
 */
function relativeChange(before: LinearWeights, after: LinearWeights, { moments }: RidgeProblem): number {
  const { p, k } = moments;
  const deviation = Float64Array.from({ length: p }, (_, j) => columnDeviation(moments, j));
  let change = 0;
  for (let t = 0; t < k; t++) {
    let largest = 0;
    for (let j = 0; j < p; j++) {
      largest = Math.max(largest, Math.abs(after.weights[t * p + j]!) * deviation[j]!);
    }
    const floor = largest * Math.sqrt(Number.EPSILON);
    const add = (old: number, next: number, unit: number) => {
      if (old === next) return;
      change = Math.max(change, (Math.abs(next - old) * unit) / Math.max(Math.abs(next) * unit, floor));
    };
    for (let j = 0; j < p; j++) add(before.weights[t * p + j]!, after.weights[t * p + j]!, deviation[j]!);
    add(before.intercept[t]!, after.intercept[t]!, 1);
  }
  return change;
}

/** X̃ᵀ(y − ŷ) − λ w̃ on the optimized scale, about the means where there is an intercept: k × p. */
function equationResiduals(sums: ResidualSums, problem: RidgeProblem, lambdaTotal: number): Float64Array {
  const { moments, scaling, intercept } = problem;
  const { p, k } = moments;
  const result = new Float64Array(k * p);
  for (let t = 0; t < k; t++) {
    const ones = sums.sum(t, p);
    for (let j = 0; j < p; j++) {
      if (scaling.constant[j]) continue;
      const scale = scaling.scale[j]!;
      const centre = intercept ? moments.mean[j]! : 0;
      const weight = sums.weights.weights[t * p + j]!;
      result[t * p + j] =
        minusProduct(sums.sum(t, j), centre, ones, lambdaTotal * scale * scale, weight) / scale;
    }
  }
  return result;
}
