import type { Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import type { RowCounts } from '../report.ts';
import type { RunSpec } from '../spec.ts';
import { type ClassCounts, countClasses, noClassCounts, unlearnable } from './classes.ts';
import { columnMomentsOf, joinBlocks } from './columnMoments.ts';
import { fillValues, incompleteColumns, refuseMissing } from './impute.ts';
import { accumulateMoments, createMoments, mergeMoments, momentsAreFinite } from './moments.ts';
import { type DesignPlan, keepsRows, numericTargets, planDesign, withoutClasses } from './plan.ts';
import { codeBlock, encodeBlock, type Fill, type PassLog, useRows } from './rows.ts';
import { SharedRows } from './sharedRows.ts';
import { assignParts, type PartAssigner } from './split.ts';
import { checkClasses } from './targets.ts';
import { countsTwins, rowKeys, TwinCounter } from './twins.ts';
import {
  type CodedBlock,
  type ColumnMoments,
  type DesignBlock,
  type Moments,
  PART,
  type PartName,
} from './types.ts';

/** Of each part of the split. */
export interface PartMoments<M> {
  readonly train: M;
  readonly validation: M;
  readonly test: M;
}

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
  readonly weights: Readonly<Record<PartName, number>>;
  /** Rows of each of the plan's classes; null where targets are numbers. */
  readonly classes: ClassCounts | null;
  /** The rows where losses can go through them again and again. */
  readonly shared: SharedRows;
  /** Test rows that stand in the training rows too; null where that was not counted. */
  readonly twins: number | null;
  /** Passes over the file so far; grows when `rows` has to read again. */
  readonly passes: PassLog;
  /** The design matrix block by block, in file order. `why` is recorded where it costs a pass over the file. */
  rows(why: string, signal?: AbortSignal): AsyncIterable<DesignBlock>;
  /** The same rows with text columns as codes; none where rows are `kept`. */
  codedRows(why: string, signal?: AbortSignal): AsyncIterable<CodedBlock>;
}

/**
 * Plans the design matrix and takes the moments of every part, in one pass over the table's rows where split and
 * missing values allow it.
 */
export async function prepareData(table: Table, spec: RunSpec, signal?: AbortSignal): Promise<PreparedData> {
  if (table.rows < 2) throw new RidgelineError('no-rows', tooShort(table));
  return prepare(table, spec, planDesign(table, spec), new Passes(table), signal);
}

async function prepare(
  table: Table,
  spec: RunSpec,
  plan: DesignPlan,
  passes: Passes,
  signal?: AbortSignal,
): Promise<PreparedData> {
  refuseMissing(plan, spec.missing);
  const assigner = await countedAssigner(table, plan, spec, passes, signal);
  if (incompleteColumns(plan).length > 0 && spec.missing !== 'drop') passes.add('filling missing values');
  const fill = await fillValues(table, plan, assigner, spec.missing, signal);
  const keeps = keepsRows(plan.columns.length, table.rows);
  passes.add(keeps ? 'the rows, which are fewer than the columns' : 'moments of every part');
  const taken = emptyMoments(keeps ? null : plan);
  const blocks: DesignBlock[] = [];
  const classes = plan.classes && noClassCounts(plan.classes.length);
  const twins = new TwinCounter(countsTwins(table.bytes, spec.split));
  let used = 0;
  for await (const use of useRows(table, plan, assigner, fill, signal)) {
    used += use.used;
    const block = encodeBlock(use, plan, fill);
    if (keeps) blocks.push(block);
    else addToMoments(taken, block);
    if (classes) countClasses(classes, block);
    if (twins.active) twins.add(rowKeys(use, plan));
  }
  const left = classes ? unlearnable(plan.classes ?? [], classes) : [];
  if (left.length > 0) return prepare(table, spec, learnable(plan, left), passes, signal);
  const kept = keeps ? joinBlocks(blocks) : null;
  const moments = kept ? columnMoments(kept, plan) : taken;
  return assembled({
    table,
    spec,
    plan,
    fill,
    assigner,
    moments,
    kept,
    classes,
    used,
    twins: twins.count(),
    passes,
  });
}

/** The plan without the classes of which no row is trained on; throws where fewer than two are left. */
function learnable(plan: DesignPlan, left: readonly string[]): DesignPlan {
  const fewer = withoutClasses(plan, left);
  checkClasses(plan.targets[0]!, plan.model, fewer.classes ?? []);
  return fewer;
}

/** What was taken of the rows while the file was read. */
export interface TakenAlong extends Pick<PreparedData, 'classes' | 'twins'> {
  readonly moments: PartMoments<Moments>;
  /** Rows with every cell that is needed, those that the split excludes included. */
  readonly used: number;
}

