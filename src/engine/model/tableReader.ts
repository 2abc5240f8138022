import type { Column, ColumnBlock, Table } from '../csv/types.ts';
import { daysOf } from '../data/expand/dates.ts';
import { deriveColumns } from '../data/expand/derive.ts';
import { RidgelineError } from '../errors.ts';
import { derivations } from './derivations.ts';
import type { ModelColumn, ModelFile } from './modelFile.ts';

/** Reads one design column out of a block. */
type CellReader = (block: ColumnBlock, row: number) => number;

/** Writes some rows of a block as rows of the design matrix: NaN where a needed cell is missing and nothing stands in. */
export type RowReader = (block: ColumnBlock, from: number, count: number) => Float64Array;

/**
 * Reads a table as a model's design matrix: its columns are found by name, in any order. Throws `unknown-column` where one
 * is missing and `bad-model` where it holds something else than in training.
 * @param unseen gets the levels that training did not see
 */
export function tableReader(model: ModelFile, table: Table, unseen: Set<string>): RowReader {
  const { columns } = model;
  const made = derivations(columns);
  const readers = columns.map((column, j) => (made[j]!.of ? null : readerOf(column, model, table, unseen)));
  const p = columns.length;
  return (block, from, count) => {
    const x = new Float64Array(count * p);
    readers.forEach((read, j) => {
      if (read) for (let row = 0; row < count; row++) x[row * p + j] = read(block, from + row);
    });
    deriveColumns(x, made);
    return x;
  };
}

function readerOf(column: ModelColumn, model: ModelFile, table: Table, unseen: Set<string>): CellReader {
  const source = table.columns.find((own) => own.name === column.column);
  if (!source) {
    throw new RidgelineError(
      'unknown-column',
      `${table.name} has no column "${column.column}", which the model needs. Add it, or train without it.`,
    );
  }
  if (column.kind === 'level') return levelReader(column, source, model, unseen);
  const date = model.columns.find((own) => own.kind === 'date' && own.column === column.column);
  const read = date ? dateReader(date, source, table) : numericReader(source, table);
  if (column.kind === 'missing') return (block, row) => (Number.isNaN(read(block, row)) ? 1 : 0);
  const instead = typeof column.fill === 'number' ? column.fill : Number.NaN;
  return (block, row) => {
    const value = read(block, row);
    return Number.isNaN(value) ? instead : value;
  };
}

function numericReader(source: Column, table: Table): CellReader {
  if (source.kind === 'empty') return () => Number.NaN;
  if (source.kind !== 'numeric') {
    throw new RidgelineError(
      'bad-model',
      `"${source.name}" holds text in ${table.name}, but numbers when the model was trained. Check the file's decimal sign and missing values.`,
    );
  }
  return (block, row) => (block.columns[source.index] as Float64Array)[row]!;
}

function dateReader({ dayFirst }: ModelColumn, source: Column, table: Table): CellReader {
  if (source.kind === 'empty') return () => Number.NaN;
  if (source.kind === 'numeric') {
    throw new RidgelineError(
      'bad-model',
      `"${source.name}" holds numbers in ${table.name}, but dates when the model was trained. Write them as dates.`,
    );
  }
  const days = source.levels.map((level) => daysOf(level, dayFirst === true));
  return (block, row) => days[(block.columns[source.index] as Int32Array)[row]!] ?? Number.NaN;
}

function levelReader(column: ModelColumn, source: Column, model: ModelFile, unseen: Set<string>): CellReader {
  const known = new Set(
    model.columns
      .filter((own) => own.kind === 'level' && own.column === column.column)
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
