import { type DesignBlock, PART } from './types.ts';

/** Past this many rows the sets would cost more memory than the warning is worth. */
const ROW_LIMIT = 500_000;

/**
 * Counts test rows whose every value also stands in a training row: a leak that flatters the test error. Rows are
 * compared by a 53-bit hash of their bytes, so that a million rows are taken for twins by chance with odds of 1 in 10⁴.
 */
export class TwinCounter {
  readonly #train = new Set<number>();
  readonly #test: number[] = [];
  readonly #active: boolean;

  /** @param rows rows of the file; past 500,000 nothing is counted */
  constructor(rows: number) {
    this.#active = rows <= ROW_LIMIT;
  }

  add(block: DesignBlock, p: number, k: number): void {
    if (!this.#active) return;
    const xWords = new Uint32Array(block.x.buffer, block.x.byteOffset, block.x.length * 2);
    const yWords = new Uint32Array(block.y.buffer, block.y.byteOffset, block.y.length * 2);
    for (let row = 0; row < block.rows; row++) {
      const part = block.part[row];
      if (part !== PART.train && part !== PART.test) continue;
      const key = rowKey(xWords, row * p * 2, p * 2, yWords, row * k * 2, k * 2);
      if (part === PART.train) this.#train.add(key);
      else this.#test.push(key);
    }
  }

  /** Test rows with a twin in the training rows; null where they were not counted. */
  count(): number | null {
    if (!this.#active) return null;
    return this.#test.reduce((sum, key) => sum + (this.#train.has(key) ? 1 : 0), 0);
  }
}

function rowKey(
  x: Uint32Array,
  xStart: number,
  xLength: number,
  y: Uint32Array,
  yStart: number,
  yLength: number,
): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < xLength; i++) {
    const word = x[xStart + i]!;
    a = Math.imul(a ^ word, 0x01000193) ^ (a >>> 15);
    b = Math.imul(b ^ word, 0x85ebca6b) ^ (b >>> 13);
  }
  for (let i = 0; i < yLength; i++) {
    const word = y[yStart + i]!;
    a = Math.imul(a ^ word, 0x01000193) ^ (a >>> 15);
    b = Math.imul(b ^ word, 0x85ebca6b) ^ (b >>> 13);
  }
  return (a >>> 0) * 0x20_0000 + ((b >>> 11) & 0x1f_ffff);
}
