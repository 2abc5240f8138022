import type { BlockColumns, DesignBlock } from '../data/types.ts';
import { addCrossProducts } from '../linalg/crossProducts.ts';
import type { Heap } from './heap.ts';
import type { Kernels } from './loader.ts';

/** Rows that are centred and multiplied together: a tile of columns stays in the nearest caches. */
export const TILE_ROWS = 256;
/** Distance of two columns in a tile: not a power of two, which would map columns to the same cache sets. */
const STRIDE = TILE_ROWS + 8;

/**
 * The means of a tile of {@link TILE_ROWS} rows, or fewer at the end. A column's mean is `origin + offset`: its first
 * value, and the mean of the differences from it, which is exact for a constant column, whose products are then zero, and
 * keeps digits where a column has a large offset. The arrays are overwritten by the next tile, and valid until then.
 */
export interface TileMeans {
  readonly count: number;
  readonly origin: Float64Array;
  readonly offset: Float64Array;
}

/**
 * Takes a tile's means into those of the rows before it, and leaves how far they lie from them in `delta` (d).
 *
 * @returns the weight with which the products of the distances count
 */
export type TakeMeans = (means: TileMeans, delta: Float64Array) => number;

/** Goes through the tiles of blocks of p columns and k targets; the WebAssembly and the plain one give the same bits. */
export interface CentredTiles {
  /**
   * Adds what the block's rows of `part` vary by to the upper triangle of `scatter` (d × d, row-major, d = p + k): of each
   * tile, the sums of products of its centred columns over its rows in their order, and weight · δδᵀ. Entries below
   * the diagonal are undefined after it.
   */
  addTo(scatter: Float64Array, block: DesignBlock | BlockColumns, part: number, take: TakeMeans): void;
  /** Takes the memory for blocks of so many rows whose columns stand in the kernels' memory, which then need not grow. */
  reserve(rows: number): void;
  /** Gives memory back; not to be used after it. */
  dispose(): void;
}

/** Tiles by the kernels where there are some, else in TypeScript. */
export function centredTiles(kernels: Kernels | null, p: number, k: number): CentredTiles {
  return kernels ? new KernelTiles(kernels, p, k) : new PlainTiles(p, k);
}

class PlainTiles implements CentredTiles {
  private readonly d: number;
  private readonly tile: Float64Array;

  constructor(
    private readonly p: number,
    private readonly k: number,
  ) {
    this.d = p + k;
    this.tile = new Float64Array(this.d * STRIDE);
  }

  addTo(scatter: Float64Array, block: DesignBlock | BlockColumns, part: number, take: TakeMeans): void {
    const { d, tile } = this;
    const [origin, offset, delta] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];
    const products = new Float64Array(d * d);
    let row = 0;
    while (row < block.rows) {
      const gathered = this.gather(block, part, row);
      row = gathered.next;
      const { count } = gathered;
      if (count === 0) break;
      for (let j = 0; j < d; j++) this.centre(j, count, origin, offset);
      const weight = take({ count, origin, offset }, delta);
      products.fill(0);
      addCrossProducts(products, tile, d, STRIDE, count);
      addUpper(scatter, products, delta, weight);
    }
  }

  reserve(): void {}

  dispose(): void {}

  /** Copies rows of the part, from `from` on, into the tile's columns until it is full. */
  private gather(block: DesignBlock | BlockColumns, part: number, from: number) {
    const { rows, part: parts } = block;
    let count = 0;
    let row = from;
    for (; row < rows && count < TILE_ROWS; row++) {
      if (parts[row] !== part) continue;
      if ('columns' in block) this.copyCells(block, row, count);
      else this.copyRow(block, row, count);
      count++;
    }
    return { next: row, count };
  }

  private copyRow({ x, y }: DesignBlock, row: number, to: number): void {
    const { p, k, tile } = this;
    let at = to;
    for (let j = row * p, end = j + p; j < end; j++, at += STRIDE) tile[at] = x[j]!;
    for (let t = row * k, end = t + k; t < end; t++, at += STRIDE) tile[at] = y[t]!;
  }

  private copyCells({ columns }: BlockColumns, row: number, to: number): void {
    let at = to;
    for (const column of columns) {
      this.tile[at] = column[row]!;
      at += STRIDE;
    }
  }

  private centre(j: number, count: number, origin: Float64Array, offset: Float64Array): void {
    const { tile } = this;
    const start = j * STRIDE;
    const end = start + count;
    const first = tile[start]!;
    let sum = 0;
    for (let i = start; i < end; i++) sum += tile[i]! - first;
    const mean = sum / count;
    origin[j] = first;
    offset[j] = mean;
    for (let i = start; i < end; i++) tile[i] = tile[i]! - first - mean;
  }
}

/** Adds products + weight · δδᵀ to the upper triangle; the distances first, so that no column comes before another. */
export function addUpper(
  scatter: Float64Array,
  products: Float64Array,
  delta: Float64Array,
  weight: number,
): void {
  const d = delta.length;
  for (let i = 0; i < d; i++) {
    const own = delta[i]!;
    for (let j = i, at = i * d + i; j < d; j++, at++) {
      scatter[at]! += products[at]! + own * delta[j]! * weight;
    }
  }
}

/** Numbers before the block's own data: a zero that the padding columns read. */
const ZERO_BYTES = 8;

