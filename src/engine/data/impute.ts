import type { Column, Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { grouped } from '../numberText.ts';
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
  const count = grouped(column.missing + column.bad);
  throw new RidgelineError(
    'missing-values',
    `"${column.name}" has ${count} missing value${column.missing + column.bad === 1 ? '' : 's'}. Let missing values drop their rows, fill them with the mean or the median, or leave the column out.`,
  );
}

/**
 * The columns in which something stands in for missing cells: where rows would be dropped for them, those of which an
 * indicator tells that they are missing.
 */
export function filledColumns(
  plan: DesignPlan,
  { missing, missingIndicators }: Pick<RunSpec, 'missing' | 'missingIndicators'>,
): Column[] {
  if (missing === 'mean' || missing === 'median') return incompleteColumns(plan);
  return missingIndicators ? incompleteColumns(plan).filter(({ kind }) => kind === 'numeric') : [];
}

/**
 * What stands in for missing cells: mean or median of the training rows' values, for categories the most frequent
 * level (the first in code-point order among equals), each row counting by its sample weight. Costs one pass over the rows where any feature is incomplete.
 */
export async function fillValues(
  table: Table,
  plan: DesignPlan,
  assigner: PartAssigner,
  spec: Pick<RunSpec, 'missing' | 'missingIndicators'>,
  signal?: AbortSignal,
): Promise<Fill> {
  const columns = filledColumns(plan, spec);
  if (columns.length === 0) return NOTHING;
  const how = spec.missing === 'median' ? 'median' : 'mean';
  const weights = plan.weighting?.column?.index ?? -1;
  // While counting, missing features do not drop a row: any value in the map keeps them.
  const keepAll: Fill = new Map(columns.map((column) => [column.index, Number.NaN]));
  const collectors = columns.map((column) => collectorFor(column, how));
  for await (const { block, part } of useRows(table, plan, assigner, keepAll, signal)) {
    const weight = block.columns[weights];
    columns.forEach((column, c) => {
      const cells = block.columns[column.index];
      if (!cells) return;
      for (let row = 0; row < block.rows; row++)
        if (part[row] === PART.train) collectors[c]!.add(cells[row]!, weight ? weight[row]! : 1);
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
  add(cell: number, weight: number): void;
  value(): number;
}

function collectorFor(column: Column, missing: 'mean' | 'median'): Collector {
  if (column.kind !== 'numeric') return modeCollector(column.levels.length);
  return missing === 'mean' ? meanCollector() : medianCollector();
}

function meanCollector(): Collector {
  let total = 0;
  let mean = 0;
  return {
    add(cell, weight) {
      if (Number.isNaN(cell) || weight === 0) return;
      total += weight;
      mean += ((cell - mean) * weight) / total;
    },
    value: () => (total > 0 ? mean : Number.NaN),
  };
}

/** The value below and above which lies half of the weight; between two such, their middle. */
function medianCollector(): Collector {
  const values: number[] = [];
  const weights: number[] = [];
  return {
    add(cell, weight) {
      if (Number.isNaN(cell) || weight === 0) return;
      values.push(cell);
      weights.push(weight);
    },
    value() {
      if (weights.every((weight) => weight === 1)) return middle(Float64Array.from(values).sort());
      const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let below = 0;
      for (const [at, own] of order.entries()) {
        below += 2 * weights[own]!;
        if (below > total) return values[own]!;
        if (below === total) return values[own]! / 2 + values[order[at + 1] ?? own]! / 2;
      }
      return Number.NaN;
    },
  };
}

/** Of sorted numbers; NaN of none. */
function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2;
}

function modeCollector(levels: number): Collector {
  const counts = new Float64Array(levels);
  return {
    add(cell, weight) {
      if (cell >= 0) counts[cell]! += weight;
    },
    value() {
      let best = Number.NaN;
      for (let code = 0; code < levels; code++) if (counts[code]! > (counts[best] ?? 0)) best = code;
      return best;
    },
  };
}
