import type { Table } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { assignFolds, trainsOn, wantsFolds } from '../selection/folds.ts';
import type { Folds, RunSpec } from '../spec.ts';
import { MEMORY_LIMIT } from '../training.ts';
import { type ClassCounts, countClasses, noClassCounts, unlearnable, weighClasses } from './classes.ts';
import { encodeBlock } from './encodeRows.ts';
import { FoldRows } from './foldRows.ts';
import { filledColumns, fillValues, refuseMissing } from './impute.ts';
import { PartFold } from './partMoments.ts';
import { Passes } from './passes.ts';
import { type DesignPlan, planDesign, standsForMoments, withoutClasses } from './plan.ts';
import { tooShort } from './prepareChecks.ts';
import { assembled, type PreparedData, type Taken, type Way } from './preparedData.ts';
import { type Fill, useRows } from './rows.ts';
import { assignParts, type PartAssigner } from './split.ts';
import { checkClasses } from './targets.ts';
import { countsTwins, rowKeys, TwinCounter } from './twins.ts';
import { PART } from './types.ts';
import { balancedFactors } from './weights.ts';

export type { PreparedData } from './preparedData.ts';

/**
 * Plans the design matrix and takes the moments of every part, in one pass over the table's rows where split, missing
 * values and weights allow it.
 * @param whole beside the moments of folds take those that there are without folds
 * @param room bytes that rows may fill where they stand in for moments
 */
export async function prepareData(
  table: Table,
  spec: RunSpec,
  signal?: AbortSignal,
  whole = false,
  room = MEMORY_LIMIT,
): Promise<PreparedData> {
  if (table.rows < 2) throw new RidgelineError('no-rows', tooShort(table));
  return prepare(table, spec, planDesign(table, spec, room), new Passes(table), whole, signal);
}

async function prepare(
  table: Table,
  spec: RunSpec,
  plan: DesignPlan,
  passes: Passes,
  whole: boolean,
  signal?: AbortSignal,
  parts?: PartAssigner,
): Promise<PreparedData> {
  refuseMissing(plan, spec.missing);
  const assigner = parts ?? (await foldedAssigner(table, plan, spec, passes, signal));
  if (filledColumns(plan, spec).length > 0) passes.add('filling missing values');
  const fill = await fillValues(table, plan, assigner, spec, signal);
  const anew = refits(plan, spec)
    ? (held: number, own?: AbortSignal) =>
        prepare(table, spec, unbalanced(plan), passes, false, own, foldParts(assigner, spec, held))
    : null;
  const way = { table, spec, plan, fill, assigner, passes, anew };
  if (plan.classes && spec.classWeight === 'balanced' && !plan.weighting?.ofClass) {
    const counts = await countClassRows(way, signal);
    return prepare(table, spec, balanced(learnable(plan, counts), counts), passes, whole, signal, parts);
  }
  const taken = await takeRows(way, whole, signal);
  if (taken.classes && unlearnable(plan.classes ?? [], taken.classes).length > 0)
    return prepare(table, spec, learnable(plan, taken.classes), passes, whole, signal, parts);
  return assembled(way, taken);
}

/** One pass over the rows for all that training needs to know of them. */
async function takeRows(
  { table, spec, plan, fill, assigner, passes }: Way,
  whole: boolean,
  signal?: AbortSignal,
): Promise<Taken> {
  const keeps = standsForMoments(plan, table.rows);
  passes.add(keeps ? 'the rows, which are fewer than the columns' : 'moments of every part');
  const fold = new PartFold(plan, keeps, assigner.folds?.count ?? 0, whole);
  const classes = plan.classes && noClassCounts(plan.classes.length);
  const classWeights = plan.weighting && plan.classes && new Float64Array(plan.classes.length);
  const twins = new TwinCounter(countsTwins(table.bytes, spec.split));
  let used = 0;
  for await (const use of useRows(table, plan, assigner, fill, signal)) {
    used += use.used;
    const block = encodeBlock(use, plan, fill);
    fold.add(block);
    if (classes) countClasses(classes, block);
    if (classWeights) weighClasses(classWeights, block);
    if (twins.active) twins.add(rowKeys(use, plan));
  }
  return { ...fold.finish(), rows: fold.rows, classes, classWeights, used, twins: twins.count() };
}

