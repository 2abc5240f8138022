import type { DesignBlock } from '../data/types.ts';
import { addCrossProducts } from './crossProducts.ts';

/** Columns that are brought to scale and multiplied together: a tile of rows stays in the nearest caches. */
const TILE_COLUMNS = 256;
/** Distance of two rows in a tile: not a power of two, which would map rows to the same cache sets. */
const STRIDE = TILE_COLUMNS + 8;

/** Rows of many columns, seen as x̃ = (x − centre) · unit. */
export interface WideRows {
  readonly block: DesignBlock;
  readonly p: number;
  /** p each; a unit of 0 takes a column out. */
  readonly centre: Float64Array;
  readonly unit: Float64Array;
}

/** X̃X̃ᵀ of all rows, whatever their part: rows × rows, symmetric and full. */
export function rowProducts(wide: WideRows): Float64Array {
  const { block, p } = wide;
  const n = block.rows;
  const products = new Float64Array(n * n);
  const tile = new Float64Array(n * STRIDE);
  for (let first = 0; first < p; first += TILE_COLUMNS) {
    const count = Math.min(TILE_COLUMNS, p - first);
    for (let row = 0; row < n; row++) fillRow(tile, row, wide, first, count);
    addCrossProducts(products, tile, n, STRIDE, count);
  }
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) products[i * n + j] = products[j * n + i]!;
  return products;
}

function fillRow(
  tile: Float64Array,
  row: number,
  { block, p, centre, unit }: WideRows,
  first: number,
  count: number,
) {
  let at = row * p + first;
  let to = row * STRIDE;
  for (let j = first; j < first + count; j++) tile[to++] = (block.x[at++]! - centre[j]!) * unit[j]!;
}

/** X̃ᵀ α: Σ over rows of α times the row, for one number a row; rows with 0 are passed over. */
export function combineRows({ block, p, centre, unit }: WideRows, alpha: Float64Array): Float64Array {
  const result = new Float64Array(p);
  for (let row = 0; row < block.rows; row++) {
    const share = alpha[row]!;
    if (share === 0) continue;
    for (let j = 0, at = row * p; j < p; j++, at++) result[j]! += share * (block.x[at]! - centre[j]!);
  }
  for (let j = 0; j < p; j++) result[j]! *= unit[j]!;
  return result;
}

/** X̃ w: one number a row. */
export function applyRows({ block, p, centre, unit }: WideRows, weights: Float64Array): Float64Array {
  const scaled = weights.map((weight, j) => weight * unit[j]!);
  return Float64Array.from({ length: block.rows }, (_, row) => {
    let sum = 0;
    for (let j = 0, at = row * p; j < p; j++, at++) sum += (block.x[at]! - centre[j]!) * scaled[j]!;
    return sum;
  });
}
