import type { HeadInfo } from '../engine/csv/inspect.ts';
import type { Table } from '../engine/csv/types.ts';
import { guessTarget } from '../engine/data/usable.ts';
import { summarizeColumn } from '../engine/model/summary.ts';
import type { ColumnSummary } from '../engine/report.ts';

/** A read file's columns, the one that would be taken for the target marked as such. */
export function knownColumns(table: Table): ColumnSummary[] {
  const target = guessTarget(table.columns, table.rows);
  return table.columns.map((column) => ({
    ...summarizeColumn(column),
    role: column === target ? 'target' : 'feature',
  }));
}

/** Columns as the file's head makes them look, in the form of read ones; what only a pass can tell is 0 or empty. */
export function guessedColumns({ columns, rowsSeen }: HeadInfo): ColumnSummary[] {
  const candidates = columns.map(({ index, name, kind, min, max, sample }) => ({
    index,
    name,
    kind,
    missing: 0,
    bad: 0,
    min: min ?? 0,
    max: max ?? 0,
    integer: false,
    distinct: sample.length,
  }));
  const target = guessTarget(candidates, rowsSeen);
  return columns.map(({ index, name, kind, min, max, sample }) => ({
    index,
    name,
    kind,
    missing: 0,
    bad: 0,
    min,
    max,
    mean: null,
    distinct: 0,
    sample: [...sample],
    levels: [],
    role: target?.index === index ? 'target' : 'feature',
    reason: '',
  }));
}
