import { type DesignBlock, type Moments, PART, type Scaling } from '../data/types.ts';
import type { TriangularFactor } from '../solvers/types.ts';

/** Rows that are folded into the triangle at a time. */
const TILE = 256;

/**
 * A QR of rows that come block by block: only the triangle is kept, O((p + k)²) numbers. Rows are shifted by the
 * training means before they enter and follow a column of ones that takes up what the rounded means leave, so that
 * centring costs no digits.
 */
export interface FactorAccumulator {
  readonly p: number;
  readonly k: number;
  count: number;
  /** Whether there is a column of ones before the others. */
  readonly centred: boolean;
  /** What is subtracted from, and then divides, each of the p + k columns. */
  readonly shift: Float64Array;
  readonly scale: Float64Array;
  /** width columns of `width` numbers: the triangle, column-major; width = p + k, plus 1 where centred. */
  readonly triangle: Float64Array;
}

/** An empty factor of rows on the optimized scale; `moments` give the means that are shifted away. */
export function createFactor(moments: Moments, scaling: Scaling, centred: boolean): FactorAccumulator {
  const { p, k } = moments;
  const width = p + k + (centred ? 1 : 0);
  const scale = new Float64Array(p + k).fill(1);
  for (let j = 0; j < p; j++) scale[j] = scaling.constant[j] ? Number.POSITIVE_INFINITY : scaling.scale[j]!;
  const shift = centred ? moments.mean.slice() : new Float64Array(p + k);
  return { p, k, count: 0, centred, shift, scale, triangle: new Float64Array(width * width) };
}

/** Folds the block's rows of one {@link PART} into the factor, which alone is changed. */
export function accumulateFactor(
  factor: FactorAccumulator,
  block: DesignBlock,
  part: number = PART.train,
): void {
  const width = Math.sqrt(factor.triangle.length);
  const tile = new Float64Array(width * TILE);
  let row = 0;
  while (row < block.rows) {
    let count = 0;
    for (; row < block.rows && count < TILE; row++) {
      if (block.part[row] === part) copyRow(factor, block, row, tile, count++);
    }
    foldTile(factor.triangle, tile, width, count);
    factor.count += count;
  }
}

/** Folds another factor of the same scaling, made from later rows. */
export function mergeFactor(factor: FactorAccumulator, other: FactorAccumulator): void {
  const width = Math.sqrt(factor.triangle.length);
  for (let from = 0; from < width; from += TILE) {
    const count = Math.min(TILE, width - from);
    const tile = new Float64Array(width * TILE);
    for (let j = 0; j < width; j++) {
      tile.set(other.triangle.subarray(j * width + from, j * width + from + count), j * TILE);
    }
    foldTile(factor.triangle, tile, width, count);
  }
  factor.count += other.count;
}

/** R of [X̃ Y], about the means where the factor is centred. */
export function finishFactor({ p, k, count, centred, triangle }: FactorAccumulator): TriangularFactor {
  const width = Math.sqrt(triangle.length);
  const skip = centred ? 1 : 0;
  const r = new Float64Array((p + k) ** 2);
  for (let j = 0; j < p + k; j++) {
    for (let i = 0; i <= j; i++) r[i * (p + k) + j] = triangle[(j + skip) * width + i + skip]!;
  }
  return { p, k, count, r };
}

/** Writes a row into the tile, times the root of how much it counts. */
function copyRow(factor: FactorAccumulator, block: DesignBlock, row: number, tile: Float64Array, to: number) {
  const { p, k, shift, scale, centred } = factor;
  const root = block.weight ? Math.sqrt(block.weight[row]!) : 1;
  let at = to;
  if (centred) {
    tile[at] = root;
    at += TILE;
  }
  for (let j = 0; j < p; j++, at += TILE) tile[at] = (root * (block.x[row * p + j]! - shift[j]!)) / scale[j]!;
  for (let t = 0; t < k; t++, at += TILE) tile[at] = root * (block.y[row * k + t]! - shift[p + t]!);
}

/** Householder reflections that bring the tile's `count` rows under the triangle to zero; both are overwritten. */
function foldTile(triangle: Float64Array, tile: Float64Array, width: number, count: number): void {
  for (let j = 0; j < width; j++) {
    const start = j * TILE;
    const end = start + count;
    let tail = 0;
    for (let i = start; i < end; i++) tail += tile[i]! * tile[i]!;
    if (tail === 0) continue;
    const diagonal = triangle[j * width + j]!;
    const length = Math.sqrt(diagonal * diagonal + tail);
    const head = diagonal > 0 ? -length : length;
    const first = diagonal - head;
    const square = first * first + tail;
    triangle[j * width + j] = head;
    for (let c = j + 1; c < width; c++) {
      const own = c * TILE;
      let sum = first * triangle[c * width + j]!;
      for (let i = start, q = own; i < end; i++, q++) sum += tile[i]! * tile[q]!;
      const factor = (2 * sum) / square;
      triangle[c * width + j]! -= factor * first;
      for (let i = start, q = own; i < end; i++, q++) tile[q]! -= factor * tile[i]!;
    }
  }
}
