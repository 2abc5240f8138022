import type { Scores } from '../report.ts';

/** Rows of a tile and their k scores, laid out output by output: `scores[t·count + i]`. */
export interface MetricTile {
  readonly count: number;
  readonly scores: Float64Array;
}

/** What they are held against: `y[t·count + i]`; of classes, one index a row. Null weights count each row once. */
export interface MetricTargets {
  readonly y: Float64Array;
  readonly weight: Float64Array | null;
}

/** What is found out about one part of the rows, folded over its tiles in their order. */
export interface PartMetrics {
  /** Adds rows with their scores as the model's loss takes them (logits, logs of rates); may overwrite the scores. */
  add(tile: MetricTile, targets: MetricTargets): void;
  /** One record a target; of classes, one. Null without rows. What cannot be told, or is infinite, is null. */
  scores(): Scores[] | null;
  /** What is more than a number; null without rows. */
  details(): PartDetails | null;
}

export interface PartDetails {
  /** Of classes; null where numbers are predicted. */
  readonly classes: ClassDetails | null;
  /** Of numbers, one a target; null where classes are predicted. */
  readonly residuals: readonly ResidualQuantiles[] | null;
}

export interface ClassDetails {
  /** Sums of row weights: `confusion[actual][predicted]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly ClassScores[];
  /** Ten bins of equal width; null where scores are no probabilities. */
  readonly calibration: readonly CalibrationBin[] | null;
  /** How far ROC-AUC and PR-AUC may be off: 0 where every score was kept. Null where they mean nothing. */
  readonly rankingError: { readonly rocAuc: number; readonly prAuc: number } | null;
}

/** Null where there is nothing to take a share of. */
export interface ClassScores {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Sum of the weights of the class's rows. */
  readonly support: number;
}

/**
 * Rows whose probability is in [low, high): of the positive class where there are two, else of the class that was
 * predicted. Null means where there are none.
 */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean probability, and how often it came true. */
  readonly predicted: number | null;
  readonly observed: number | null;
}

/** Quantiles of y − ŷ, one for each of {@link RESIDUAL_SHARES}. */
export interface ResidualQuantiles {
  readonly values: readonly number[];
  /** How far one may be off: 0 where every residual was kept. */
  readonly error: number;
}

export const RESIDUAL_SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
