import type { MetricId, ModelKind } from './types.ts';

/** Of models of numbers. */
export const OF_NUMBERS: readonly MetricId[] = ['rmse', 'mse', 'mae', 'r2'];
/** Of models whose predictions are probabilities. */
export const OF_CLASSES: readonly MetricId[] = [
  'logLoss',
  'accuracy',
  'balancedAccuracy',
  'rocAuc',
  'prAuc',
  'brier',
];

/** What a model is judged by on a target with these classes, null for numbers: the first above all. */
export function metricsOf(
  { task, metrics }: Pick<ModelKind, 'task' | 'metrics'>,
  classes: readonly string[] | null,
): readonly MetricId[] {
  return task !== 'any' ? metrics : classes ? OF_CLASSES : OF_NUMBERS;
}
