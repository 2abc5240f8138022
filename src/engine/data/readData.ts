import { assume, type HeadReading } from '../csv/assume.ts';
import { type ColumnGuess, headInfo } from '../csv/inspect.ts';
import { readTable } from '../csv/reader.ts';
import type { FileTable } from '../csv/table.ts';
import type { ByteSource, Column, PassEncoding, ReadOptions, ReadProgress, Table } from '../csv/types.ts';
import { DISTINCT_CAP } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { needsRows } from '../general/rowsNeeded.ts';
import { streamed, wantsFolds } from '../selection/folds.ts';
import type { RunSpec } from '../spec.ts';
import { MEMORY_LIMIT } from '../training.ts';
import type { EncodePlan } from './chunkMoments.ts';
import { unlearnable } from './classes.ts';
import { MomentsMerger } from './momentsMerger.ts';
import { holdsFolds } from './partMoments.ts';
import { COLUMN_LIMIT, type DesignPlan, isPlain, keepsRows, planDesign } from './plan.ts';
import { prepareData } from './prepare.ts';
import { type PreparedData, preparedFrom } from './preparedData.ts';
import type { PartSpec } from './split.ts';
import { countsTwins } from './twins.ts';
import { weighs } from './weights.ts';

/** Levels of a text column that are taken along in the reading pass; more cost a second one. */
const LEVELS_ALONG = 200;

/** How to read a file that is trained on. */
export interface DataOptions extends ReadOptions {
  /** The limit instead of `memoryLimitBytes` where training has no use for the rows once their moments are taken. */
  readonly needlessLimitBytes?: number;
  /** Beside the moments of folds take those that there are without: {@link withoutFolds}. Of rows that are not in memory. */
  readonly whole?: boolean;
}

/**
 * Reads a file and prepares its data in one pass, where the plan made from the file's head turns out to hold for the
 * whole file; else, and where split or missing values need to know all rows first, the rows are gone through again.
 */
export async function readData(
  source: ByteSource,
  spec: RunSpec,
  options: DataOptions = {},
): Promise<PreparedData> {
  const head = await assume(source, spec.csv, options.signal);
  const room = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const first = headTable(source, head);
  const design = planFromHead(first, spec, room);
  const tooLarge = tooLargeFor(spec, first);
  const onProgress = (progress: ReadProgress) => {
    if (tooLarge && progress.rows > COLUMN_LIMIT) throw tooLarge;
    options.onProgress?.(progress);
  };
  const reading = { ...options, onProgress, csv: spec.csv, head, ...needlessRows(options, spec, design) };
  const plan = design && encodePlan(source, spec, design, options.whole === true);
  const prepared = (table: Table) =>
    prepareData(table, spec, options.signal, options.whole && !table.inMemory, room);
  if (!plan) return prepared(await readTable(source, reading));
  const merger = new MomentsMerger(plan);
  const encoding: PassEncoding = {
    plan,
    add: (moments, used, result, codes) => merger.add(moments, used, result, codes),
    restart: () => {
      merger.valid = false;
    },
  };
  const table = await readTable(source, { ...reading, encoding });
  return fromPass(table as FileTable, spec, plan, merger, room) ?? prepared(table);
}

/** The limit of rows that training does not go through again; none of its own where it does. */
function needlessRows(
  { needlessLimitBytes }: DataOptions,
  spec: RunSpec,
  design: DesignPlan | null,
): { memoryLimitBytes?: number } {
  const model = design?.model ?? spec.model;
  if (needlessLimitBytes === undefined || (model !== 'auto' && needsRows(spec, model))) return {};
  return { memoryLimitBytes: needlessLimitBytes };
}

/** The plan that the head suggests; null where the file cannot be trained on as it seems. */
function planFromHead(head: Table, spec: RunSpec, room: number): DesignPlan | null {
  try {
    return planDesign(head, spec, room);
  } catch (error) {
    // Whatever is wrong with the head's plan, the whole file's plan says it better.
    if (error instanceof RidgelineError) return null;
    throw error;
  }
}

/**
 * Why the head's columns cannot be solved once there are more than {@link COLUMN_LIMIT} rows, so that the rest need not be
 * read; null where they can. Texts do not count: one that has many levels is left out in the end.
 */
function tooLargeFor(spec: RunSpec, head: Table): RidgelineError | null {
  if (head.columns.filter(({ kind }) => kind === 'numeric').length <= COLUMN_LIMIT) return null;
  const columns = head.columns.filter(({ kind, name }) => kind === 'numeric' || spec.target.includes(name));
  try {
    planDesign({ ...head, columns, rows: COLUMN_LIMIT + 1 }, spec, Number.POSITIVE_INFINITY);
    return null;
  } catch (error) {
    return error instanceof RidgelineError && error.code === 'too-large' ? error : null;
  }
}

