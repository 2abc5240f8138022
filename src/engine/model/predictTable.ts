import type { Column, ColumnBlock, Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { type ModelColumn, type ModelFile, weightsOf } from './modelFile.ts';

/** Predictions of every row of a table. */
export interface TablePredictions {
  readonly targets: readonly string[];
  /** One number a row for each target; NaN where a needed cell is missing and nothing stands in for it. */
  readonly predictions: readonly Float64Array[];
  /** Sentences on rows without a prediction and levels that training did not see. */
  readonly notes: readonly string[];
  /** Of the first target, over the rows that have it; null where the table lacks it. */
  readonly metrics: { readonly rows: number; readonly mse: number; readonly r2: number | null } | null;
}

/** Reads one design column out of a block. */
type CellReader = (block: ColumnBlock, row: number) => number;

/**
 * Predicts with a model file: the table's columns are found by name, in any order. Throws `unknown-column` where one is
 * missing and `bad-model` where the file's weights do not fit its columns.
 */
export async function predictTable(model: ModelFile, table: Table): Promise<TablePredictions> {
  const targets = model.spec.target;
  const weights = targets.map((target) => weightsOf(model, target));
  const unseen = new Set<string>();
  const readers = model.columns.map((column) => readerOf(column, model, table, unseen));
  const predictions = targets.map(() => new Float64Array(table.rows));
  const x = new Float64Array(readers.length);
  let without = 0;
  for await (const block of table.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      readers.forEach((read, j) => {
        x[j] = read(block, row);
      });
      weights.forEach(({ weights: own, intercept }, t) => {
        predictions[t]![block.firstRow + row] = dot(own, x) + intercept;
      });
      if (x.some(Number.isNaN)) without++;
    }
  }
  const notes = [...unseen].map(
    (text) => `${text} was not seen in training, so none of its column's levels counts.`,
  );
  if (without > 0)
    notes.unshift(
      `${without} of ${table.rows} rows have a missing value and get no prediction; train with --missing mean to fill them.`,
    );
  return { targets, predictions, notes, metrics: await metricsOf(table, targets[0]!, predictions[0]!) };
}

function dot(weights: Float64Array, x: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < x.length; j++) sum += weights[j]! * x[j]!;
  return sum;
}

function readerOf(column: ModelColumn, model: ModelFile, table: Table, unseen: Set<string>): CellReader {
  const source = table.columns.find((own) => own.name === column.column);
  if (!source) {
    throw new RidgelineError(
      'unknown-column',
      `${table.name} has no column "${column.column}", which the model needs. Add it, or train without it.`,
    );
  }
  return column.kind === 'numeric'
    ? numericReader(column, source, table)
    : levelReader(column, source, model, unseen);
}

function numericReader(column: ModelColumn, source: Column, table: Table): CellReader {
  const instead = typeof column.fill === 'number' ? column.fill : Number.NaN;
  if (source.kind === 'empty') return () => instead;
  if (source.kind !== 'numeric') {
    throw new RidgelineError(
      'bad-model',
      `"${source.name}" holds text in ${table.name}, but numbers when the model was trained. Check the file's decimal sign and missing values.`,
    );
  }
  return (block, row) => {
    const value = (block.columns[source.index] as Float64Array)[row]!;
    return Number.isNaN(value) ? instead : value;
  };
}

function levelReader(column: ModelColumn, source: Column, model: ModelFile, unseen: Set<string>): CellReader {
  const known = new Set(
    model.columns
      .filter((own) => own.column === column.column)
      .flatMap((own) => [own.level!, own.baseline ?? own.level!]),
  );
  for (const level of source.levels) if (!known.has(level)) unseen.add(`"${level}" in "${column.column}"`);
  const missing = typeof column.fill === 'string' ? Number(column.fill === column.level) : Number.NaN;
  if (source.kind === 'numeric')
    return (block, row) =>
      Number(String((block.columns[source.index] as Float64Array)[row]) === column.level);
  const code = source.levels.indexOf(column.level!);
  return (block, row) => {
    const cell = (block.columns[source.index] as Int32Array | null)?.[row] ?? -1;
    return cell < 0 ? missing : Number(cell === code);
  };
}

async function metricsOf(
  table: Table,
  target: string,
  predicted: Float64Array,
): Promise<TablePredictions['metrics']> {
  const column = table.columns.find((own) => own.name === target && own.kind === 'numeric');
  if (!column) return null;
  let rows = 0;
  let squares = 0;
  let mean = 0;
  let spread = 0;
  for await (const block of table.blocks()) {
    const cells = block.columns[column.index] as Float64Array;
    for (let row = 0; row < block.rows; row++) {
      const y = cells[row]!;
      const error = y - predicted[block.firstRow + row]!;
      if (Number.isNaN(error)) continue;
      rows++;
      squares += error * error;
      const before = y - mean;
      mean += before / rows;
      spread += before * (y - mean);
    }
  }
  if (rows === 0) return null;
  return { rows, mse: squares / rows, r2: spread > 0 ? 1 - squares / spread : null };
}
