import type { PartDetails } from '../inspectionReport.ts';
import type { Scores } from '../report.ts';
import type { Calibration } from './calibration.ts';
import type { Confusion } from './confusion.ts';
import type { RankingScore } from './ranking.ts';

/** Scores of a part that are kept for its ROC and precision–recall curves: 8 MB. More are counted in bins. */
export const KEPT_SCORES = 2 ** 20;

/** The means over the classes that have rows on both sides; null where none has. */
export function areasOf(scores: readonly (RankingScore | null)[]): RankingScore | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  const mean = (of: keyof RankingScore) => known.reduce((sum, score) => sum + score[of], 0) / known.length;
  return {
    rocAuc: mean('rocAuc'),
    prAuc: mean('prAuc'),
    rocAucError: mean('rocAucError'),
    prAucError: mean('prAucError'),
  };
}

/** The scores of the confusion and of the curves. */
export function sharesOf({ accuracy, balancedAccuracy }: Confusion, areas: RankingScore | null): Scores {
  return { accuracy, balancedAccuracy, rocAuc: areas?.rocAuc ?? null, prAuc: areas?.prAuc ?? null };
}

/** What is told beside the scores. */
export function detailsOf(
  confusion: Confusion,
  calibration: ReturnType<Calibration['bins']> | null,
  areas: RankingScore | null,
): PartDetails {
  const rankingError = areas && { rocAuc: areas.rocAucError, prAuc: areas.prAucError };
  return {
    classes: { confusion: confusion.table, perClass: confusion.perClass, calibration, rankingError },
    residuals: null,
  };
}