async function countClassRows(
  { table, plan, fill, assigner, passes }: Way,
  signal?: AbortSignal,
): Promise<ClassCounts> {
  passes.add('counting classes, to balance them');
  const counts = noClassCounts(plan.classes?.length ?? 0);
  const bare = { ...plan, columns: [], weighting: null };
  for await (const use of useRows(table, plan, assigner, fill, signal))
    countClasses(counts, encodeBlock(use, bare, fill));
  return counts;
}

/** The plan without the classes of which no row is trained on; throws where fewer than two are left. */
function learnable(plan: DesignPlan, counts: ClassCounts): DesignPlan {
  const left = unlearnable(plan.classes ?? [], counts);
  const fewer = left.length > 0 ? withoutClasses(plan, left) : plan;
  checkClasses(plan.targets[0]!, plan.model, fewer.classes ?? []);
  return fewer;
}

/** The plan with training rows weighed by their class. @param counts of the classes before any were left out */
function balanced(plan: DesignPlan, counts: ClassCounts): DesignPlan {
  const ofClass = balancedFactors(counts.train.filter((count) => count > 0));
  return { ...plan, weighting: { column: plan.weighting?.column ?? null, ofClass } };
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
  const fill: Fill = new Map(filledColumns(plan, spec).map((column) => [column.index, Number.NaN]));
  passes.add('counting rows, to hold out the last ones');
  let used = 0;
  for await (const use of useRows(table, plan, assigner, fill, signal)) used += use.used;
  return assignParts(spec, used);
}

/** True where something is fit to the training rows before training: every fold is then prepared anew without its rows. */
function refits(plan: DesignPlan, spec: RunSpec): boolean {
  if (!wantsFolds(spec)) return false;
  return filledColumns(plan, spec).length > 0 || (plan.classes !== null && spec.classWeight === 'balanced');
}

/** The plan before classes were balanced. */
function unbalanced(plan: DesignPlan): DesignPlan {
  const column = plan.weighting?.column ?? null;
  return { ...plan, weighting: column ? { column, ofClass: null } : null };
}

/** The rows of one fold for validation, those trained on beside it for training, and no others. */
function foldParts({ partOf, folds }: PartAssigner, spec: RunSpec, held: number): PartAssigner {
  return {
    needsCount: false,
    folds: null,
    partOf(index, splitCell, validationCell) {
      if (partOf(index, splitCell, validationCell) !== PART.train) return PART.excluded;
      const fold = folds!.foldOf(index);
      if (fold === held) return PART.validation;
      return trainsOn(spec.folds, fold, held) ? PART.train : PART.excluded;
    },
  };
}

/** The assigner with its folds; a pass where they cannot be told from a row's index. */
async function foldedAssigner(
  table: Table,
  plan: DesignPlan,
  spec: RunSpec,
  passes: Passes,
  signal?: AbortSignal,
): Promise<PartAssigner> {
  const assigner = await countedAssigner(table, plan, spec, passes, signal);
  const folds = foldsOf(plan, spec);
  if (!wantsFolds(spec) || folds.kind === 'shuffle') return assigner;
  const fill: Fill = new Map(filledColumns(plan, spec).map((column) => [column.index, Number.NaN]));
  passes.add('the rows that are trained on, to divide them into folds');
  const rows = new FoldRows(plan, folds);
  for await (const use of useRows(table, plan, { ...assigner, folds: null }, fill, signal)) rows.add(use);
  return { ...assigner, folds: assignFolds(folds, rows, spec.seed) };
}

/** Of classes, a shuffle gives every fold its share of each. */
function foldsOf({ classes }: DesignPlan, { folds }: RunSpec): Folds {
  if (folds.kind === 'shuffle' && classes) return { kind: 'stratified', count: folds.count };
  if (folds.kind !== 'stratified' || classes) return folds;
  throw new RidgelineError(
    'bad-spec',
    'Stratified folds share out classes, and this target has none. Ask for a number of folds, like 10, instead.',
  );
}
