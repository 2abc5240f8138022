import type { LambdaUnit } from '../report.ts';
import type { ConversionContext } from './conversions.ts';

type Context = Omit<ConversionContext, 'lambdaTotal' | 'standardize'>;

/**
 * How an axis of λ can be read: factors from λ on the total scale to what other tools write, as in `conversions`.
 * Tools that have no such number for a model are not there.
 */
export function lambdaUnits(context: Context): LambdaUnit[] {
  const perSample = 1 / context.rows;
  const own: LambdaUnit[] = [
    { id: 'total', label: 'λ, total', factor: 1, inverse: false },
    { id: 'perSample', label: 'λ per sample', factor: perSample, inverse: false },
  ];
  const glmnet = glmnetFactor(context);
  return [
    ...own,
    ...scikitLearn(context),
    ...(glmnet === null
      ? []
      : [{ id: 'glmnet' as const, label: 'glmnet lambda', factor: glmnet, inverse: false }]),
  ];
}

function scikitLearn({ model = 'linear', l1Ratio = 0, rows }: Context): LambdaUnit[] {
  const unit = (name: string, factor: number, inverse = false): LambdaUnit[] => [
    { id: 'scikitLearn', label: `scikit-learn ${name}`, factor, inverse },
  ];
  switch (model) {
    case 'linear':
      return unit('alpha', l1Ratio > 0 ? 1 / rows : 1);
    case 'logistic':
    case 'softmax':
      return unit('C', 1, true);
    case 'squaredHinge':
      return l1Ratio > 0 ? [] : unit('C', 1, true);
    case 'poisson':
      return l1Ratio > 0 ? [] : unit('alpha', 1 / rows);
    default:
      return [];
  }
}

/** glmnet divides a numeric target by its standard deviation, which the L2 part of its penalty shows. */
function glmnetFactor({ model = 'linear', l1Ratio = 0, rows, targetSd }: Context): number | null {
  if (model === 'logistic' || model === 'softmax' || model === 'poisson') return 1 / rows;
  if (model !== 'linear') return null;
  if (l1Ratio === 1) return 1 / rows;
  return targetSd !== null && targetSd > 0 ? (l1Ratio + (1 - l1Ratio) * targetSd) / rows : null;
}
