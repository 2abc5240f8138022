import type { DesignBlock, Scaling } from '../data/types.ts';
import type { Feature } from '../registry.ts';
import { blockSquared } from './blockSquared.ts';
import { createLossSums } from './lossSums.ts';
import { ridgePenalty } from './penalty.ts';
import type { SquaredObjective } from './squared.ts';
import { thetaWidth } from './theta.ts';

const ROWS_FEATURES: ReadonlySet<Feature> = new Set(['moments', 'convex']);

/**
 * The objective of `squaredObjective` from the rows themselves, where there are too many columns for their moments:
 * the block's rows of one part, on the optimized scale, in O(rows · p).
 */
export function rowsObjective(
  block: DesignBlock,
  part: number,
  scaling: Scaling,
  k: number,
  intercept: boolean,
  lambdaTotal: number,
  lipschitz: () => number,
): SquaredObjective {
  const loss = blockSquared(scaling, k, intercept);
  const count = block.part.reduce((sum, own) => sum + (own === part ? 1 : 0), 0);
  const penalty = ridgePenalty(lambdaTotal / count, loss);
  return {
    p: loss.p,
    k,
    intercept,
    size: thetaWidth(loss.p, intercept) * k,
    features: ROWS_FEATURES,
    penalty,
    batches: null,
    lipschitz,
    evaluate(theta, gradient) {
      const sums = createLossSums(theta.length);
      loss.add(block, part, theta, sums);
      if (gradient) {
        for (let at = 0; at < theta.length; at++) gradient[at] = sums.gradient[at]! / count;
        penalty.addGradient(theta, gradient);
      }
      return { dataLoss: sums.loss.value / count, penalty: penalty.value(theta) };
    },
  };
}
