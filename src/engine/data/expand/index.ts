import type { Column, ColumnBlock } from '../../csv/types.ts';
import { RidgelineError } from '../../errors.ts';
import { grouped } from '../../numberText.ts';
import type { RunSpec } from '../../spec.ts';
import type { DesignColumn } from '../types.ts';
import { type DateView, dateColumns, datesAsNumbers, dateView } from './dates.ts';
import { interactions } from './interactions.ts';
import { missingIndicator } from './missingIndicators.ts';
import { powers } from './powers.ts';

/** Columns of dates that are taken as numbers, by their index in the file. */
export type DateViews = ReadonlyMap<number, DateView>;

export interface Expanded {
  /** The file's columns, dates as numbers. */
  readonly sources: readonly Column[];
  readonly columns: readonly DesignColumn[];
  readonly dates: DateViews;
}

/**
 * The design columns of the file's: their own, then powers and products as far as they are asked for.
 * @param own the design columns of a numeric or text column
 * @param limit most columns; throws `too-large` beyond
 */
export function expand(
  sources: readonly Column[],
  spec: Pick<RunSpec, 'degree' | 'interactions' | 'dateParts' | 'missingIndicators'>,
  own: (column: Column) => DesignColumn[],
  limit: number,
): Expanded {
  const dates = new Map<number, DateView>();
  const base: DesignColumn[] = [];
  const numeric = sources.map((column) => {
    if (!spec.dateParts || column.kind !== 'date') {
      base.push(...own(column));
      if (spec.missingIndicators) base.push(...missingIndicator(column));
      return column;
    }
    const view = dateView(column);
    dates.set(column.index, view);
    const numbers = datesAsNumbers(column, view);
    base.push(...dateColumns(column, view, base.length));
    if (spec.missingIndicators) base.push(...missingIndicator(numbers));
    return numbers;
  });
  const size = sizeOf(base, spec);
  if (size > limit && size > base.length) throw tooMany(size, base.length, limit);
  const more = [...powers(base, spec.degree), ...(spec.interactions ? interactions(base) : [])];
  return { sources: numeric, columns: namedApart([...base, ...more]), dates };
}

/** Columns with their powers and products, counted before they are made. */
function sizeOf(base: readonly DesignColumn[], spec: Pick<RunSpec, 'degree' | 'interactions'>): number {
  const numbers = base.filter(({ kind }) => kind === 'numeric').length;
  const bySource = new Map<number, number>();
  for (const { kind, source } of base)
    if (kind === 'numeric' || kind === 'level') bySource.set(source, (bySource.get(source) ?? 0) + 1);
  const all = [...bySource.values()].reduce((sum, own) => sum + own, 0);
  const within = [...bySource.values()].reduce((sum, own) => sum + own * own, 0);
  const pairs = spec.interactions ? (all * all - within) / 2 : 0;
  return base.length + (spec.degree - 1) * numbers + pairs;
}

function tooMany(size: number, base: number, limit: number): RidgelineError {
  const count = (value: number) => grouped(value);
  return new RidgelineError(
    'too-large',
    `Powers and products of ${count(base)} columns make ${count(size)}, more than the ${count(limit)} that can be solved here. Choose fewer features, or a lower degree, or leave the products out.`,
  );
}

/** Names that the file uses itself get a number. */
function namedApart(columns: readonly DesignColumn[]): DesignColumn[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let number = 2; taken.has(name); number++) name = `${column.name}_${number}`;
    taken.add(name);
    return name === column.name ? column : { ...column, name };
  });
}

/** The block with dates as numbers of days. */
export function viewBlock(block: ColumnBlock, dates: DateViews | null): ColumnBlock {
  if (!dates || dates.size === 0) return block;
  const columns = block.columns.map((cells, index) => {
    const view = dates.get(index);
    if (!view || !(cells instanceof Int32Array)) return cells;
    return Float64Array.from(cells, (code) => view.days[code] ?? Number.NaN);
  });
  return { ...block, columns };
}
