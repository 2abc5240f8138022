import { addUpper, type CentredTiles, centredTiles } from '../kernels/centredTiles.ts';
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
export function accumulateMoments(target: Moments, block: DesignBlock | BlockColumns, part: number): void {
  const tiles = centredTiles(null, target.p, target.k);
  accumulateUpper(target, block, part, tiles);
  mirrorScatter(target);
}

/** The same, but only of the upper triangle: what lies below the diagonal of the scatter is undefined after it. */
export function accumulateUpper(
  target: Moments,
  block: DesignBlock | BlockColumns,
  part: number,
  tiles: CentredTiles,
): void {
  const mean = new Float64Array(target.mean.length);
  const rest = new Float64Array(target.mean.length);
  tiles.addTo(target.scatter, block, part, ({ count, origin, offset }, delta) => {
    for (let j = 0; j < mean.length; j++) setMean(mean, rest, j, origin[j]!, offset[j]!);
    return takeMeans(target, count, mean, rest, delta);
  });
}

/** Adds `other` to `target`, as if its rows had been accumulated there (Chan, Golub & LeVeque 1979). */
export function mergeMoments(target: Moments, other: Moments): void {
  if (other.count === 0) return;
  mergeUpper(target, other);
  mirrorScatter(target);
}

/** Moments of several groups of rows in one array, to be handed on at once. */
export interface PackedMoments {
  readonly p: number;
  readonly k: number;
  /** Of each group: its count, d means, what rounding left of them, and the d × d scatter. */
  readonly numbers: Float64Array;
}

/** One array of all of them; a group without rows is 0 throughout. */
export function packMoments(all: readonly (Moments | null)[], p: number, k: number): PackedMoments {
  const d = p + k;
  const size = 1 + 2 * d + d * d;
  const numbers = new Float64Array(all.length * size);
  for (const [at, own] of all.entries()) {
    if (!own) continue;
    numbers[at * size] = own.count;
    numbers.set(own.mean, at * size + 1);
    numbers.set(own.meanRest, at * size + 1 + d);
    numbers.set(own.scatter, at * size + 1 + 2 * d);
  }
  return { p, k, numbers };
}

/** The moments again, as views of the one array; null for a group without rows. */
export function unpackMoments({ p, k, numbers }: PackedMoments): (Moments | null)[] {
  const d = p + k;
  const size = 1 + 2 * d + d * d;
  return Array.from({ length: numbers.length / size }, (_, at) => {
    const own = numbers.subarray(at * size, (at + 1) * size);
    if (own[0] === 0) return null;
    const [mean, meanRest] = [own.subarray(1, 1 + d), own.subarray(1 + d, 1 + 2 * d)];
    return { p, k, count: own[0]!, mean, meanRest, scatter: own.subarray(1 + 2 * d) };
  });
}

/** The moments of all rows of several, merged in their order; at least one. */
export function mergedMoments(all: readonly Moments[]): Moments {
  const merged = createMoments(all[0]!.p, all[0]!.k);
  for (const own of all) mergeUpper(merged, own);
  mirrorScatter(merged);
  return merged;
}

/** The same from and to the upper triangles alone: what lies below the diagonal of the scatter is undefined after it. */
export function mergeUpper(target: Moments, other: Moments): void {
  if (other.count === 0) return;
  const delta = new Float64Array(target.mean.length);
  const weight = takeMeans(target, other.count, other.mean, other.meanRest, delta);
  addUpper(target.scatter, other.scatter, delta, weight);
}

/**
 * The moments of some design columns and targets (indices in the order wanted) as moments of their own. Of the scatter
 * only the upper triangle is read, and all of it is written.
 */
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
      const [a, b] = [chosen[i]!, chosen[j]!];
      result.scatter[i * chosen.length + j] = moments.scatter[a < b ? a * d + b : b * d + a]!;
    }
  }
  return result;
}

/** False where a sum overflowed or a value was not finite: nothing may be computed from such moments. */
export function momentsAreFinite(moments: Moments): boolean {
  return moments.mean.every(Number.isFinite) && moments.scatter.every(Number.isFinite);
}

/**
 * Chan's update of the count and the means by those of other rows; their distances go into `delta`.
 *
 * @returns the weight with which the products of the distances count in the scatter
 */
function takeMeans(
  target: Moments,
  count: number,
  mean: Float64Array,
  rest: Float64Array,
  delta: Float64Array,
): number {
  const total = target.count + count;
  const weight = (target.count / total) * count;
  const share = count / total;
  for (let i = 0; i < delta.length; i++) {
    if (weight === 0) {
      delta[i] = 0;
      setMean(target.mean, target.meanRest, i, mean[i]!, rest[i]!);
      continue;
    }
    const distance = mean[i]! - target.mean[i]! + (rest[i]! - target.meanRest[i]!);
    delta[i] = distance;
    setMean(target.mean, target.meanRest, i, target.mean[i]!, target.meanRest[i]! + distance * share);
  }
  target.count = total;
  return weight;
}

/** Makes mean j the sum of two numbers and keeps its rounding error (Knuth's two-sum). */
function setMean(mean: Float64Array, rest: Float64Array, j: number, a: number, b: number): void {
  const sum = a + b;
  const back = sum - a;
  mean[j] = sum;
  rest[j] = a - (sum - back) + (b - back);
}

/** Copies the upper triangle of the scatter to the lower one. */
function mirrorScatter({ scatter, mean }: Moments): void {
  const d = mean.length;
  for (let i = 1; i < d; i++) {
    for (let j = 0; j < i; j++) scatter[i * d + j] = scatter[j * d + i]!;
  }
}
