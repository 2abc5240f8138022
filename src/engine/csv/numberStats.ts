import type { NumberStats } from './layout.ts';
import { ValueSet } from './valueSet.ts';

/** Beyond these magnitudes squares leave the range of doubles and are taken of scaled values. */
const LARGE = 2 ** 500;
const SMALL = 2 ** -500;
const DOWN = 2 ** -540;
const UP = 2 ** 540;

/** Values of so few rows are handed on as they are. */
const FEW_ROWS = 256;

/** The cells of a numeric column that hold no finite number, counted while it is parsed. */
export interface CellCounts {
  readonly missing: number;
  readonly bad: number;
  readonly notFinite: number;
}

/** Statistics of `values`, NaN left out, by the corrected two-pass algorithm in row order. */
export function numberStats(values: Float64Array, counts: CellCounts, countDistinct: boolean): NumberStats {
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = scaleFor(Math.max(-min, max));
  const first = count === 0 ? 0 : (scale === 1 ? sum : scaledSum(values, scale)) / count;
  const { mean, m2 } = min === max ? { mean: min * scale, m2: 0 } : corrected(values, first, scale, count);
  const integer = allWhole(values);
  const distinct = countDistinct ? distinctValues(values) : null;
  return statsOf(counts, { count, min, max, mean, m2, scale, integer, distinct });
}

/**
 * A column's statistics, of the cells counted and of the values. Every field is written by name: spread into one
 * another, such objects cost V8 a hidden class of their own for each column of each chunk, 3 kB that only a full
 * collection gives back.
 */
export function statsOf(
  { missing, bad, notFinite }: CellCounts,
  { count, min, max, mean, m2, scale, integer, distinct }: Omit<NumberStats, keyof CellCounts>,
): NumberStats {
  return { missing, bad, notFinite, count, min, max, mean, m2, scale, integer, distinct };
}

/** The statistics of two runs of rows, `left` before `right`, by Chan's update; `distinct` is left to a ValueSet. */
export function mergeStats(left: NumberStats, right: NumberStats): NumberStats {
  const [first, second] = [rescaled(left, right.scale), rescaled(right, left.scale)];
  const count = first.count + second.count;
  const delta = second.mean - first.mean;
  const share = count === 0 ? 0 : second.count / count;
  return {
    count,
    missing: left.missing + right.missing,
    bad: left.bad + right.bad,
    notFinite: left.notFinite + right.notFinite,
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    mean: first.mean + delta * share,
    m2: first.m2 + second.m2 + delta * delta * first.count * share,
    scale: first.scale,
    integer: left.integer && right.integer,
    distinct: null,
  };
}

/** Mean and population standard deviation in the column's own unit. */
export function momentsOf(stats: NumberStats): { mean: number; sd: number } {
  if (stats.count === 0) return { mean: 0, sd: 0 };
  return { mean: stats.mean / stats.scale, sd: Math.sqrt(stats.m2 / stats.count) / stats.scale };
}

function scaleFor(magnitude: number): number {
  if (magnitude >= LARGE) return DOWN;
  return magnitude > 0 && magnitude <= SMALL ? UP : 1;
}

function rescaled(stats: NumberStats, other: number): NumberStats {
  if (stats.scale <= other) return stats;
  const ratio = other / stats.scale;
  return { ...stats, scale: other, mean: stats.mean * ratio, m2: stats.m2 * ratio * ratio };
}

function scaledSum(values: Float64Array, scale: number): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value * scale;
  return sum;
}

/** Mean and squared deviations from a first mean, both corrected by what the deviations sum to. */
function corrected(
  values: Float64Array,
  first: number,
  scale: number,
  count: number,
): { mean: number; m2: number } {
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const deviation = values[row] * scale - first;
    if (Number.isNaN(deviation)) continue;
    sum += deviation;
    squares += deviation * deviation;
  }
  if (count === 0) return { mean: 0, m2: 0 };
  return { mean: first + sum / count, m2: Math.max(0, squares - (sum * sum) / count) };
}

function allWhole(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== Math.floor(value) && !Number.isNaN(value)) return false;
  }
  return true;
}

function distinctValues(values: Float64Array): Float64Array | null {
  if (values.length <= FEW_ROWS) return values.slice();
  const seen = new ValueSet();
  seen.addAll(values);
  return seen.full ? null : seen.values();
}
