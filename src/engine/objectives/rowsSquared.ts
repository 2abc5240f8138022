import { type DesignBlock, PART, type PartName, type Scaling } from '../data/types.ts';
import { rowTiles } from '../kernels/rowTiles.ts';
import type { Feature } from '../registry.ts';
import type { Objective } from '../solvers/types.ts';
import { linearPredictor } from './linearPredictor.ts';
import { squaredLoss } from './losses/squared.ts';
import { ridgePenalty } from './penalty.ts';
import { heldRows } from './rowStore.ts';
import { scoreObjective } from './scoreObjective.ts';

const ROWS_FEATURES: ReadonlySet<Feature> = new Set(['moments', 'convex']);

/**
 * The objective of `squaredObjective` from the rows themselves, where there are too many columns for their moments:
 * the block's rows of one part, on the optimized scale, in O(rows · p). The block stays where it is.
 */
export function rowsObjective(
  block: DesignBlock,
  part: PartName,
  scaling: Scaling,
  shape: { readonly k: number; readonly intercept: boolean; readonly lambdaTotal: number },
  lipschitz: () => number,
): Objective {
  const { k, intercept, lambdaTotal } = shape;
  // The kernels would copy what may be a gigabyte into memory of their own.
  const tiles = rowTiles(null);
  const predictor = linearPredictor(tiles, scaling, k, intercept);
  const total = block.part.reduce((sum, own) => sum + (own === PART[part] ? 1 : 0), 0);
  return scoreObjective({
    predictor,
    loss: squaredLoss(k),
    penalty: ridgePenalty(lambdaTotal / total, predictor),
    store: heldRows(tiles, [block]),
    part: PART[part],
    total,
    features: ROWS_FEATURES,
    lipschitz,
    batches: null,
  });
}
