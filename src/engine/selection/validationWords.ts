import type { Folding, PreparedData } from '../data/preparedData.ts';
import type { SelectionRecord } from '../model/selectionRecord.ts';
import { models } from '../models/index.ts';
import type { RunSpec } from '../spec.ts';
import type { Choices } from './curve.ts';

/** What is lost on held-out rows, in a word or two. */
export function lossInWords(
  { targetTransform }: Pick<RunSpec, 'targetTransform'>,
  { plan }: PreparedData,
): string {
  if (targetTransform === 'log1p') return 'MSE of ln(1 + y)';
  const model = models.get(plan.model);
  if (model.offers.includes('moments')) return 'MSE';
  if (model.predicts(plan.classes) === 'probabilities') return 'log loss';
  return `${model.label} loss`;
}

/** How the training rows were divided, in words. */
export function foldsInWords({ folds, held, classes }: Folding): string {
  const count = String(held.length);
  switch (folds.kind) {
    case 'shuffle':
      return `${count} shuffled folds${classes ? ' with the same share of each class' : ''}`;
    case 'contiguous':
      return `${count} folds of rows that follow one another`;
    case 'stratified':
      return `${count} folds with the same share of each class`;
    case 'group':
      return `${count} folds that keep the groups of "${folds.column}" together`;
    case 'time':
      return `${count} ${held.length === 1 ? 'split' : 'splits'} in the order of time`;
    case 'loo':
      return `each of ${count} rows left out once`;
  }
}

/** Sentences on how a model's λ came about; none where it was given. */
export function choiceNotes(chosen: { readonly record: SelectionRecord } | null): string[] {
  if (!chosen) return [];
  const { record } = chosen;
  const rule =
    record.chosen === 'min'
      ? 'has the least error'
      : 'is the largest within one standard error of the least error';
  const how = `λ was chosen by cross-validation (${record.folds}): of ${record.lambdas} that were tried, ${short(record.lambda)} ${rule}.`;
  return [how, ...record.notes];
}

/** A curve over falling λ, and what was chosen on it. */
export interface JudgedCurve {
  readonly lambdas: readonly number[];
  readonly cvMean: readonly number[];
  readonly cvSe: readonly number[];
  /** Of each fold; empty where there were no folds. */
  readonly losses: readonly (readonly number[])[];
  readonly choices: Choices;
}

/** λ that differ by more than this are far apart: three powers of ten. */
const FAR = 1e3;

/** Sentences on what λ_min and λ_1se are worth. */
export function honestNotes(
  spec: Pick<RunSpec, 'l1Ratio'>,
  { folds, held }: Folding,
  curve: JudgedCurve,
): string[] {
  const notes = [edgeNote(spec, curve), agreementNote(curve)];
  if (folds.kind === 'contiguous') {
    notes.push(
      'The folds follow the order of the file: where rows are sorted, each fold is unlike the others, and λ comes out too large. Shuffled folds (--folds 10) do not depend on it.',
    );
  }
  if (folds.kind === 'time') notes.push('The rows were taken to be in the order of time.');
  if (folds.kind === 'loo' && curve.losses.length === 0)
    notes.push('Leave-one-out in closed form: scales, and what fills gaps, are those of all training rows.');
  if (held.length === 1) notes.push('One fold alone has no standard error, so that λ_1se is λ_min.');
  return notes.filter((note) => note !== null);
}

function edgeNote({ l1Ratio }: Pick<RunSpec, 'l1Ratio'>, curve: JudgedCurve): string | null {
  const { lambdas, choices } = curve;
  const last = lambdas.length - 1;
  if (last < 1 || (choices.min !== 0 && choices.min !== last)) return null;
  if (choices.min === last) {
    if (lambdas[last] === 0) return 'The least error is at λ = 0: on these rows a penalty does not help.';
    return flat(curve)
      ? `The least error is at the smallest λ that was tried (${short(lambdas[last]!)}), and hardly changes there: on these rows a small penalty does as well as none.`
      : `The least error is at the smallest λ that was tried (${short(lambdas[last]!)}): a smaller one may be better still, and no penalty may do as well.`;
  }
  return l1Ratio > 0
    ? 'The least error is at the largest λ, where every weight is 0: on rows that were held out, the columns predict no better than a guess.'
    : `The least error is at the largest λ that was tried (${short(lambdas[0]!)}): a larger one may be better still. Little is learnt from these columns.`;
}

/** True where the error is within a tenth of a standard error for the last power of ten. */
function flat({ lambdas, cvMean, cvSe, choices: { min } }: JudgedCurve): boolean {
  const near = lambdas.flatMap((lambda, at) =>
    lambda <= 10 * lambdas[min]! ? [cvMean[at]! - cvMean[min]!] : [],
  );
  return near.length > 1 && near.every((more) => more <= 0.1 * cvSe[min]!);
}

/** A sentence where the folds' own best λ, or λ that do as well as the best, lie far apart; else null. */
function agreementNote({ lambdas, cvMean, cvSe, losses, choices }: JudgedCurve): string | null {
  const within = lambdas.filter((_, at) => cvMean[at]! <= cvMean[choices.min]! + cvSe[choices.min]!);
  const own = losses.map((loss) => lambdas[loss.indexOf(Math.min(...loss))]!).sort((a, b) => a - b);
  const low = own[Math.floor(own.length / 4)] ?? 1;
  const high = own[Math.ceil((3 * own.length) / 4) - 1] ?? 1;
  if (within.length < 2 || within[0]! <= FAR * within.at(-1)!) return null;
  const range = `Any λ from ${short(within.at(-1)!)} to ${short(within[0]!)} does as well within one standard error`;
  if (high > FAR * low) {
    return `The folds disagree: alone, half of them would choose λ below ${short(low)} or above ${short(high)}. ${range}, so that λ_min says little.`;
  }
  return `${range}: the exact value of λ_min matters little.`;
}

function short(lambda: number): string {
  return lambda === 0 ? '0' : String(Number(lambda.toPrecision(3)));
}
