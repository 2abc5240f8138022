import type { LambdaUnit } from '../report.ts';
import type { ConversionContext } from './conversionContext.ts';
import { targetScale } from './tools/rPackages.ts';
import { ofClasses } from './tools/scikitLearn.ts';

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

function scikitLearn({ model = 'linear', l1Ratio = 0, outputs = 1, rows }: Context): LambdaUnit[] {
  const unit = (name: string, factor: number, inverse = false): LambdaUnit[] => [
    { id: 'scikitLearn', label: `scikit-learn ${name}`, factor, inverse },
  ];
  switch (model) {
    case 'linear':
      return unit('alpha', l1Ratio > 0 ? 1 / rows : 1);
    case 'logistic':
    case 'softmax':
      return unit('C', 1 / ofClasses({ model, l1Ratio, outputs, lambdaTotal: 1 }).total, true);
    case 'squaredHinge':
      return l1Ratio > 0 && l1Ratio < 1 ? [] : unit('C', 1, true);
    case 'poisson':
      return l1Ratio > 0 ? [] : unit('alpha', 1 / rows);
    default:
      return [];
  }
}

/** glmnet divides a target of numbers, which the L2 part of its penalty shows. */
function glmnetFactor(context: Context): number | null {
  const { model = 'linear', l1Ratio = 0, outputs = 1, rows } = context;
  if (model === 'logistic' || model === 'softmax') return 1 / rows;
  if (outputs > 1) return null;
  if (model === 'poisson') return 1 / rows;
  if (model !== 'linear') return null;
  if (l1Ratio === 1) return 1 / rows;
  const scale = targetScale(context);
  return scale === null ? null : (l1Ratio + (1 - l1Ratio) * scale) / rows;
}
