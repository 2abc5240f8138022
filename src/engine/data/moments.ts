import { type CentredTiles, centredTiles } from '../kernels/centredTiles.ts';
import type { BlockColumns, DesignBlock, Moments } from './types.ts';

/** The moments of no rows, for p design columns and k targets. */
export function createMoments(p: number, k: number): Moments {
  const d = p + k;
  return {
    p,
    k,
    count: 0,
    mean: new Float64Array(d),
    meanRest: new Float64Array(d),
    scatter: new Float64Array(d * d),
  };
}

/**
 * Adds the block's rows of one {@link PART} to `target`, which alone is changed. The sums run in the order of the
 * rows, in tiles: the same blocks in the same order give the same bits, whoever makes the tiles.
 */
export function accumulateMoments(
  target: Moments,
  block: DesignBlock | BlockColumns,
  part: number,
  tiles: CentredTiles = centredTiles(null, target.p, target.k),
): void {
  const own = { ...target, mean: new Float64Array(target.mean), meanRest: new Float64Array(target.mean) };
  let changed = false;
  tiles.each(block, part, ({ count, origin, offset, products }) => {
    for (let j = 0; j < origin.length; j++) setMean(own.mean, own.meanRest, j, origin[j]!, offset[j]!);
    addMoments(target, { ...own, count, scatter: products });
    changed = true;
  });
  if (changed) mirror(target.scatter, target.p + target.k);
}

/** Adds `other` to `target`, as if its rows had been accumulated there (Chan, Golub & LeVeque 1979). */
export function mergeMoments(target: Moments, other: Moments): void {
  if (other.count === 0) return;
  addMoments(target, other);
  mirror(target.scatter, target.p + target.k);
}

/** The moments of some design columns and targets (indices in the order wanted) as moments of their own. */
export function selectMoments(
  moments: Moments,
  columns: ArrayLike<number>,
  targets: ArrayLike<number>,
): Moments {
  const result = createMoments(columns.length, targets.length);
  const d = moments.p + moments.k;
  const chosen = [...Array.from(columns), ...Array.from(targets, (target) => moments.p + target)];
  result.count = moments.count;
  for (let i = 0; i < chosen.length; i++) {
    result.mean[i] = moments.mean[chosen[i]!]!;
    result.meanRest[i] = moments.meanRest[chosen[i]!]!;
    for (let j = 0; j < chosen.length; j++) {
      result.scatter[i * chosen.length + j] = moments.scatter[chosen[i]! * d + chosen[j]!]!;
    }
  }
  return result;
}

/** False where a sum overflowed or a value was not finite: nothing may be computed from such moments. */
export function momentsAreFinite(moments: Moments): boolean {
  return moments.mean.every(Number.isFinite) && moments.scatter.every(Number.isFinite);
}

/**
 * Chan's update, of the upper triangle only; the caller mirrors. The two deviations are multiplied first, so that the
 * result does not depend on which of two columns comes first.
 */
function addMoments(target: Moments, other: Moments): void {
  const d = target.mean.length;
  const total = target.count + other.count;
  const weight = (target.count / total) * other.count;
  const share = other.count / total;
  const delta = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    delta[i] = other.mean[i]! - target.mean[i]! + (other.meanRest[i]! - target.meanRest[i]!);
  }
  for (let i = 0; i < d; i++) {
    for (let j = i, at = i * d + i; j < d; j++, at++) {
      target.scatter[at]! +=
        weight === 0 ? other.scatter[at]! : other.scatter[at]! + delta[i]! * delta[j]! * weight;
    }
    if (weight === 0) setMean(target.mean, target.meanRest, i, other.mean[i]!, other.meanRest[i]!);
    else setMean(target.mean, target.meanRest, i, target.mean[i]!, target.meanRest[i]! + delta[i]! * share);
  }
  target.count = total;
}

/** Makes mean j the sum of two numbers and keeps its rounding error (Knuth's two-sum). */
function setMean(mean: Float64Array, rest: Float64Array, j: number, a: number, b: number): void {
  const sum = a + b;
  const back = sum - a;
  mean[j] = sum;
  rest[j] = a - (sum - back) + (b - back);
}

function mirror(matrix: Float64Array, d: number): void {
  for (let i = 1; i < d; i++) {
    for (let j = 0; j < i; j++) matrix[i * d + j] = matrix[j * d + i]!;
  }
}
