import type { DesignColumn, Moments, Scaling } from '../data/types.ts';

/** A vector v with X̃v = 0 about the means, known from how the columns were made; 0 outside `columns`. */
export interface NullDirection {
  readonly columns: Int32Array;
  /** v at each of `columns`. */
  readonly values: Float64Array;
}

/** The columns of each text column that is spelled out in levels. */
export function levelGroups(columns: readonly Pick<DesignColumn, 'kind' | 'source'>[]): number[][] {
  const groups = new Map<number, number[]>();
  columns.forEach(({ kind, source }, j) => {
    if (kind === 'level') groups.set(source, [...(groups.get(source) ?? []), j]);
  });
  return [...groups.values()];
}

/**
 * Each group of levels of which every row has one: its columns add up to 1, so that beside an intercept their weights
 * are settled by the penalty alone. Groups have no column in common: the directions are orthogonal.
 */
export function nullDirections(
  { count, mean, meanRest }: Moments,
  { scale, constant }: Scaling,
  groups: readonly (readonly number[])[],
): NullDirection[] {
  return groups.flatMap((group) => {
    const share = group.reduce((sum, j) => sum + mean[j]! + meanRest[j]!, 0);
    // A single row without a level would take 1 / count away.
    if (!(Math.abs(share - 1) * count < 0.25)) return [];
    const varying = group.filter((j) => !constant[j]);
    if (varying.length < 2) return [];
    return [{ columns: Int32Array.from(varying), values: Float64Array.from(varying, (j) => scale[j]!) }];
  });
}

/** vᵀw / vᵀv, w beginning at `start`. */
export function componentAlong({ columns, values }: NullDirection, w: Float64Array, start: number): number {
  let product = 0;
  let square = 0;
  for (let at = 0; at < columns.length; at++) {
    product += values[at]! * w[start + columns[at]!]!;
    square += values[at]! * values[at]!;
  }
  return product / square;
}

/** Adds factor · v to w, which begins at `start`. */
export function addAlong(
  { columns, values }: NullDirection,
  factor: number,
  w: Float64Array,
  start: number,
): void {
  for (let at = 0; at < columns.length; at++) w[start + columns[at]!]! += factor * values[at]!;
}
