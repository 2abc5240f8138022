import type { Cycle, Wave } from './expand/cycles.ts';

/** The part of the data that a row belongs to; numbers, because they stand in a byte per row. */
export const PART = { train: 0, validation: 1, test: 2, excluded: 255 } as const;
export type PartName = 'train' | 'validation' | 'test';

/**
 * One column of the design matrix. numeric, level, date (days since 1970) and missing (1 where the cell is) come from
 * the file; power, product and cycle from other design columns.
 */
export interface DesignColumn {
  /** `age`, `cut=Good` for a level of a category, `age^2`, `age:cut=Good`, `when.year.sin`, `age.missing`. */
  readonly name: string;
  /** Index of the file's column that it comes from; of a product, the first one's. */
  readonly source: number;
  readonly kind: 'numeric' | 'level' | 'date' | 'missing' | 'power' | 'product' | 'cycle';
  /** The level, and its index in `Column.levels`, where kind is `level`. */
  readonly level?: string;
  readonly code?: number;
  /** Of dates that end in the year, whether the day stands before the month. */
  readonly dayFirst?: boolean;
  /** Places of the design columns that it is made of. */
  readonly of?: readonly number[];
  readonly exponent?: number;
  readonly cycle?: Cycle;
  readonly wave?: Wave;
  /** True where a column that is no level holds 0 and 1 alone. */
  readonly indicator?: boolean;
}

/** Rows of the design matrix in original units: what moments, metrics and block objectives are folded over. */
export interface DesignBlock {
  readonly rows: number;
  /** rows × p, row-major. */
  readonly x: Float64Array;
  /** rows × k, row-major; of a target of classes, the index of the row's class. */
  readonly y: Float64Array;
  /** One {@link PART} a row. */
  readonly part: Uint8Array;
  /** How much each row counts; absent where each counts once. */
  readonly weight?: Float64Array;
  /** How much each row counts in scores, where its class weighs only in training; null where each counts once. */
  readonly scoreWeight?: Float64Array | null;
  /** The fold of each training row, −1 for other rows; absent where there are no folds. */
  readonly fold?: Int32Array;
}

/** One pass over the rows, block by block and always in the same order. */
export type RowBlocks = Iterable<DesignBlock> | AsyncIterable<DesignBlock>;

/** A file's column as a fold over rows takes it: the numbers of design column `place`, or codes of levels. */
export type CodedColumn =
  | { readonly place: number; readonly values: Float64Array }
  /** One code a row, −1 for none; `places` says which design column a code is, −1 for none. */
  | { readonly codes: Int32Array; readonly places: Int32Array };

/** Rows of the design matrix in original units, by the file's columns in their order. */
export interface CodedBlock {
  readonly rows: number;
  readonly columns: readonly CodedColumn[];
  /** rows × k, row-major. */
  readonly y: Float64Array;
  /** One {@link PART} a row. */
  readonly part: Uint8Array;
  /** How much each row counts; absent where each counts once. */
  readonly weight?: Float64Array;
  /** The fold of each training row, −1 for other rows; absent where there are no folds. */
  readonly fold?: Int32Array;
}

/** The same rows column by column, as a parsed chunk holds them: what moments can be taken of without a copy. */
export interface BlockColumns {
  readonly rows: number;
  /** p design columns and then k targets, each of `rows` numbers; rows of no part may hold NaN. */
  readonly columns: readonly Float64Array[];
  /** One {@link PART} a row; any other value leaves the row out. */
  readonly part: Uint8Array;
}

/**
 * Count, means and centred second moments of z = [x, y], d = p + k: all that squared error needs of the rows.
 * Chan, Golub & LeVeque (1979): two of them merge exactly as if their rows had been read together.
 */
export interface Moments {
  readonly p: number;
  readonly k: number;
  count: number;
  /** d means. */
  readonly mean: Float64Array;
  /** What rounding left of each mean: merging compares means to more digits than a large offset leaves in one number. */
  readonly meanRest: Float64Array;
  /** d × d, row-major, symmetric and full: Σ (z − z̄)(z − z̄)ᵀ, not divided by the count. */
  readonly scatter: Float64Array;
}

/** What is known of each column where there are too many for all products of two: the diagonal, and the targets' columns. */
export interface ColumnMoments {
  readonly p: number;
  readonly k: number;
  count: number;
  /** d = p + k means, and Σ (z − z̄)² of each. */
  readonly mean: Float64Array;
  readonly variation: Float64Array;
  /** k × p, target-major: Σ (x − x̄)(y − ȳ). */
  readonly cross: Float64Array;
}

/** How original columns map to the scale on which the model is optimized: x̃ = (x − shift) / scale. */
export interface Scaling {
  /** p; zero everywhere where nothing is centred (no intercept, or standardize none). */
  readonly shift: Float64Array;
  /** p; the population standard deviation of training rows, 1 where a column is left as it is. */
  readonly scale: Float64Array;
  /** p; 1 where the column is constant in the training rows and so gets weight 0. */
  readonly constant: Uint8Array;
}

/** A linear model: ŷ_t = intercept[t] + Σ_j weights[t·p + j] x_j. */
export interface LinearWeights {
  readonly p: number;
  readonly k: number;
  /** k × p, target-major. */
  readonly weights: Float64Array;
  /** k; zero throughout where the model has no intercept. */
  readonly intercept: Float64Array;
}
