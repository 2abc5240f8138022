import type { Metric, RunResult } from '../../../src/engine/report.ts';
import type { Selection } from '../../../src/engine/selectionReport.ts';
import type { Folds, RunSpec } from '../../../src/engine/spec.ts';
import { resolvedModel } from '../../choices.ts';
import * as format from '../../format.ts';
import { isRunning, type Model, shownResult } from '../../model.ts';

/** Who chose λ, in words. */

/** Folds before they were made, as the engine calls them afterwards. */
export function foldWords(folds: Folds): string {
  switch (folds.kind) {
    case 'shuffle':
      return `${folds.count} shuffled folds`;
    case 'contiguous':
      return `${folds.count} contiguous folds`;
    case 'stratified':
      return `${folds.count} stratified folds`;
    case 'group':
      return `${folds.count} folds by ${folds.column}`;
    case 'time':
      return `${folds.count} splits in time`;
    case 'loo':
      return 'leave-one-out';
  }
}

/** The metric as an error: of a share what it lacks of the whole. */
export const errorName = ({ better, label }: Metric): string => (better === 'high' ? `1 − ${label}` : label);

/** Whether the next run has a λ that cross-validation can choose; null while its model is open. */
export const hasPath = (model: Model): boolean => !(resolvedModel(model)?.network ?? false);

/** True while cross-validation is under way and nothing is known of it yet. */
export function isChoosing(model: Model): boolean {
  const { run } = model.host;
  return (
    isRunning(run?.status) && run?.result === null && run.spec.lambdaChoice !== 'given' && hasPath(model)
  );
}

/** Few words beside λ. */
export function whoChose(model: Model): string {
  const { spec } = model.host;
  const moved = model.drag !== null || model.preview !== null;
  if (moved || spec.lambdaChoice === 'given') return 'chosen by you';
  if (!hasPath(model)) return 'as set: networks have no path';
  const folds = foldWords(spec.folds);
  if (isChoosing(model)) return `being chosen by ${folds}`;
  const selection = shownResult(model)?.selection;
  if (!selection) return `${choiceWords(spec)} of ${folds}, once trained`;
  return `${choiceWords(spec)} of ${inShort(selection.folds)}`;
}

/** What folds are called without what they keep together or share. */
const inShort = (folds: string): string => folds.split(/ (?:with|that|of rows) /)[0] ?? folds;

const choiceWords = ({ lambdaChoice }: RunSpec): string => (lambdaChoice === '1se' ? '1 SE' : 'min');

/** What cross-validation says, and what was made of it. */
export function chosenSentence(selection: Selection, choice: RunSpec['lambdaChoice']): string {
  const { folds } = selection;
  const name = errorName(selection.metric);
  const least = format.lambda(selection.lambdaMin);
  const strong = format.lambda(selection.lambda1se);
  const end = 'No test row took part in it.';
  if (choice === 'given')
    return `λ is your choice. By ${folds} it would be ${least} (least ${name}) or ${strong} (largest within one standard error). ${end}`;
  if (choice === 'min')
    return `λ has the least ${name} of ${folds}. The largest λ within one standard error of it is ${strong}. ${end}`;
  return `λ is the largest within one standard error of the least ${name} of ${folds}, which λ = ${least} has. ${end}`;
}

/** The λ that a result was trained with, as far as cross-validation chose it. */
export const choiceOf = ({ selection }: RunResult): RunSpec['lambdaChoice'] => selection?.chosen ?? 'given';
