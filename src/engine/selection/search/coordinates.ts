import { isFree, type UnitPoint } from './space.ts';
import type { SearchSpace } from './types.ts';

/** The part of a space that is not fixed, as a Gaussian process sees it. */
export interface Coordinates {
  /** Those of λ and l1Ratio that have a range. */
  readonly axes: readonly ('lambda' | 'l1Ratio')[];
  /** Per coordinate, which length scale it has: each axis its own, the columns of a choice one together. */
  readonly groups: readonly number[];
  /** The axes, then each choice as a column of 0 and 1 for each of its values. */
  of(point: UnitPoint): Float64Array;
}

export function coordinatesOf(space: SearchSpace): Coordinates {
  const axes = (['lambda', 'l1Ratio'] as const).filter((axis) => isFree(space[axis]));
  const sizes = space.choices.map(({ values }) => (values.length > 1 ? values.length : 0));
  const oneHot = sizes.filter((size) => size > 0).flatMap((size, at) => repeat(axes.length + at, size));
  return {
    axes,
    groups: [...axes.keys(), ...oneHot],
    of: (point) =>
      Float64Array.from([
        ...axes.map((axis) => point[axis]),
        ...sizes.flatMap((size, at) => repeat(0, size).map((_, level) => Number(level === point.levels[at]))),
      ]),
  };
}

function repeat(value: number, times: number): number[] {
  return Array.from({ length: times }, () => value);
}
