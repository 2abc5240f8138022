import type { DesignBlock } from '../data/types.ts';
import type { Heap } from './heap.ts';
import type { Kernels } from './loader.ts';

/** Numbers of rows that are gone through twice while they are in the nearest caches. */
const TILE_NUMBERS = 16_384;
const FEWEST_ROWS = 32;
const MOST_ROWS = 2048;

/** Linear scores of k targets: score_t(x) = intercept[t] + Σ_j weights[t·p + j] (x_j − shift[j]). */
export interface LinearScores {
  readonly p: number;
  readonly k: number;
  readonly shift: Float64Array;
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
}

/**
 * Some rows of a block and their k scores, both laid out target by target: `scores[t·count + i]` is of row `rows[i]`.
 * A loss overwrites the scores by its derivatives, which go into the gradient. Valid until the visitor returns; the
 * visitor allocates nothing in the kernels' memory.
 */
export interface ScoredRows {
  readonly count: number;
  readonly rows: Int32Array;
  readonly scores: Float64Array;
}

/** Rows of a block: all of one PART, or those listed. */
export type RowChoice = number | Int32Array;

/** Sums that {@link RowTiles.fold} adds to: k × p, Σ_i derivative (x_ij − shift_j), and k, Σ_i derivative. */
export interface GradientSums {
  readonly weights: Float64Array;
  readonly intercept: Float64Array;
}

/** A block where its rows can be gone through again and again. Immutable. */
export interface HeldBlock {
  /** Its rows, targets and parts; its x is empty where the kernels hold it. */
  readonly block: DesignBlock;
  /** rows × p, row-major: to be read at once, since a view of the kernels' memory does not outlive its growth. */
  x(): Float64Array;
  /** Gives memory back; the block cannot be folded after it. */
  release(): void;
}

/** Folds losses of linear models over blocks; the WebAssembly and the plain one give the same bits. */
export interface RowTiles {
  /** The kernels in whose memory rows are held; null where they stand in plain arrays. */
  readonly kernels: Kernels | null;
  /** Takes the block over. An x that stands in {@link room} stays there, another one is copied where that is needed. */
  hold(block: DesignBlock): HeldBlock;
  /** Memory for a block's x, whatever it holds: to be filled and held at once. */
  room(length: number): Float64Array;
  /**
   * Visits the chosen rows of the block (all of a part, or those listed) tile by tile, in order, with their scores. With `sums`, what the visitor leaves in
   * place of the scores is added to them, row after row.
   */
  fold(
    held: HeldBlock,
    chosen: RowChoice,
    model: LinearScores,
    visit: (tile: ScoredRows) => void,
    sums: GradientSums | null,
  ): void;
}

/** Tiles by the kernels where there are some, else in TypeScript. */
export function rowTiles(kernels: Kernels | null): RowTiles {
  return kernels ? new KernelRows(kernels) : new PlainRows();
}

/** The most rows of a tile of p columns. */
export function tileRows(p: number): number {
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, Math.floor(TILE_NUMBERS / Math.max(1, p))));
}

/** The numbers of the chosen rows, a tile at a time. */
export function* tilesOf(
  { rows, part: parts }: DesignBlock,
  chosen: RowChoice,
  limit: number,
): Generator<Int32Array> {
  if (typeof chosen !== 'number') {
    for (let at = 0; at < chosen.length; at += limit) yield chosen.subarray(at, at + limit);
    return;
  }
  const list = new Int32Array(limit);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (parts[row] !== chosen) continue;
    list[count++] = row;
    if (count < limit) continue;
    yield list;
    count = 0;
  }
  if (count > 0) yield list.subarray(0, count);
}

function addDerivatives(sums: GradientSums, { count, scores }: ScoredRows): void {
  for (let t = 0; t < sums.intercept.length; t++) {
    let sum = sums.intercept[t]!;
    for (let i = t * count; i < (t + 1) * count; i++) sum += scores[i]!;
    sums.intercept[t] = sum;
  }
}

class PlainRows implements RowTiles {
  readonly kernels = null;

  hold(block: DesignBlock): HeldBlock {
    return { block, x: () => block.x, release() {} };
  }

  room(length: number): Float64Array {
    return new Float64Array(length);
  }

  fold(
    { block }: HeldBlock,
    chosen: RowChoice,
    model: LinearScores,
    visit: (tile: ScoredRows) => void,
    sums: GradientSums | null,
  ): void {
    const { p, k } = model;
    for (const rows of tilesOf(block, chosen, tileRows(p))) {
      const count = rows.length;
      const tile = { count, rows, scores: new Float64Array(k * count) };
      for (let t = 0; t < k; t++) {
        for (let i = 0; i < count; i++) tile.scores[t * count + i] = score(block.x, rows[i]! * p, model, t);
      }
      visit(tile);
      if (!sums) continue;
      for (let t = 0; t < k; t++) {
        for (let i = 0; i < count; i++) {
          addRow(sums.weights, t * p, tile.scores[t * count + i]!, block.x, rows[i]! * p, model.shift);
        }
      }
      addDerivatives(sums, tile);
    }
  }
}