class KernelTiles implements CentredTiles {
  private readonly d: number;
  private readonly panels: number;
  /** Regions: column table, row list and count, tile, origins, offsets, distances, scatter, a block of 16 products. */
  private readonly table: number;
  private readonly list: number;
  private readonly tile: number;
  private readonly origin: number;
  private readonly offset: number;
  private readonly delta: number;
  private readonly scatter: number;
  private readonly block: number;
  /** A zero, then x, y and the parts of the block in hand. */
  private data = 0;
  private capacity = 0;
  /** The columns whose cells lie there, and where their parts do: other parts of the same rows need no second copy. */
  private loaded: { readonly block: BlockColumns; readonly parts: number } | null = null;

  constructor(
    private readonly kernels: Kernels,
    private readonly p: number,
    private readonly k: number,
  ) {
    const { heap } = kernels;
    this.d = p + k;
    this.panels = Math.ceil(this.d / 4);
    const padded = this.panels * 4;
    this.table = heap.allocate(padded * 8);
    this.list = heap.allocate(TILE_ROWS * 4 + 4);
    this.tile = heap.allocate(padded * TILE_ROWS * 8);
    this.origin = heap.allocate(padded * 8);
    this.offset = heap.allocate(padded * 8);
    this.delta = heap.allocate(padded * 8);
    this.scatter = heap.allocate(this.d * this.d * 8);
    this.block = heap.allocate(128);
  }

  addTo(scatter: Float64Array, block: DesignBlock | BlockColumns, part: number, take: TakeMeans): void {
    const { d, panels, table, list, tile, kernels } = this;
    const { functions, heap } = kernels;
    if (!block.part.includes(part)) return;
    const parts = this.load(block);
    const found = list + TILE_ROWS * 4;
    const delta = heap.doubles(this.delta, d);
    const own = heap.doubles(this.scatter, d * d);
    const [origin, offset] = [heap.doubles(this.origin, d), heap.doubles(this.offset, d)];
    own.set(scatter);
    let row = 0;
    while (row < block.rows) {
      row = functions.selectRows(parts, part, row, block.rows, TILE_ROWS, list, found);
      const count = heap.ints(found, 1)[0]!;
      if (count === 0) break;
      functions.centreTile(table, panels, list, count, tile, this.origin, this.offset);
      const weight = take({ count, origin, offset }, delta);
      functions.addTile(tile, d, count, this.scatter, this.delta, weight, this.block);
    }
    scatter.set(own);
  }

  reserve(rows: number): void {
    this.room(ZERO_BYTES + rows);
  }

  dispose(): void {
    const { heap } = this.kernels;
    const { table, list, tile, origin, offset, delta, scatter, block, data } = this;
    const regions = [table, list, tile, origin, offset, delta, scatter, block, data];
    for (const region of regions) heap.release(region);
    this.data = 0;
  }

  /** Copies the block in and points the table at its columns; the address of its parts. */
  private load(block: DesignBlock | BlockColumns): number {
    if (this.loaded?.block === block) return this.loaded.parts;
    const { heap } = this.kernels;
    const { rows, part } = block;
    const inPlace = 'columns' in block && block.columns.every((column) => heap.owns(column));
    const numbers = inPlace ? 0 : rows * this.d;
    this.room(ZERO_BYTES + 8 * numbers + rows);
    const cells = this.data + ZERO_BYTES;
    if (inPlace) this.pointAt((j) => [addressIn(block.columns[j]!, heap), 8]);
    else if ('columns' in block) this.loadColumns(block, cells);
    else this.loadRows(block, cells);
    const parts = cells + 8 * numbers;
    heap.bytes(parts, rows).set(part.subarray(0, rows));
    this.loaded = 'columns' in block ? { block, parts } : null;
    return parts;
  }

  /** Makes room for so many bytes, of which the first are the zero. */
  private room(bytes: number): void {
    const { heap } = this.kernels;
    if (bytes > this.capacity) {
      heap.release(this.data);
      this.data = heap.allocate(bytes);
      this.capacity = bytes;
    }
    heap.doubles(this.data, 1)[0] = 0;
  }

  private loadRows({ rows, x, y }: DesignBlock, at: number): void {
    const { p, k, kernels } = this;
    const yAt = at + 8 * rows * p;
    kernels.heap.doubles(at, rows * p).set(x.subarray(0, rows * p));
    kernels.heap.doubles(yAt, rows * k).set(y.subarray(0, rows * k));
    this.pointAt((j) => (j < p ? [at + 8 * j, 8 * p] : [yAt + 8 * (j - p), 8 * k]));
  }

  private loadColumns({ rows, columns }: BlockColumns, at: number): void {
    const cells = this.kernels.heap.doubles(at, rows * this.d);
    columns.forEach((column, j) => {
      if (column.length < rows) throw new Error(LOST);
      cells.set(column.length === rows ? column : column.subarray(0, rows), j * rows);
    });
    this.pointAt((j) => [at + 8 * j * rows, 8]);
  }

  /** Each column's first value and the distance in bytes to its next; padding columns stay at the zero. */
  private pointAt(place: (column: number) => readonly [number, number]): void {
    const { d, panels } = this;
    const table = this.kernels.heap.ints(this.table, panels * 8);
    for (let j = 0; j < panels * 4; j++) {
      const [at, step] = j < d ? place(j) : [this.data, 0];
      table[2 * j] = at;
      table[2 * j + 1] = step;
    }
  }
}

const LOST = 'Cells were lost: the memory that they stood in has grown since.';

/** Where a column stands in the kernels' memory. Throws where growth took it away. */
function addressIn(column: Float64Array, heap: Heap): number {
  if (!heap.owns(column)) throw new Error(LOST);
  return column.byteOffset;
}
