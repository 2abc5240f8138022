import { addCrossProducts } from '../linalg/crossProducts.ts';
import { createMoments, mergeMoments } from './moments.ts';
import type { DesignBlock, Moments } from './types.ts';

/** Rows that are centred and multiplied together. */
const TILE_ROWS = 256;

/**
 * Adds the block's rows of one part, each as often as its weight says, to `target`, which alone is changed: its count is
 * a sum of weights. A row of weight 0 is as if it were not there.
 */
export function accumulateWeighted(target: Moments, block: DesignBlock, part: number): void {
  const { p, k } = target;
  const tile = new Float64Array((p + k) * TILE_ROWS);
  const weights = new Float64Array(TILE_ROWS);
  for (let row = 0; row < block.rows; ) {
    let count = 0;
    for (; row < block.rows && count < TILE_ROWS; row++) {
      if (block.part[row] !== part || !(block.weight![row]! > 0)) continue;
      weights[count] = block.weight![row]!;
      copyRow(tile, block, p, k, row, count);
      count++;
    }
    if (count > 0) mergeMoments(target, tileMoments(tile, weights, p, k, count));
  }
}

function copyRow(
  tile: Float64Array,
  { x, y }: DesignBlock,
  p: number,
  k: number,
  row: number,
  to: number,
): void {
  for (let j = 0; j < p; j++) tile[j * TILE_ROWS + to] = x[row * p + j]!;
  for (let t = 0; t < k; t++) tile[(p + t) * TILE_ROWS + to] = y[row * k + t]!;
}

/** Moments of a tile's rows; overwrites it by its centred columns times the roots of the weights. */
function tileMoments(
  tile: Float64Array,
  weights: Float64Array,
  p: number,
  k: number,
  count: number,
): Moments {
  const moments = createMoments(p, k);
  const roots = weights.map(Math.sqrt);
  for (let i = 0; i < count; i++) moments.count += weights[i]!;
  for (let j = 0; j < p + k; j++) {
    const start = j * TILE_ROWS;
    const origin = tile[start]!;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += weights[i]! * (tile[start + i]! - origin);
    const offset = sum / moments.count;
    for (let i = 0; i < count; i++) tile[start + i] = (tile[start + i]! - origin - offset) * roots[i]!;
    const mean = origin + offset;
    moments.mean[j] = mean;
    moments.meanRest[j] = offset - (mean - origin);
  }
  addCrossProducts(moments.scatter, tile, p + k, TILE_ROWS, count);
  return moments;
}
