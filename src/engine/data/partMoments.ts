import { codedMoments, codedRows } from './codedMoments.ts';
import { columnMomentsOf, joinBlocks } from './columnMoments.ts';
import { createMoments, mergeMoments } from './moments.ts';
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

/** Of each part of the split. */
export type PartMoments<M> = Readonly<Record<PartName, M>>;
export type PartCounts = Record<PartName, number>;

/** Takes what is needed of the rows, block by block: moments of every part, or the rows where they stand in for them. */
export class PartFold {
  readonly rows: PartCounts = { train: 0, validation: 0, test: 0 };
  readonly #columns: readonly DesignColumn[];
  readonly #p: number;
  readonly #k: number;
  readonly #blocks: DesignBlock[] | null;
  readonly #moments: PartMoments<Moments>;

  /** @param keeps whether the rows stand in for moments */
  constructor(plan: DesignPlan, keeps: boolean) {
    this.#columns = plan.columns;
    this.#p = plan.columns.length;
    this.#k = numericTargets(plan).length;
    this.#blocks = keeps ? [] : null;
    const make = () => (keeps ? createMoments(0, 0) : createMoments(this.#p, this.#k));
    this.#moments = { train: make(), validation: make(), test: make() };
  }

  add(block: DesignBlock): void {
    for (const name of PARTS) this.rows[name] += countOf(block, PART[name]);
    if (this.#blocks) this.#blocks.push(block);
    else this.#addToMoments(block);
  }

  /** Each block's moments are taken by themselves and merged: the same bits as where threads take them apart. */
  #addToMoments(block: DesignBlock): void {
    if (block.weight) {
      for (const name of PARTS) accumulateWeighted(this.#moments[name], block, PART[name]);
      return;
    }
    const coded = codedRows(block, this.#columns, this.#k);
    const tiles = new TileCache(null);
    for (const name of PARTS) {
      mergeMoments(this.#moments[name], codedMoments(coded, this.#p, PART[name], tiles));
    }
  }

  finish(): { moments: PartMoments<Moments> | PartMoments<ColumnMoments>; kept: DesignBlock | null } {
    if (!this.#blocks) return { moments: this.#moments, kept: null };
    const kept = joinBlocks(this.#blocks);
    const take = (part: number) => columnMomentsOf(kept, this.#p, this.#k, part);
    return {
      moments: { train: take(PART.train), validation: take(PART.validation), test: take(PART.test) },
      kept,
    };
  }
}

function countOf({ part }: DesignBlock, wanted: number): number {
  let count = 0;
  for (const own of part) if (own === wanted) count++;
  return count;
}
