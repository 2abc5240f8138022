import { codedMoments, codedRows, foldMoments } from './codedMoments.ts';
import { columnMomentsOf, joinBlocks } from './columnMoments.ts';
import { createMoments, mergedMoments, mergeMoments, mergeUpper } from './moments.ts';
import { type DesignPlan, numericTargets } from './plan.ts';
import { TileCache } from './tileCache.ts';
import {
  type ColumnMoments,
  type DesignBlock,
  type DesignColumn,
  type Moments,
  PART,
  type PartName,
} from './types.ts';
import { accumulateWeighted } from './weightedMoments.ts';

const PARTS = ['train', 'validation', 'test'] as const;
const HELD_OUT = ['validation', 'test'] as const;

/** Of each part of the split. */
export type PartMoments<M> = Readonly<Record<PartName, M>>;
export type PartCounts = Record<PartName, number>;

/** Numbers in moments of folds that are held at once: 128 MiB. */
const FOLD_ROOM = 2 ** 24;
/** The same where they are sent from thread to thread with every chunk: 2 MiB. */
const CHUNK_ROOM = 2 ** 18;

/** True where there is room for moments of every fold, of d = p + k columns and targets. */
export function holdsFolds(folds: number, d: number, chunks = false): boolean {
  return folds > 0 && folds * d * d <= (chunks ? CHUNK_ROOM : FOLD_ROOM);
}

/** What was taken of the rows of the folds. */
export interface FoldsTaken {
  /** Training rows of each fold. */
  readonly rows: readonly number[];
  /** Their moments; null where there is no room for them, or rows stand in for them. */
  readonly moments: readonly Moments[] | null;
  /** Moments of all training rows to the bit as they are without folds; null where these were not asked for. */
  readonly whole: Moments | null;
  /** Training rows of each class, and their weights, by fold; null where targets are numbers. */
  readonly classes: {
    readonly counts: readonly Float64Array[];
    readonly weights: readonly Float64Array[];
  } | null;
}

/** Takes what is needed of the rows, block by block: moments of every part, or the rows where they stand in for them. */
export class PartFold {
  readonly rows: PartCounts = { train: 0, validation: 0, test: 0 };
  readonly #columns: readonly DesignColumn[];
  readonly #p: number;
  readonly #k: number;
  readonly #blocks: DesignBlock[] | null;
  readonly #moments: PartMoments<Moments>;
  /** Training rows of each fold, and their moments where there is room for them; of weights below. */
  readonly #foldRows: Float64Array;
  readonly #folds: Moments[] | null;
  readonly #classes: { readonly counts: Float64Array[]; readonly weights: Float64Array[] } | null;
  readonly #parts: readonly PartName[];

  /**
   * @param keeps whether the rows stand in for moments
   * @param folds into how many the training rows are divided
   * @param whole whether moments of all training rows are taken beside those of their folds
   */
  constructor(plan: DesignPlan, keeps: boolean, folds = 0, whole = false) {
    this.#columns = plan.columns;
    this.#p = plan.columns.length;
    this.#k = numericTargets(plan).length;
    this.#blocks = keeps ? [] : null;
    const make = () => (keeps ? createMoments(0, 0) : createMoments(this.#p, this.#k));
    this.#moments = { train: make(), validation: make(), test: make() };
    this.#foldRows = new Float64Array(folds);
    const held = !keeps && holdsFolds(folds, this.#p + this.#k);
    this.#folds = held ? Array.from({ length: folds }, make) : null;
    this.#parts = held && !whole ? HELD_OUT : PARTS;
    const counts = () => Array.from({ length: folds }, () => new Float64Array(plan.classes?.length ?? 0));
    this.#classes = plan.classes ? { counts: counts(), weights: counts() } : null;
  }

  add(block: DesignBlock): void {
    for (const name of PARTS) this.rows[name] += countOf(block, PART[name]);
    this.#countFolds(block);
    if (this.#blocks) this.#blocks.push(block);
    else this.#addToMoments(block);
  }

  #countFolds({ fold, y, weight }: DesignBlock): void {
    if (!fold) return;
    for (let row = 0; row < fold.length; row++) {
      const own = fold[row]!;
      if (own < 0) continue;
      this.#foldRows[own]! += 1;
      if (!this.#classes) continue;
      this.#classes.counts[own]![y[row]!]! += 1;
      this.#classes.weights[own]![y[row]!]! += weight?.[row] ?? 1;
    }
  }

  /** Each block's moments are taken by themselves and merged: the same bits as where threads take them apart. */
  #addToMoments(block: DesignBlock): void {
    const parts = this.#parts;
    if (block.weight) {
      for (const name of parts) accumulateWeighted(this.#moments[name], block, PART[name]);
      for (const [fold, own] of (this.#folds ?? []).entries())
        accumulateWeighted(own, { ...block, part: foldOnly(block, fold) }, PART.train);
      return;
    }
    const coded = codedRows(block, this.#columns, this.#k);
    const tiles = new TileCache(null);
    if (this.#folds && block.fold) {
      const own = foldMoments(coded, block.fold, this.#folds.length, this.#p, tiles);
      for (const [fold, moments] of own.entries()) if (moments) mergeUpper(this.#folds[fold]!, moments);
    }
    for (const name of parts) {
      mergeMoments(this.#moments[name], codedMoments(coded, this.#p, PART[name], tiles));
    }
  }

  /** Of the training rows' moments those of all folds together, where these were taken. */
  finish(): {
    moments: PartMoments<Moments> | PartMoments<ColumnMoments>;
    kept: DesignBlock | null;
    folds: FoldsTaken;
  } {
    const taken = this.#folds ? this.#folds.map(completed) : null;
    const whole = this.#blocks || this.#parts === HELD_OUT ? null : this.#moments.train;
    const folds = { rows: Array.from(this.#foldRows), moments: taken, whole, classes: this.#classes };
    const merged = folds.moments ? { train: mergedMoments(folds.moments) } : {};
    if (!this.#blocks) return { moments: { ...this.#moments, ...merged }, kept: null, folds };
    const kept = joinBlocks(this.#blocks);
    const take = (part: number) => columnMomentsOf(kept, this.#p, this.#k, part);
    return {
      moments: { train: take(PART.train), validation: take(PART.validation), test: take(PART.test) },
      kept,
      folds,
    };
  }
}

/** Moments whose upper triangle is known, as whole ones. */
function completed(moments: Moments): Moments {
  return mergedMoments([moments]);
}

/** The parts of a block of which the rows of one fold alone are trained on. */
function foldOnly({ part, fold }: DesignBlock, wanted: number): Uint8Array {
  return part.map((own, row) =>
    fold?.[row] === wanted ? PART.train : own === PART.train ? PART.excluded : own,
  );
}

function countOf({ part }: DesignBlock, wanted: number): number {
  let count = 0;
  for (const own of part) if (own === wanted) count++;
  return count;
}
