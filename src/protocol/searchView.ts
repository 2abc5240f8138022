import * as v from 'valibot';
import { RunSpecSchema } from '../engine/spec.ts';
import { FailureSchema } from './run.ts';
import {
  SearchMetricSchema,
  type SearchSettings,
  SearchSettingsSchema,
  SearchSpaceSchema,
  TrialsSchema,
} from './search.ts';

export { WALK_SETTINGS } from '../engine/walkSettings.ts';

/** A search as the host keeps it and the panel draws it. It stands beside the runs and changes none of them. */
export const SearchViewSchema = v.object({
  id: v.string(),
  status: v.picklist(['running', 'done', 'stopped', 'failed']),
  /** The spec whose λ and varied settings are searched. */
  spec: RunSpecSchema,
  /** Of the file that the trials were made on; null before it was looked at. */
  version: v.nullable(v.string()),
  settings: SearchSettingsSchema,
  /** Null until the data are read. */
  space: v.nullable(SearchSpaceSchema),
  metric: v.nullable(SearchMetricSchema),
  trials: TrialsSchema,
  /** What there is to say of the best trial at the end. */
  note: v.nullable(v.string()),
  failure: v.nullable(FailureSchema),
});

export type SearchView = v.InferOutput<typeof SearchViewSchema>;

/** Searches that depend on how many trials they have: another number makes another search. */
const OF_FIXED_SIZE: readonly string[] = ['grid'];

/** Whether a search of these settings can have more trials than it was asked for, and be the same search still. */
export const canGrow = ({ search }: SearchSettings): boolean => !OF_FIXED_SIZE.includes(search);

/**
 * How many trials a search that has ended can go on to; null where it has nothing left to try. More than it was asked
 * for are tried where the settings in sight ask for the same search with more.
 */
export function trialsToGoOnTo(
  { status, settings, space, trials }: SearchView,
  inSight: SearchSettings,
): number | null {
  if (status === 'running' || space === null || trials.length === 0) return null;
  const longer = areOfOneSearch(inSight, settings) && canGrow(settings);
  const wanted = longer ? Math.max(inSight.trials, settings.trials) : settings.trials;
  return status !== 'done' || wanted > settings.trials ? Math.max(wanted, trials.length) : null;
}

/** Whether the settings differ in nothing but the number of trials; the order in which they are written says nothing. */
function areOfOneSearch(one: SearchSettings, other: SearchSettings): boolean {
  const contents = ({ search, parameters, varied }: SearchSettings): string =>
    JSON.stringify([search, Object.entries(parameters).sort(byName), [...varied].sort()]);
  return contents(one) === contents(other);
}

const byName = ([one]: [string, number], [other]: [string, number]): number => (one < other ? -1 : 1);
