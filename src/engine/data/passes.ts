import type { Table } from '../csv/types.ts';

/** Counts how often the rows were gone through, and what for: the honest part of a run's PassPlan. */
export interface PassLog {
  count: number;
  readonly reasons: string[];
}

/** Passes over the file, told where rows are not in memory. */
export class Passes implements PassLog {
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
