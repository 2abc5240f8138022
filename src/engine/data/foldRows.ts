import type { TrainingRows } from '../selection/folds.ts';
import type { Folds } from '../spec.ts';
import { classReader } from './classes.ts';
import type { DesignPlan } from './plan.ts';
import { type BlockUse, UNUSED } from './rows.ts';
import { PART } from './types.ts';

/** Collects, block by block, what folds need to know of the training rows. */
export class FoldRows implements TrainingRows {
  used = 0;
  readonly indices: number[] = [];
  readonly keys: number[] = [];
  readonly #plan: DesignPlan;
  readonly #kind: Folds['kind'];
  /** Numbers of groups that are told by numbers in the file. */
  readonly #groups = new Map<number, number>();

  constructor(plan: DesignPlan, { kind }: Folds) {
    this.#plan = plan;
    this.#kind = kind;
  }

  add({ block, part }: BlockUse): void {
    const key = this.#keyReader(block.columns);
    for (let row = 0; row < block.rows; row++) {
      if (part[row] === UNUSED) continue;
      if (part[row] === PART.train) {
        this.indices.push(this.used);
        if (key) this.keys.push(key(row));
      }
      this.used++;
    }
  }

  #keyReader(columns: BlockUse['block']['columns']): ((row: number) => number) | null {
    const { classCodes, group } = this.#plan;
    if (this.#kind === 'stratified' && classCodes) return classReader(classCodes, columns[classCodes.index]);
    if (this.#kind !== 'group' || !group) return null;
    const cells = columns[group.index];
    return (row) => this.#group(cells?.[row] ?? Number.NaN);
  }

  /** Rows without a group are one group. */
  #group(cell: number): number {
    const known = this.#groups.get(cell);
    if (known !== undefined) return known;
    this.#groups.set(cell, this.#groups.size);
    return this.#groups.size - 1;
  }
}
