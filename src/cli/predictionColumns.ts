import type { TablePredictions } from '../engine/model/predictTable.ts';
import { type AddedColumn, numberText } from './csvText.ts';

/**
 * Predictions as columns of a CSV file: `predicted y` a target; of classes `prediction`, and what each class's probability
 * is, or the score. A cell is empty where no prediction could be made.
 */
export function predictionColumns({ outputs, classes }: TablePredictions): AddedColumn[] {
  const numbers = (name: string, values: Float64Array): AddedColumn => {
    return { name, text: (row) => numberText(values[row]!) };
  };
  if (!classes) return outputs.map(({ name, values }) => numbers(`predicted ${name}`, values));
  const { names, of, probabilities } = classes;
  const told = probabilities
    ? probabilities.map(({ name, values }) => numbers(`probability ${name}`, values))
    : outputs.map(({ values }) => numbers('score', values));
  return [{ name: 'prediction', text: (row) => names[of[row]!] ?? '' }, ...told];
}

/** Predictions as part of a JSON object; null where no prediction could be made. */
export function predictionFields({ targets, outputs, classes }: TablePredictions): Record<string, unknown> {
  const lists = Object.fromEntries(
    outputs.map(({ name, values }) => [name, Array.from(values, finiteOrNull)]),
  );
  if (!classes) return { predictions: targets.length === 1 ? lists[targets[0]!] : lists };
  const predictions = Array.from(classes.of, (place) => classes.names[place] ?? null);
  return {
    predictions,
    classes: classes.names,
    ...(classes.probabilities ? { probabilities: lists } : { scores: Object.values(lists)[0] }),
  };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** How good the predictions are, as one line. */
export function judgedLine(metrics: NonNullable<TablePredictions['metrics']>): string {
  const parts =
    'mse' in metrics
      ? [`MSE ${metrics.mse}`, `R² ${metrics.r2 ?? '–'}`]
      : [
          `accuracy ${metrics.accuracy}`,
          ...(metrics.logLoss === null ? [] : [`log loss ${metrics.logLoss}`]),
        ];
  return `${parts.join(' · ')} on ${metrics.rows} rows with a target`;
}
