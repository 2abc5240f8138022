import type { ColumnBlock } from '../csv/types.ts';
import type { Split } from '../spec.ts';
import type { BlockUse, RowShape } from './rows.ts';
import { PART } from './types.ts';

/** Past this many stored bytes of a file the keys would cost more memory than the warning is worth. */
const TWIN_BYTES = 32 << 20;

/** Whether twins are counted: where rows are held out, of files whose keys are worth their memory. */
export function countsTwins(bytes: number, split: Split): boolean {
  return split.kind !== 'none' && bytes <= TWIN_BYTES;
}

/**
 * Counts test rows whose every value also stands in a training row: a leak that flatters the test error. Rows are
 * compared by a 53-bit hash of their bytes, so that a million rows are taken for twins by chance with odds of 1 in 10⁴.
 */
export class TwinCounter {
  readonly #train = new Set<number>();
  readonly #test: number[] = [];
  /** False where the file is too large for keys to be worth their memory. */
  readonly active: boolean;

  /** @param active from {@link countsTwins} */
  constructor(active: boolean) {
    this.active = active;
  }

  /** Adds the keys of rows; see {@link rowKeys}. */
  add({ train, test }: RowKeys): void {
    if (!this.active) return;
    for (const key of train) this.#train.add(key);
    for (const key of test) this.#test.push(key);
  }

  /** Test rows with a twin in the training rows; null where they were not counted. */
  count(): number | null {
    if (!this.active) return null;
    return this.#test.reduce((sum, key) => sum + (this.#train.has(key) ? 1 : 0), 0);
  }
}

/** Keys of a block's training and test rows, in their order. */
export interface RowKeys {
  readonly train: Float64Array;
  readonly test: Float64Array;
}

/** A key for every training and test row of a block, from the cells of the shape's sources and targets. */
export function rowKeys({ block, part }: BlockUse, shape: RowShape): RowKeys {
  const columns = [...shape.sources, ...shape.targets].map(({ index }) => cellKeys(block, shape, index));
  const train: number[] = [];
  const test: number[] = [];
  for (let row = 0; row < block.rows; row++) {
    const own = part[row];
    if (own !== PART.train && own !== PART.test) continue;
    let a = 0x811c9dc5;
    let b = 0x9e3779b9;
    for (const key of columns) {
      const low = key(row, 0);
      const high = key(row, 1);
      a = Math.imul(Math.imul(a ^ low, 0x01000193) ^ high, 0x01000193) ^ (a >>> 15);
      b = Math.imul(Math.imul(b ^ high, 0x85ebca6b) ^ low, 0x85ebca6b) ^ (b >>> 13);
    }
    (own === PART.train ? train : test).push((a >>> 0) * 0x20_0000 + ((b >>> 11) & 0x1f_ffff));
  }
  return { train: Float64Array.from(train), test: Float64Array.from(test) };
}

/** Two words that stand for a cell: the halves of a number, or two hashes of a level's text. */
function cellKeys(block: ColumnBlock, shape: RowShape, index: number): (row: number, half: 0 | 1) => number {
  const cells = block.columns[index];
  if (!cells) return () => 0;
  if (cells instanceof Float64Array) {
    const words = new Uint32Array(cells.buffer, cells.byteOffset, cells.length * 2);
    return (row, half) => words[2 * row + half]!;
  }
  const levels = levelsOf(shape, index);
  const keys = new Int32Array(2 * levels.reduce((most, [code]) => Math.max(most, code + 1), 1));
  for (const [code, level] of levels) {
    keys[2 * code] = textHash(level, 0x811c9dc5);
    keys[2 * code + 1] = textHash(level, 0x2545f491);
  }
  return (row, half) => keys[2 * cells[row]! + half] ?? 0;
}

/** The codes of a text column with their levels: those of the design's columns, or of a target. */
function levelsOf({ columns, classCodes }: RowShape, index: number): [number, string][] {
  if (classCodes?.index === index) return classCodes.levels.map((level, code) => [code, level]);
  return columns.filter(({ source }) => source === index).map(({ code, level }) => [code!, level!]);
}

function textHash(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
