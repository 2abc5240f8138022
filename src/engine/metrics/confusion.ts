import type { ClassScores } from '../inspectionReport.ts';

/** Counts (sums of row weights) of actual classes by predicted ones, and what follows from them. */
export class Confusion {
  readonly #counts: Float64Array;

  constructor(readonly classes: number) {
    this.#counts = new Float64Array(classes * classes);
  }

  add(actual: number, predicted: number, weight: number): void {
    this.#counts[actual * this.classes + predicted]! += weight;
  }

  /** `table[actual][predicted]`. */
  get table(): number[][] {
    return this.#each((actual) => this.#each((predicted) => this.#count(actual, predicted)));
  }

  /** The share of rows whose class was predicted; null without rows. */
  get accuracy(): number | null {
    let right = 0;
    for (let own = 0; own < this.classes; own++) right += this.#count(own, own);
    return share(right, sum(this.#counts));
  }

  /** Mean of the recalls of the classes that have rows; null where fewer than two have. */
  get balancedAccuracy(): number | null {
    const recalls = this.perClass.flatMap(({ recall }) => (recall === null ? [] : [recall]));
    return recalls.length < 2 ? null : sum(recalls) / recalls.length;
  }

  get perClass(): ClassScores[] {
    return this.#each((own) => {
      const found = this.#count(own, own);
      const support = sum(this.#each((other) => this.#count(own, other)));
      const predicted = sum(this.#each((other) => this.#count(other, own)));
      return {
        precision: share(found, predicted),
        recall: share(found, support),
        f1: share(2 * found, support + predicted),
        support,
      };
    });
  }

  #count(actual: number, predicted: number): number {
    return this.#counts[actual * this.classes + predicted]!;
  }

  #each<T>(make: (own: number) => T): T[] {
    return Array.from({ length: this.classes }, (_, own) => make(own));
  }
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total;
}
