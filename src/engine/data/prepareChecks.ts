import type { Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import type { RowCounts } from '../report.ts';
import type { RunSpec } from '../spec.ts';
import { incompleteColumns } from './impute.ts';
import { momentsAreFinite } from './moments.ts';
import type { PartMoments } from './partMoments.ts';
import { type DesignPlan, numericTargets } from './plan.ts';
import type { ColumnMoments, Moments } from './types.ts';

/** Throws with a way out where nothing could be learnt of the rows, or nothing computed. */
export function checkPrepared(
  table: Table,
  plan: DesignPlan,
  moments: PartMoments<Moments> | PartMoments<ColumnMoments>,
  counts: RowCounts,
  spec: RunSpec,
): void {
  if (counts.train < 2) throw new RidgelineError('no-rows', whyNoRows(table, plan, counts, spec));
  if (!(moments.train.count > 0)) throw new RidgelineError('no-rows', noWeight(plan));
  const bad = [moments.train, moments.validation, moments.test].find((part) => !areFinite(part));
  if (!bad) return;
  const largest = [...plan.sources, ...numericTargets(plan)].reduce((a, b) =>
    extent(a) > extent(b) ? a : b,
  );
  throw new RidgelineError(
    'too-large',
    `The values of "${largest.name}" reach ${extent(largest).toExponential(0)}, too large to be squared and summed. Rescale the column or leave it out.`,
  );
}

function areFinite(moments: Moments | ColumnMoments): boolean {
  if ('scatter' in moments) return momentsAreFinite(moments);
  return moments.mean.every(Number.isFinite) && moments.variation.every(Number.isFinite);
}

function extent(column: { min: number; max: number }): number {
  return Math.max(Math.abs(column.min), Math.abs(column.max));
}

/** Why a table of so few rows cannot be trained on. */
export function tooShort({ name, rows }: Table): string {
  return rows === 0
    ? `${name} has a header but no rows. Add data, or say that it has no header.`
    : `Training needs at least 2 rows, and ${name} has one. Add data.`;
}

function whyNoRows(table: Table, plan: DesignPlan, counts: RowCounts, spec: RunSpec): string {
  if (spec.split.kind === 'column' && counts.excluded > 0) {
    return `The split column "${spec.split.column}" marks ${counts.train} rows as train; its cells must say train or test. Choose another split.`;
  }
  const emptiest = incompleteColumns(plan).sort((a, b) => b.missing + b.bad - a.missing - a.bad)[0];
  if (counts.dropped > 0 && emptiest) {
    return `Only ${counts.train} of ${table.rows} rows can be trained on, because ${counts.dropped} have a missing value ("${emptiest.name}" most often). Fill missing values with the mean, or leave that column out.`;
  }
  if (counts.dropped > 0)
    return `Only ${counts.train} of ${table.rows} rows have a target. Choose another target.`;
  return `Training needs at least 2 rows, and ${table.name} leaves ${counts.train}. Hold out fewer rows, or add data.`;
}

function noWeight({ weighting }: DesignPlan): string {
  return `The weights in "${weighting?.column?.name ?? ''}" are 0 in every training row. Choose another column of weights, or none.`;
}