/** Prepared data whose moments were taken while the file was read; no cell is filled. */
export function preparedFrom(table: Table, spec: RunSpec, plan: DesignPlan, taken: TakenAlong): PreparedData {
  refuseMissing(plan, spec.missing);
  const assigner = assignParts(spec, taken.used);
  const passes = new Passes(table);
  return assembled({ table, spec, plan, fill: new Map(), assigner, kept: null, passes, ...taken });
}

/** Passes over the file, told where rows are not in memory. */
class Passes implements PassLog {
  count: number;
  readonly reasons: string[];
  readonly #inMemory: boolean;

  constructor({ passReasons, inMemory }: Table) {
    // A table's own later passes are those that are asked for here.
    this.reasons = passReasons.slice(0);
    this.count = passReasons.length + 1;
    this.#inMemory = inMemory;
  }

  add(why: string): void {
    if (this.#inMemory) return;
    this.count++;
    this.reasons.push(why);
  }
}

interface Parts {
  readonly table: Table;
  readonly spec: RunSpec;
  readonly plan: DesignPlan;
  readonly fill: Fill;
  readonly assigner: PartAssigner;
  readonly moments: PreparedData['moments'];
  readonly kept: DesignBlock | null;
  readonly classes: ClassCounts | null;
  readonly used: number;
  readonly twins: number | null;
  readonly passes: Passes;
}

function assembled(parts: Parts): PreparedData {
  const { table, spec, plan, fill, assigner, moments, kept, classes, used, twins, passes } = parts;
  const counts = countRows(moments, table.rows, used);
  checkPrepared(table, plan, moments, counts, spec);
  async function* rows(why: string, signal?: AbortSignal): AsyncGenerator<DesignBlock> {
    if (kept) {
      yield kept;
      return;
    }
    passes.add(why);
    for await (const use of useRows(table, plan, assigner, fill, signal)) yield encodeBlock(use, plan, fill);
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
    passes,
    twins: counts.test === 0 ? 0 : twins,
    shared: new SharedRows(rows),
    rows,
    async *codedRows(why, signal) {
      if (kept) return;
      passes.add(why);
      for await (const use of useRows(table, plan, assigner, fill, signal)) yield codeBlock(use, plan, fill);
    },
  };
}

async function countedAssigner(
  table: Table,
  plan: DesignPlan,
  spec: RunSpec,
  passes: Passes,
  signal?: AbortSignal,
): Promise<PartAssigner> {
  const assigner = assignParts(spec, 0);
  if (!assigner.needsCount) return assigner;
  const imputes = spec.missing === 'mean' || spec.missing === 'median';
  const fill: Fill = new Map(imputes ? plan.sources.map((column) => [column.index, Number.NaN]) : []);
  passes.add('counting rows, to hold out the last ones');
  let used = 0;
  for await (const use of useRows(table, plan, assigner, fill, signal)) used += use.used;
  return assignParts(spec, used);
}

function columnMoments(kept: DesignBlock, plan: DesignPlan): PartMoments<ColumnMoments> {
  const k = numericTargets(plan).length;
  const take = (part: number) => columnMomentsOf(kept, plan.columns.length, k, part);
  return { train: take(PART.train), validation: take(PART.validation), test: take(PART.test) };
}

function emptyMoments(plan: DesignPlan | null): PartMoments<Moments> {
  const make = (): Moments =>
    createMoments(plan?.columns.length ?? 0, plan ? numericTargets(plan).length : 0);
  return { train: make(), validation: make(), test: make() };
}

/** Each block's moments are taken by themselves and merged: the same bits as where threads take them apart. */
function addToMoments(moments: PartMoments<Moments>, block: DesignBlock): void {
  for (const part of ['train', 'validation', 'test'] as const) {
    const own = createMoments(moments[part].p, moments[part].k);
    accumulateMoments(own, block, PART[part]);
    mergeMoments(moments[part], own);
  }
}

function countRows(moments: PreparedData['moments'], read: number, used: number): RowCounts {
  const [train, validation, test] = [moments.train.count, moments.validation.count, moments.test.count];
  return { read, train, validation, test, dropped: read - used, excluded: used - train - validation - test };
}

function checkPrepared(
  table: Table,
  plan: DesignPlan,
  moments: PreparedData['moments'],
  counts: RowCounts,
  spec: RunSpec,
): void {
  if (counts.train < 2) throw new RidgelineError('no-rows', whyNoRows(table, plan, counts, spec));
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

function tooShort({ name, rows }: Table): string {
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
