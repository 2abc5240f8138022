import type { RunSpec } from '../../../src/engine/spec.ts';
import type { Entry } from '../../../src/protocol/panel.ts';
import type { SearchSettings, TrialReport } from '../../../src/protocol/search.ts';
import { type SearchView, WALK_SETTINGS } from '../../../src/protocol/searchView.ts';
import { consistent } from '../../choices.ts';
import type { Model } from '../../model.ts';

/** What a search is asked for, and what becomes of its trials: pure, so that it can be tested. */

/** What can be searched besides λ, as people say it. */
export const VARIED = [
  { id: 'l1Ratio', label: 'L1 ratio', short: 'L1', title: 'From ridge, 0, to lasso, 1' },
  {
    id: 'standardize',
    label: 'Standardize',
    short: 'scale',
    title: 'All columns brought to mean 0 and standard deviation 1, or none',
  },
  {
    id: 'degree',
    label: 'Powers',
    short: 'powers',
    title: 'The columns alone, or their squares and products too',
  },
] as const;

const USUAL: Omit<SearchSettings, 'search'> = { parameters: {}, trials: 25, varied: ['l1Ratio'] };
/** Learns from its trials, and so needs the fewest. */
const USUAL_SEARCH = 'bayesian';

/** The settings in sight: chosen here, else those of the search that is there, else the usual ones. */
export function settingsOf({ local, host }: Model): SearchSettings {
  const { searches } = host.catalog;
  const settings = local.search ?? host.search?.settings ?? { ...USUAL, search: USUAL_SEARCH };
  const known = searches.some(({ id }) => id === settings.search);
  return known ? settings : { ...settings, search: searches.at(-1)?.id ?? USUAL_SEARCH };
}

export const searchEntry = ({ host }: Model, { search }: SearchSettings): Entry | null =>
  host.catalog.searches.find(({ id }) => id === search) ?? null;

/** The settings with one thing varied or held, in the order in which they are offered. */
export function withVaried(settings: SearchSettings, id: string, on: boolean): SearchSettings {
  const varied = VARIED.map((one) => one.id as string).filter((one) =>
    one === id ? on : settings.varied.includes(one),
  );
  return { ...settings, varied };
}

/** What a trial sets in its search's spec; its λ is given, whoever chose one before. */
export function trialSettings({ lambda, l1Ratio, choices }: TrialReport): Partial<RunSpec> {
  return { lambda, lambdaChoice: 'given', l1Ratio, ...(choices as Partial<RunSpec>) };
}

/** The change of the panel's spec that trains what a trial was judged for: all that its search held, and its own. */
export const specOfTrial = (model: Model, { spec }: SearchView, trial: TrialReport): Partial<RunSpec> =>
  consistent(model, { ...spec, ...trialSettings(trial) });

/** Settings that change no trial: λ, and how a minimum is walked to. */
const FREE: ReadonlySet<string> = new Set<keyof RunSpec>(['lambda', 'lambdaChoice', ...WALK_SETTINGS]);

/** Whether the run in sight was trained with a trial's settings and with what its search held. */
export function isInForce({ host: { run } }: Model, { spec }: SearchView, trial: TrialReport): boolean {
  if (!run) return false;
  const own = trialSettings(trial);
  return Object.entries({ ...spec, ...own }).every(
    ([name, value]) =>
      (FREE.has(name) && !(name in own)) || isSameValue(value, run.spec[name as keyof RunSpec]),
  );
}

/** Whether the trials were made with other settings than the panel shows, apart from what was searched. */
export function isOfOtherSettings({ host }: Model, { spec, settings }: SearchView): boolean {
  return Object.entries(host.spec).some(
    ([name, value]) =>
      !FREE.has(name) && !settings.varied.includes(name) && !isSameValue(value, spec[name as keyof RunSpec]),
  );
}

const isSameValue = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
