import type { Kernels } from './loader.ts';
import type { HeldBlock } from './rowTiles.ts';

/** Rows that are scaled and multiplied together: two panels of four columns stay in the nearest cache. */
const TILE_ROWS = 256;
/** Numbers in a row of a panel, and in a square of products. */
const PANEL = 4;
const SQUARE = PANEL * PANEL;

/** How rows are seen: z_j = (x_j − shift_j) · factor_j, and with `ones` one more column of ones. */
export interface ScaledColumns {
  readonly shift: Float64Array;
  readonly factor: Float64Array;
  readonly ones: boolean;
}

/** Sums Σ weight · z zᵀ, several at a time; the WebAssembly and the plain ones give the same bits. */
export interface WeightedProducts {
  /**
   * Adds the listed rows of a block, row after row. `weights` holds `rows.length` numbers for each of the sums; a sum
   * whose weights are all 0 is left as it is.
   */
  add(held: HeldBlock, rows: Int32Array, weights: Float64Array): void;
  /** Calls `visit` with each entry (i ≤ j) of a sum. */
  read(sum: number, visit: (i: number, j: number, value: number) => void): void;
  /** Gives memory back; not to be used after it. */
  dispose(): void;
}

/** Sums by the kernels where there are some, else in TypeScript. */
export function weightedProducts(
  kernels: Kernels | null,
  columns: ScaledColumns,
  sums: number,
): WeightedProducts {
  return kernels ? new KernelProducts(kernels, columns, sums) : new PlainProducts(columns, sums);
}

function widthOf({ shift, ones }: ScaledColumns): number {
  return shift.length + (ones ? 1 : 0);
}

/** The sums that have weights other than 0. */
function counted(weights: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let sum = 0; sum * count < weights.length; sum++) {
    if (weights.subarray(sum * count, (sum + 1) * count).some((weight) => weight !== 0)) found.push(sum);
  }
  return found;
}

class PlainProducts implements WeightedProducts {
  private readonly width: number;
  private readonly products: Float64Array;

  constructor(
    private readonly columns: ScaledColumns,
    sums: number,
  ) {
    this.width = widthOf(columns);
    this.products = new Float64Array(sums * this.width * this.width);
  }

  add(held: HeldBlock, rows: Int32Array, weights: Float64Array): void {
    const { width } = this;
    const x = held.x();
    const z = new Float64Array(width);
    const size = width * width;
    const sums = counted(weights, rows.length);
    for (const [at, row] of rows.entries()) {
      this.scale(x, row, z);
      for (const sum of sums) this.addRow(sum * size, weights[sum * rows.length + at]!, z);
    }
  }

  read(sum: number, visit: (i: number, j: number, value: number) => void): void {
    const { width, products } = this;
    for (let i = 0; i < width; i++) {
      for (let j = i; j < width; j++) visit(i, j, products[(sum * width + i) * width + j]!);
    }
  }

  dispose(): void {}

  private scale(x: Float64Array, row: number, z: Float64Array): void {
    const { shift, factor, ones } = this.columns;
    const p = shift.length;
    for (let j = 0; j < p; j++) z[j] = (x[row * p + j]! - shift[j]!) * factor[j]!;
    if (ones) z[p] = 1;
  }

  private addRow(start: number, weight: number, z: Float64Array): void {
    const { width, products } = this;
    for (let i = 0; i < width; i++) {
      const left = weight * z[i]!;
      for (let j = i, at = start + i * width + i; j < width; j++, at++) products[at]! += left * z[j]!;
    }
  }
}

class KernelProducts implements WeightedProducts {
  private readonly width: number;
  private readonly panels: number;
  /** Bytes of one sum. */
  private readonly size: number;
  /** Regions: shift and factor; list and weights of a tile; the tile and its weighted copy; the sums. */
  private readonly scaling: number;
  private readonly list: number;
  private readonly weights: number;
  private readonly tile: number;
  private readonly weighted: number;
  private readonly squares: number;

  constructor(
    private readonly kernels: Kernels,
    private readonly columns: ScaledColumns,
    sums: number,
  ) {
    const { heap } = kernels;
    const { shift, factor } = columns;
    this.width = widthOf(columns);
    this.panels = Math.ceil(this.width / PANEL);
    this.size = ((this.panels * (this.panels + 1)) / 2) * SQUARE * 8;
    this.scaling = heap.allocate(2 * shift.byteLength);
    this.list = heap.allocate(TILE_ROWS * 4);
    this.weights = heap.allocate(TILE_ROWS * 8);
    this.tile = heap.allocate(this.panels * PANEL * TILE_ROWS * 8);
    this.weighted = heap.allocate(this.panels * PANEL * TILE_ROWS * 8);
    this.squares = heap.allocate(sums * this.size);
    heap.doubles(this.scaling, shift.length).set(shift);
    heap.doubles(this.scaling + shift.byteLength, factor.length).set(factor);
    heap.bytes(this.squares, sums * this.size).fill(0);
  }

  add(held: HeldBlock, rows: Int32Array, weights: Float64Array): void {
    const x = held.x().byteOffset;
    const sums = counted(weights, rows.length);
    for (let start = 0; start < rows.length; start += TILE_ROWS) {
      const end = Math.min(start + TILE_ROWS, rows.length);
      this.addTile(x, rows.subarray(start, end), sums, (sum) =>
        weights.subarray(sum * rows.length + start, sum * rows.length + end),
      );
    }
  }

  private addTile(
    x: number,
    rows: Int32Array,
    sums: readonly number[],
    weightsOf: (sum: number) => Float64Array,
  ): void {
    const { functions, heap } = this.kernels;
    const { tile, weighted, weights, list, panels, scaling } = this;
    const count = rows.length;
    const p = this.columns.shift.length;
    heap.ints(list, count).set(rows);
    functions.scaleTile(x, p, this.width - p, list, count, scaling, scaling + p * 8, tile);
    for (const sum of sums) {
      heap.doubles(weights, count).set(weightsOf(sum));
      functions.weightTile(tile, weights, count, panels, weighted);
      functions.addProducts(weighted, tile, panels, count, this.squares + sum * this.size);
    }
  }

  read(sum: number, visit: (i: number, j: number, value: number) => void): void {
    const { panels, width, size } = this;
    const squares = this.kernels.heap.doubles(this.squares + sum * size, size / 8);
    for (let a = 0, from = 0; a < panels; a++) {
      for (let b = a; b < panels; b++, from += SQUARE) {
        for (let at = 0; at < SQUARE; at++) {
          const i = a * PANEL + (at >> 2);
          const j = b * PANEL + (at & 3);
          if (i <= j && j < width) visit(i, j, squares[from + at]!);
        }
      }
    }
  }

  dispose(): void {
    const { heap } = this.kernels;
    const { scaling, list, weights, tile, weighted, squares } = this;
    for (const region of [scaling, list, weights, tile, weighted, squares]) heap.release(region);
  }
}
