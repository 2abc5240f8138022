import type { HeadInfo } from '../engine/csv/inspect.ts';
import type { ColumnSummary } from '../engine/report.ts';

/** Columns as the file's head makes them look, in the form of read ones; what only a pass can tell is 0 or empty. */
export function guessedColumns({ columns }: HeadInfo): ColumnSummary[] {
  return columns.map(({ index, name, kind, min, max, sample }) => ({
    index,
    name,
    kind,
    missing: 0,
    bad: 0,
    min,
    max,
    mean: null,
    distinct: sample.length,
    sample: [...sample],
    levels: [],
    role: 'feature',
    reason: '',
  }));
}
