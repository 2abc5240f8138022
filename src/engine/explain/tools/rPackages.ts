import type { Conversion } from '../../report.ts';
import { call, mixed, type Penalized, show } from './words.ts';

const FAMILIES: Readonly<Record<string, string>> = {
  logistic: 'binomial',
  softmax: 'multinomial',
  poisson: 'poisson',
};

/**
 * glmnet: λ per sample on the mean log loss; with squared error on the target divided by its deviation, so that its L2
 * part is multiplied by that.
 */
export function glmnet(context: Penalized): Conversion[] {
  const { model, l1Ratio, perSample, outputs, standardize, intercept, inputs } = context;
  const family = FAMILIES[model];
  if (!family && (model !== 'linear' || outputs > 1)) return [];
  if (model === 'poisson' && outputs > 1) return [];
  const scale = family ? 1 : targetScale(context);
  if (l1Ratio < 1 && scale === null) return [];
  const own = mixed(l1Ratio * perSample, (1 - l1Ratio) * perSample, scale ?? 1);
  const words = [
    family ? `family = "${family}"` : null,
    `alpha = ${show(own.lambda > 0 ? own.share : l1Ratio)}`,
    `lambda = ${show(own.lambda)}`,
    standardize === 'all' ? null : 'standardize = FALSE',
    intercept ? null : 'intercept = FALSE',
  ];
  const divides = !family && l1Ratio < 1;
  const itself = standardize === 'all' ? 'standardizes by itself' : inputs;
  return [
    {
      tool: 'glmnet',
      text: call('glmnet', words),
      note: `${divides ? `divides the target by its ${intercept ? 'standard deviation' : 'root mean square'}` : 'λ per sample'}, ${itself}`,
    },
  ];
}

/** What glmnet divides a target by: its standard deviation; without an intercept, which centres, its root mean square. */
export function targetScale({
  targetSd,
  targetMean = 0,
  intercept = true,
}: Pick<Penalized, 'targetSd'> & Partial<Penalized>): number | null {
  if (targetSd === null) return null;
  const scale = intercept ? targetSd : Math.sqrt(targetSd ** 2 + targetMean ** 2);
  return scale > 0 ? scale : null;
}

/** lm.ridge has the total λ; without an intercept it divides columns by their root mean squares, as we do not. */
export function lmRidge({
  model,
  l1Ratio,
  outputs,
  standardize,
  intercept,
  lambdaTotal,
}: Penalized): Conversion[] {
  if (model !== 'linear' || l1Ratio > 0 || outputs > 1 || standardize !== 'all' || !intercept) return [];
  return [
    {
      tool: 'MASS lm.ridge',
      text: `lm.ridge(lambda = ${show(lambdaTotal)})`,
      note: 'λ on the total scale, standardizes by itself',
    },
  ];
}
