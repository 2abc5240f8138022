import type { Conversion } from '../../report.ts';
import { call, mixed, type Penalized, show } from './words.ts';

/**
 * Spark ML: λ per sample. LinearRegression has it on a target divided by its deviation, the population's for both sides
 * in the normal equations that it solves by default. LogisticRegression penalizes weights per deviation of a sample, which
 * divides by n − 1.
 */
export function spark(context: Penalized): Conversion[] {
  const { model, rows, l1Ratio, perSample, outputs, standardize, intercept, targetSd, inputs } = context;
  const classes = model === 'logistic' || model === 'softmax';
  const numbers = model === 'linear' && outputs === 1 && targetSd !== null && targetSd > 0;
  if ((!classes && !numbers) || rows <= 1) return [];
  const deviations = classes && standardize === 'all' ? Math.sqrt(rows / (rows - 1)) : 1;
  const sharp = (l1Ratio * perSample) / deviations;
  const smooth = ((1 - l1Ratio) * perSample) / deviations ** 2;
  const own = mixed(sharp, smooth, numbers ? targetSd : 1);
  const words = [
    model === 'softmax' ? 'family="multinomial"' : null,
    `regParam=${show(own.lambda)}`,
    l1Ratio > 0 ? `elasticNetParam=${show(own.lambda > 0 ? own.share : l1Ratio)}` : null,
    standardize === 'all' ? null : 'standardization=False',
    intercept ? null : 'fitIntercept=False',
  ];
  const itself = standardize === 'all' ? 'standardizes by itself' : inputs;
  return [
    {
      tool: 'Spark ML',
      text: call(classes ? 'LogisticRegression' : 'LinearRegression', words),
      note: `${numbers ? 'divides the target by its standard deviation' : 'λ per sample'}, ${itself}`,
    },
  ];
}
