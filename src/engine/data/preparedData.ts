import type { Table } from '../csv/types.ts';
import type { RowCounts } from '../report.ts';
import { heldOutFolds } from '../selection/folds.ts';
import type { Folds, RunSpec } from '../spec.ts';
import type { ClassCounts } from './classes.ts';
import { codeBlock, encodeBlock, type Room } from './encodeRows.ts';
import { refuseMissing } from './impute.ts';
import type { FoldsTaken, PartCounts, PartMoments } from './partMoments.ts';
import type { PassLog } from './passes.ts';
import { Passes } from './passes.ts';
import type { DesignPlan } from './plan.ts';
import { checkPrepared } from './prepareChecks.ts';
import { type Fill, useRows } from './rows.ts';
import { SharedRows } from './sharedRows.ts';
import { assignParts, type PartAssigner } from './split.ts';
import type { CodedBlock, ColumnMoments, DesignBlock, Moments } from './types.ts';

/** The rows of one table under one plan: what training folds over, from memory or by reading again. */
export interface PreparedData {
  readonly table: Table;
  readonly plan: DesignPlan;
  readonly fill: Fill;
  readonly moments: PartMoments<Moments> | PartMoments<ColumnMoments>;
  /** All rows, where they are fewer than the columns and stand in for moments. */
  readonly kept: DesignBlock | null;
  readonly counts: RowCounts;
  /** Sums of the rows' weights, by which means are taken: their counts where each row counts once. */
  readonly weights: Readonly<PartCounts>;
  /** Rows of each of the plan's classes; null where targets are numbers. */
  readonly classes: ClassCounts | null;
  /** The share of each class in the weight of the training rows; null where targets are numbers. */
  readonly shares: Float64Array | null;
  /** The rows where losses can go through them again and again. */
  readonly shared: SharedRows;
  /** Test rows that stand in the training rows too; null where that was not counted. */
  readonly twins: number | null;
  /** How the training rows are divided; null where no cross-validation was asked for. */
  readonly folding: Folding | null;
  /** Passes over the file so far; grows when `rows` has to read again. */
  readonly passes: PassLog;
  /**
   * The design matrix block by block, in file order. `why` is recorded where it costs a pass over the file.
   * @param room where each block's x is to stand; new memory where absent
   */
  rows(why: string, signal?: AbortSignal, room?: Room): AsyncIterable<DesignBlock>;
  /** The same rows with text columns as codes; none where rows are `kept`. */
  codedRows(why: string, signal?: AbortSignal): AsyncIterable<CodedBlock>;
}

/** The folds of the training rows: blocks tell each row's own. */
export interface Folding extends FoldsTaken {
  /** The folds that are held out one after the other. */
  readonly held: readonly number[];
  /** How the rows were divided. */
  readonly folds: Folds;
  /** Prepares the rows anew for one fold where filling gaps or balancing classes is to know nothing of it; else null. */
  readonly anew: ((held: number, signal?: AbortSignal) => Promise<PreparedData>) | null;
}

/** What was taken of the rows. */
export interface Taken extends Pick<PreparedData, 'moments' | 'kept' | 'classes' | 'twins'> {
  /** Weight of each class in the training rows, where they do not all count once. */
  readonly classWeights?: Float64Array | null;
  readonly rows: Readonly<PartCounts>;
  /** Rows with every cell that is needed, those that the split excludes included. */
  readonly used: number;
  readonly folds: FoldsTaken | null;
}

/** What a table's rows were gone through with. */
export interface Way extends Pick<PreparedData, 'table' | 'plan' | 'fill'> {
  readonly spec: RunSpec;
  readonly assigner: PartAssigner;
  readonly passes: Passes;
  readonly anew?: NonNullable<Folding['anew']> | null;
}

/** Prepared data whose moments were taken while the file was read; no cell is filled. */
export function preparedFrom(
  table: Table,
  spec: RunSpec,
  plan: DesignPlan,
  taken: Omit<Taken, 'kept' | 'rows'>,
): PreparedData {
  refuseMissing(plan, spec.missing);
  const { train, validation, test } = taken.moments;
  const rows = { train: train.count, validation: validation.count, test: test.count };
  const assigner = assignParts(spec, taken.used);
  const way = { table, spec, plan, fill: new Map(), assigner, passes: new Passes(table) };
  return assembled(way, { ...taken, kept: null, rows });
}

/** Checks what was taken and puts it together with the ways to go through the rows again. */
export function assembled(way: Way, taken: Taken): PreparedData {
  const { moments, kept, classes, used, twins, rows: own } = taken;
  const weightOf = taken.classWeights ?? classes?.train;
  const { table, spec, plan, fill, assigner, passes } = way;
  const inParts = own.train + own.validation + own.test;
  const counts = { ...own, read: table.rows, dropped: table.rows - used, excluded: used - inParts };
  checkPrepared(table, plan, moments, counts, spec);
  async function* rows(why: string, signal?: AbortSignal, room?: Room): AsyncGenerator<DesignBlock> {
    if (kept) {
      yield kept;
      return;
    }
    passes.add(why);
    for await (const use of useRows(table, plan, assigner, fill, signal))
      yield encodeBlock(use, plan, fill, room);
  }
  return {
    table,
    plan,
    fill,
    moments,
    kept,
    counts,
    weights: { train: moments.train.count, validation: moments.validation.count, test: moments.test.count },
    classes,
    folding: foldingOf(way, taken),
    shares: weightOf ? weightOf.map((weight) => weight / moments.train.count) : null,
    passes,
    twins: counts.test === 0 ? 0 : twins,
    shared: new SharedRows((why, room) => rows(why, undefined, room)),
    rows,
    async *codedRows(why, signal) {
      if (kept) return;
      passes.add(why);
      for await (const use of useRows(table, plan, assigner, fill, signal)) yield codeBlock(use, plan, fill);
    },
  };
}

/**
 * The data as they are where no cross-validation is asked for, to the bit; null where what was taken of the folds does not
 * tell that.
 */
export function withoutFolds(data: PreparedData): PreparedData | null {
  const { folding, kept, moments } = data;
  if (!folding) return data;
  if (kept) return { ...data, folding: null };
  const { whole: train } = folding;
  if (!train || !('scatter' in moments.validation)) return null;
  return { ...data, moments: { ...(moments as PartMoments<Moments>), train }, folding: null };
}

function foldingOf({ spec, assigner, anew }: Way, { folds }: Taken): Folding | null {
  if (!assigner.folds || !folds) return null;
  return { ...folds, folds: spec.folds, held: heldOutFolds(assigner.folds, folds.rows), anew: anew ?? null };
}
