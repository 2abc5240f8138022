import type { Column, Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import type { RunSpec } from '../spec.ts';
import type { DesignPlan } from './plan.ts';
import { type Fill, useRows } from './rows.ts';
import type { PartAssigner } from './split.ts';
import { PART } from './types.ts';

const NOTHING: Fill = new Map();

/** The used feature columns in which a cell is missing or bad. */
export function incompleteColumns(plan: DesignPlan): Column[] {
  return plan.sources.filter((column) => column.missing + column.bad > 0);
}

/** Throws where the spec asks for an error and a used feature has a missing value. */
export function refuseMissing(plan: DesignPlan, missing: RunSpec['missing']): void {
  if (missing !== 'error') return;
  const column = incompleteColumns(plan)[0];
  if (!column) return;
  const count = (column.missing + column.bad).toLocaleString('en-US');
  throw new RidgelineError(
    'missing-values',
    `"${column.name}" has ${count} missing value${column.missing + column.bad === 1 ? '' : 's'}. Drop those rows (--missing drop), fill them with the mean or the median, or leave the column out.`,
  );
}

/**
 * What stands in for missing cells: mean or median of the training rows' values, for categories the most frequent
 * level (the first in code-point order among equals). Costs one pass over the rows where any feature is incomplete.
 */
export async function fillValues(
  table: Table,
  plan: DesignPlan,
  assigner: PartAssigner,
  missing: RunSpec['missing'],
  signal?: AbortSignal,
): Promise<Fill> {
  const columns = incompleteColumns(plan);
  if ((missing !== 'mean' && missing !== 'median') || columns.length === 0) return NOTHING;
  // While counting, missing features do not drop a row: any value in the map keeps them.
  const keepAll: Fill = new Map(columns.map((column) => [column.index, Number.NaN]));
  const collectors = columns.map((column) => collectorFor(column, missing));
  for await (const { block, part } of useRows(table, plan, assigner, keepAll, signal)) {
    columns.forEach((column, c) => {
      const cells = block.columns[column.index];
      if (!cells) return;
      for (let row = 0; row < block.rows; row++)
        if (part[row] === PART.train) collectors[c]!.add(cells[row]!);
    });
  }
  return new Map(columns.map((column, c) => [column.index, checked(column, collectors[c]!.value())]));
}

function checked(column: Column, value: number): number {
  if (!Number.isNaN(value)) return value;
  throw new RidgelineError(
    'missing-values',
    `"${column.name}" has no value in the training rows, so there is nothing to fill its gaps with. Leave it out.`,
  );
}

interface Collector {
  add(cell: number): void;
  value(): number;
}

function collectorFor(column: Column, missing: 'mean' | 'median'): Collector {
  if (column.kind !== 'numeric') return modeCollector(column.levels.length);
  return missing === 'mean' ? meanCollector() : medianCollector();
}

function meanCollector(): Collector {
  let count = 0;
  let mean = 0;
  return {
    add(cell) {
      if (!Number.isNaN(cell)) mean += (cell - mean) / ++count;
    },
    value: () => (count > 0 ? mean : Number.NaN),
  };
}

function medianCollector(): Collector {
  const values: number[] = [];
  return {
    add(cell) {
      if (!Number.isNaN(cell)) values.push(cell);
    },
    value() {
      const sorted = Float64Array.from(values).sort();
      const half = sorted.length >> 1;
      if (sorted.length === 0) return Number.NaN;
      return sorted.length % 2 === 1 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2;
    },
  };
}

function modeCollector(levels: number): Collector {
  const counts = new Float64Array(levels);
  return {
    add(cell) {
      if (cell >= 0) counts[cell]! += 1;
    },
    value() {
      let best = Number.NaN;
      for (let code = 0; code < levels; code++) if (counts[code]! > (counts[best] ?? 0)) best = code;
      return best;
    },
  };
}