/** Even and odd columns are summed apart, then their sums, then a last column: the order of the kernel. */
function score(x: Float64Array, start: number, model: LinearScores, t: number): number {
  const { p, shift, weights, intercept } = model;
  const from = t * p;
  let even = 0;
  let odd = 0;
  let j = 0;
  for (; j + 1 < p; j += 2) {
    even += weights[from + j]! * (x[start + j]! - shift[j]!);
    odd += weights[from + j + 1]! * (x[start + j + 1]! - shift[j + 1]!);
  }
  let sum = even + odd;
  if (j < p) sum += weights[from + j]! * (x[start + j]! - shift[j]!);
  return intercept[t]! + sum;
}

function addRow(
  gradient: Float64Array,
  to: number,
  error: number,
  x: Float64Array,
  start: number,
  shift: Float64Array,
): void {
  for (let j = 0; j < shift.length; j++) gradient[to + j]! += error * (x[start + j]! - shift[j]!);
}

interface KernelBlock extends HeldBlock {
  readonly address: number;
}

function copied(heap: Heap, x: Float64Array): { address: number; length: number } {
  const address = heap.allocate(x.byteLength);
  heap.doubles(address, x.length).set(x);
  return { address, length: x.length };
}

class KernelRows implements RowTiles {
  /** What was given out and may come back: its view is of no use any more where the memory has grown since. */
  private readonly rooms = new WeakMap<Float64Array, { address: number; length: number }>();

  constructor(readonly kernels: Kernels) {}

  /** Copies x into the kernels' memory unless it stands there, and holds the rest of the block as it is. */
  hold(block: DesignBlock): KernelBlock {
    const { heap } = this.kernels;
    const { address, length } = this.rooms.get(block.x) ?? copied(heap, block.x);
    return {
      block: { ...block, x: new Float64Array(0) },
      address,
      x: () => heap.doubles(address, length),
      release: () => heap.release(address),
    };
  }

  room(length: number): Float64Array {
    const { heap } = this.kernels;
    const address = heap.allocate(length * 8);
    const room = heap.doubles(address, length);
    this.rooms.set(room, { address, length });
    return room;
  }

  fold(
    held: HeldBlock,
    chosen: RowChoice,
    model: LinearScores,
    visit: (tile: ScoredRows) => void,
    sums: GradientSums | null,
  ): void {
    const { heap } = this.kernels;
    const { address: x } = held as KernelBlock;
    const { p, k } = model;
    const limit = tileRows(p);
    const list = heap.allocate(limit * 4);
    const numbers = heap.allocate((limit * k + p + 2 * k * p) * 8);
    heap.doubles(numbers + limit * k * 8, p).set(model.shift);
    const weights = numbers + (limit * k + p) * 8;
    heap.doubles(weights, k * p).set(model.weights);
    if (sums) heap.doubles(weights + k * p * 8, k * p).set(sums.weights);
    for (const rows of tilesOf(held.block, chosen, limit)) {
      heap.ints(list, rows.length).set(rows);
      this.tile({ x, list, numbers, limit }, rows, model, visit, sums);
    }
    if (sums) sums.weights.set(heap.doubles(weights + k * p * 8, k * p));
    heap.release(list);
    heap.release(numbers);
  }

  /** `numbers` holds scores of at most `limit` rows, shift, weights and gradient. */
  private tile(
    { x, list, numbers, limit }: { x: number; list: number; numbers: number; limit: number },
    rows: Int32Array,
    { p, k, intercept }: LinearScores,
    visit: (tile: ScoredRows) => void,
    sums: GradientSums | null,
  ): void {
    const { heap, functions } = this.kernels;
    const count = rows.length;
    const shift = numbers + limit * k * 8;
    const weights = shift + p * 8;
    for (let t = 0; t < k; t++) {
      const to = numbers + t * count * 8;
      functions.scoreRows(x, p, list, count, weights + t * p * 8, shift, intercept[t]!, to);
    }
    const tile = { count, rows, scores: heap.doubles(numbers, k * count) };
    visit(tile);
    if (tile.scores.length !== k * count)
      throw new Error('The kernels’ memory grew while its rows were visited.');
    if (!sums) return;
    for (let t = 0; t < k; t++) {
      const errors = numbers + t * count * 8;
      functions.addGradient(x, p, list, count, errors, shift, weights + (k + t) * p * 8);
    }
    addDerivatives(sums, tile);
  }
}
