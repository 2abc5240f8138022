import type { Column } from '../../csv/types.ts';
import type { DesignColumn } from '../types.ts';

/** 1 where a numeric column's cell is missing, else 0: `age.missing`. None of a column without gaps. */
export function missingIndicator(column: Column): DesignColumn[] {
  if (column.kind !== 'numeric' || column.missing + column.bad === 0) return [];
  return [{ name: `${column.name}.missing`, source: column.index, kind: 'missing', indicator: true }];
}
