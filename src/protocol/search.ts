import * as v from 'valibot';
import { numbersByName } from '../engine/records.ts';
import { TuneFileSchema } from '../engine/selection/tuneFile.ts';

/** What host, worker and panel tell one another of a search for hyperparameters. */

/** A panel lists every trial, and a Gaussian process of more of them takes its time. */
export const MOST_TRIALS = 100;

const { space, metric, trials } = TuneFileSchema.entries;

/** Where is searched, what the trials' losses are of, and the trials. */
export const SearchSpaceSchema = space;
export const SearchMetricSchema = metric;
export const TrialsSchema = trials;

/** What a search is asked for: λ is always searched, in the range in which the models change. */
export const SearchSettingsSchema = v.object({
  /** The search's id in its registry, and its own settings. */
  search: v.string(),
  parameters: numbersByName,
  trials: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_TRIALS)),
  /** What is searched besides λ: `l1Ratio`, and settings with a few values each. */
  varied: v.array(v.string()),
});

export type SearchSettings = v.InferOutput<typeof SearchSettingsSchema>;
export type SearchedSpace = v.InferOutput<typeof SearchSpaceSchema>;
export type SearchMetric = v.InferOutput<typeof SearchMetricSchema>;
export type TrialReport = v.InferOutput<typeof TrialsSchema>[number];

/** The trial of least loss, the first of equals; null where none could be fitted. */
export function bestTrial(all: readonly TrialReport[]): TrialReport | null {
  return all.reduce<TrialReport | null>((best, trial) => (isBetter(trial, best) ? trial : best), null);
}

const isBetter = ({ mean }: TrialReport, than: TrialReport | null): boolean =>
  mean !== null && (than === null || than.mean === null || mean < than.mean);
