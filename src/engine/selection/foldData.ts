import { columnMomentsOf } from '../data/columnMoments.ts';
import { createMoments, mergedMoments } from '../data/moments.ts';
import { PartFold, type PartMoments } from '../data/partMoments.ts';
import type { Folding, PreparedData } from '../data/preparedData.ts';
import { RepartedRows } from '../data/sharedRows.ts';
import { type ColumnMoments, type Moments, PART } from '../data/types.ts';
import { trainsOn } from './folds.ts';

/**
 * The data as they are while one fold is held out: its rows are the validation part, those of the other folds are trained
 * on, and all other rows, the test part above all, belong to no part. Scales and means are those of the rows that are
 * trained on; so is what fills gaps and balances classes, for which the rows are then gone through anew.
 * @param held one of `folding.held`
 */
export async function foldData(
  data: PreparedData,
  folding: Folding,
  held: number,
  signal?: AbortSignal,
): Promise<PreparedData> {
  if (folding.anew) return folding.anew(held, signal);
  const trained = [...folding.rows.keys()].filter((fold) => trainsOn(folding.folds, fold, held));
  const partOf = reparting(new Set(trained), held);
  const reparted = <B extends { readonly part: Uint8Array; readonly fold?: Int32Array }>(block: B): B => {
    return { ...block, part: partOf(block) };
  };
  const kept = data.kept && reparted(data.kept);
  async function* rows(why: string, own?: AbortSignal) {
    for await (const block of data.rows(why, own)) yield reparted(block);
  }
  async function* codedRows(why: string, own?: AbortSignal) {
    for await (const block of data.codedRows(why, own)) yield reparted(block);
  }
  const moments = await momentsOf(data, kept, folding, held, trained, rows(WHY, signal));
  const counts = trained.reduce((sum, fold) => sum + folding.rows[fold]!, 0);
  return {
    ...data,
    ...classesOf(folding, held, trained, moments.train.count),
    moments,
    kept,
    counts: { ...data.counts, train: counts, validation: folding.rows[held]!, test: 0 },
    weights: { train: moments.train.count, validation: moments.validation.count, test: 0 },
    folding: null,
    twins: 0,
    shared: new RepartedRows(data.shared, partOf),
    rows,
    codedRows,
  };
}

const WHY = 'moments of one fold';

function reparting(trained: ReadonlySet<number>, held: number) {
  return ({ part, fold }: { readonly part: Uint8Array; readonly fold?: Int32Array }): Uint8Array =>
    part.map((_, row) => {
      const own = fold?.[row] ?? -1;
      if (own === held) return PART.validation;
      return trained.has(own) ? PART.train : PART.excluded;
    });
}

async function momentsOf(
  { plan }: PreparedData,
  kept: PreparedData['kept'],
  { moments }: Folding,
  held: number,
  trained: readonly number[],
  rows: AsyncIterable<NonNullable<PreparedData['kept']>>,
): Promise<PartMoments<Moments> | PartMoments<ColumnMoments>> {
  const p = plan.columns.length;
  if (moments) {
    const validation = moments[held]!;
    const train = mergedMoments(trained.map((fold) => moments[fold]!));
    return { train, validation, test: createMoments(p, validation.k) };
  }
  if (!kept) {
    const fold = new PartFold(plan, false);
    for await (const block of rows) fold.add(block);
    return fold.finish().moments;
  }
  const k = plan.classes ? 0 : plan.targets.length;
  const take = (part: number) => columnMomentsOf(kept, p, k, part);
  return { train: take(PART.train), validation: take(PART.validation), test: take(PART.test) };
}

/** Counts of classes in the parts, and their shares of the training rows' weight. */
function classesOf(
  { classes }: Folding,
  held: number,
  trained: readonly number[],
  total: number,
): Pick<PreparedData, 'classes' | 'shares'> {
  if (!classes) return { classes: null, shares: null };
  const sum = (of: readonly Float64Array[]) =>
    of[held]!.map((_, at) => trained.reduce((all, fold) => all + of[fold]![at]!, 0));
  const train = sum(classes.counts);
  const counts = { train, validation: classes.counts[held]!, test: train.map(() => 0) };
  return { classes: counts, shares: sum(classes.weights).map((weight) => weight / total) };
}
