import type { PartDetails } from '../inspectionReport.ts';
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

/** The shares at which residuals have their quantiles. */
export const RESIDUAL_SHARES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