/** What moments are taken of in the reading pass; null where they need a pass of their own. */
function encodePlan(source: ByteSource, spec: RunSpec, plan: DesignPlan, whole: boolean): EncodePlan | null {
  if (spec.split.kind === 'last' || weighs(spec) || !foldsAlong(spec, plan)) return null;
  // Each cell takes a byte and a delimiter at least: so few rows are kept, and moments are not taken.
  const mostRows = (source.size ?? Number.POSITIVE_INFINITY) / (2 * plan.columns.length);
  if (
    !isPlain(plan) ||
    plan.columns.length > COLUMN_LIMIT ||
    keepsRows(plan.columns.length, mostRows, plan.room)
  )
    return null;
  return {
    sources: plan.sources.map((column) => column.index),
    targets: plan.targets.map((column) => column.index),
    classes: plan.classes !== null,
    splitColumn: plan.split?.index ?? -1,
    validationColumn: plan.validation?.index ?? -1,
    spec: partSpec(spec),
    maxLevels: LEVELS_ALONG,
    whole: whole && wantsFolds(spec),
    keys: countsTwins(source.size ?? Number.POSITIVE_INFINITY, spec.split),
  };
}

/** What decides to which part and fold a row belongs: plain data. */
function partSpec({ split, validation, seed, folds, lambdaChoice }: RunSpec): PartSpec {
  return { split, validation, seed, folds, lambdaChoice };
}

/** True where folds, if there are to be any, can be told row by row, and there is room for their moments. */
function foldsAlong(spec: RunSpec, { classes, columns, targets }: DesignPlan): boolean {
  if (!wantsFolds(spec)) return true;
  return classes === null && holdsFolds(streamed(spec), columns.length + targets.length, true);
}

/** The file's head as a table without rows: enough to plan by, and thrown away. */
function headTable(source: ByteSource, reading: HeadReading): Table {
  const { dialect, columns, rowsSeen } = headInfo(reading);
  const guesses = columns.map((guess): Column => {
    const { min, max, sample } = guess;
    const numbers = { min: min ?? 0, max: max ?? 0, mean: 0, sd: 0, integer: false };
    const varies = { distinct: guess.kind === 'numeric' ? distinctIn(guess) : DISTINCT_CAP };
    const text = { distinct: sample.length, levels: sample.map(String), levelCounts: sample.map(() => 1) };
    return {
      ...guess,
      missing: 0,
      bad: 0,
      ...numbers,
      levels: [],
      levelCounts: [],
      ...(guess.kind === 'category' ? text : varies),
    };
  });
  return {
    name: source.name,
    dialect,
    columns: guesses,
    rows: Math.max(rowsSeen, DISTINCT_CAP + 1),
    bytes: 0,
    problems: [],
    problemCounts: {},
    passes: 0,
    passReasons: [],
    inMemory: false,
    async *blocks() {},
  };
}

/** One or two different numbers, as far as the head tells; else many. */
function distinctIn({ min, max, sample }: ColumnGuess): number {
  if (min === max) return 1;
  return sample.every((text) => Number(text) === min || Number(text) === max) ? 2 : DISTINCT_CAP;
}

/** The prepared data, or null where the whole file contradicts the plan. */
function fromPass(
  table: FileTable,
  spec: RunSpec,
  planned: EncodePlan,
  merger: MomentsMerger,
  room: number,
): PreparedData | null {
  if (!merger.valid || table.rows < 2) return null;
  const plan = planDesign(table, spec, room);
  const keeps = keepsRows(plan.columns.length, table.rows, room);
  if (!isPlain(plan) || keeps || !holds(plan, planned, table, spec)) return null;
  const finalCodes = (column: number) => table.finalCodes(column);
  const classes = merger.classCounts(plan, finalCodes);
  if (classes && unlearnable(plan.classes ?? [], classes).length > 0) return null;
  const { folds, whole, ...moments } = merger.select(plan, finalCodes);
  const { used, twins } = merger;
  const foldRows = folds && { rows: folds.map(({ count }) => count), moments: folds, whole, classes: null };
  return preparedFrom(table, spec, plan, { moments, classes, used, twins, folds: foldRows });
}

/** True where the same rows are used and every design column was taken along. */
function holds(plan: DesignPlan, planned: EncodePlan, table: Table, spec: RunSpec): boolean {
  const used = new Set(plan.sources.map((column) => column.index));
  const complete = (index: number): boolean => {
    const column = table.columns[index];
    return column !== undefined && column.missing + column.bad === 0;
  };
  const sameTargets =
    plan.targets.length === planned.targets.length &&
    plan.targets.every((column) => planned.targets.includes(column.index)) &&
    (plan.classes !== null) === planned.classes;
  const sameRows = planned.sources.every((index) => used.has(index) || complete(index));
  const covered = plan.sources.every((column) => planned.sources.includes(column.index));
  const unfilled = spec.missing === 'drop' || plan.sources.every((column) => complete(column.index));
  const sameSplit = (plan.split?.index ?? -1) === planned.splitColumn;
  return sameTargets && sameRows && covered && unfilled && sameSplit;
}
