import { bestTrial, type SearchMetric, type TrialReport } from '../../../src/protocol/search.ts';
import { canGrow, type SearchView } from '../../../src/protocol/searchView.ts';
import * as format from '../../format.ts';
import { type Model, targetsOf } from '../../model.ts';
import { foldWords, hasPath } from '../lambda/words.ts';
import { isOfOtherSettings, VARIED } from './searchSettings.ts';

/** A search in words. */

export const metricName = (metric: SearchMetric | null): string => (metric === 'mse' ? 'MSE' : 'loss');

/** `2,993 ± 121`, the error to as many digits as it deserves. */
export function lossWords({ mean, se }: TrialReport): string {
  return se === null || mean === null
    ? format.mse(mean)
    : `${format.mse(mean)} ± ${format.significant(se, 2)}`;
}

/** Values of the choices: in a table, and in a sentence. */
const VALUES: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  standardize: {
    all: ['all', 'all columns standardized'],
    numeric: ['numeric', 'numeric columns standardized'],
    none: ['none', 'not standardized'],
  },
  degree: { 1: ['none', 'no powers'], 2: ['squares', 'squares'], 3: ['cubes', 'squares and cubes'] },
};

/** What a trial tried of one thing besides λ, for a table. */
export function valueWords({ l1Ratio, choices }: TrialReport, id: string): string {
  if (id === 'l1Ratio') return format.significant(l1Ratio, 2);
  const value = String(choices[id] ?? '');
  return VALUES[id]?.[value]?.[0] ?? value;
}

/** What a trial tried besides λ: `L1 ratio 0.2`, `squares`. */
export function otherWords({ l1Ratio, choices }: TrialReport, varied: readonly string[]): string[] {
  return VARIED.filter(({ id }) => varied.includes(id)).map(({ id }) => {
    if (id === 'l1Ratio') return `L1 ratio ${format.significant(l1Ratio, 2)}`;
    const value = String(choices[id] ?? '');
    return VALUES[id]?.[value]?.[1] ?? value;
  });
}

/** `λ = 12.3, L1 ratio 0.2, squares`. */
export const triedWords = (trial: TrialReport, varied: readonly string[]): string =>
  [`λ = ${format.lambda(trial.lambda)}`, ...otherWords(trial, varied)].join(', ');

/** The best trial so far, or that there is none. */
export function bestSentence(search: SearchView): string {
  const { trials, metric, settings, status } = search;
  const best = bestTrial(trials);
  if (!best) return trials.length === 0 ? '' : 'None of these trials could be fitted.';
  const number = trials.indexOf(best) + 1;
  const so = status === 'done' ? 'Best' : 'Best so far';
  return `${so}: trial ${number}, ${metricName(metric)} ${lossWords(best)} at ${triedWords(best, settings.varied)}.`;
}

/** What stands beside the buttons: what a search would do, how one stands, or why there can be none. */
export function hintOf(model: Model, canGoOn: boolean): string {
  const { search, spec } = model.host;
  if (!hasPath(model))
    return 'A network cannot be searched: its λ has no cross-validation. Choose another model in the settings.';
  const rows = `Every trial is judged on ${foldWords(spec.folds)} of the training rows. No test row takes part in it.`;
  if (!search)
    return `${rows} ${targetsOf(model).length === 0 ? '' : 'Nothing has been searched yet.'}`.trim();
  const { status, trials, settings } = search;
  if (status === 'running') return '';
  const other = isOfOtherSettings(model, search)
    ? ' These trials were made with other settings than those in sight: a new search takes the ones in sight.'
    : '';
  if (status === 'failed') return `The search has failed.${other}`;
  if (status === 'done') {
    const more = canGrow(settings) ? ' Set a higher number of trials to go on from these.' : '';
    return `${format.counted(trials.length, 'trial')}, all done.${more}${other}`;
  }
  const end = canGoOn && trials.length > 0 ? ' It can go on as if it had never stopped.' : '';
  return `Stopped after ${trials.length} of ${format.counted(settings.trials, 'trial')}.${end}${other}`;
}

/** How far a search is. */
export function progressOf({ trials, settings, space }: SearchView): { share: number; text: string } | null {
  if (space === null) return null;
  return {
    share: Math.min(1, trials.length / settings.trials),
    text: `${format.count(trials.length)} of ${format.counted(settings.trials, 'trial')}`,
  };
}
