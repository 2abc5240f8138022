import type { DesignColumn, Moments } from '../data/types.ts';
import { inverseSquares } from '../linalg/cholesky.ts';
import { independentColumns } from './independent.ts';

/** A column's variance inflation factor, or why it has none. */
export interface Inflation {
  /** 1 / (1 − R²) of the column on all others; Infinity where they tell it exactly; NaN where it is constant. */
  readonly factor: number;
  /**
   * constant: it does not vary. levels: the indicator columns of one category always add up to 1, so that each is told
   * by the others, which says nothing of the category. collinear: it is a combination of others.
   */
  readonly reason: 'constant' | 'levels' | 'collinear' | null;
}

/**
 * Variance inflation factors of the training rows' columns, about their means: the diagonal of the inverse of their
 * correlation matrix (Belsley, Kuh & Welsch 1980), in O(p³). Columns outside of a dependence keep theirs.
 */
export function varianceInflation(
  moments: Moments,
  columns: readonly Pick<DesignColumn, 'kind' | 'source'>[],
): Inflation[] {
  const { p, count } = moments;
  const correlations = correlationsOf(moments);
  const tolerance = (p + 16 + Math.sqrt(count)) * Number.EPSILON;
  const { kept, dependent, factor } = independentColumns(correlations, p, tolerance);
  const squares = inverseSquares(factor, kept.length);
  const found: Inflation[] = columns.map(() => ({ factor: Number.NaN, reason: 'constant' }));
  kept.forEach((column, at) => {
    found[column] = { factor: squares[at]!, reason: null };
  });
  for (const { column, of } of dependent) {
    const together = [column, ...of];
    const reason = areLevels(together, columns) ? 'levels' : 'collinear';
    for (const own of together) {
      if (found[own]!.reason === 'collinear') continue;
      found[own] = { factor: Number.POSITIVE_INFINITY, reason };
    }
  }
  return found;
}

/** p × p; zero in the rows and columns of what does not vary. */
function correlationsOf({ p, k, scatter }: Moments): Float64Array {
  const d = p + k;
  const unit = Float64Array.from({ length: p }, (_, j) => {
    const square = scatter[j * (d + 1)]!;
    return square > 0 ? 1 / Math.sqrt(square) : 0;
  });
  const correlations = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) correlations[i * p + j] = scatter[i * d + j]! * unit[i]! * unit[j]!;
    if (unit[i]! > 0) correlations[i * (p + 1)] = 1;
  }
  return correlations;
}

/** True where all of them are indicators of levels of categories, as the sums of two categories' levels are one another. */
function areLevels(
  together: readonly number[],
  columns: readonly Pick<DesignColumn, 'kind' | 'source'>[],
): boolean {
  return together.every((own) => columns[own]!.kind === 'level');
}
