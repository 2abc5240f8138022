import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DesignBlock } from '../../../../src/engine/data/types.ts';
import type { Kernels } from '../../../../src/engine/kernels/loader.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { type ScaledColumns, weightedProducts } from '../../../../src/engine/kernels/weightedProducts.ts';
import { doubles, kernels } from './support.ts';

const loaded = kernels();

interface Given {
  readonly block: DesignBlock;
  readonly columns: ScaledColumns;
  readonly rows: Int32Array;
  readonly weights: Float64Array;
}

/** Every third row is left out; of three sums the second has no weights. */
function given(n: number, p: number, ones: boolean, extreme: boolean): Given {
  const rows = Int32Array.from({ length: n }, (_, row) => row).filter((row) => row % 3 !== 1);
  const weights = doubles(3 * rows.length, 4, extreme);
  weights.fill(0, rows.length, 2 * rows.length);
  return {
    block: { rows: n, x: doubles(n * p, 1, extreme), y: new Float64Array(n), part: new Uint8Array(n) },
    columns: { shift: doubles(p, 2, extreme), factor: doubles(p, 3, extreme), ones },
    rows,
    weights,
  };
}

/** The entries of the three sums, row by row of their upper triangles, of rows that come in two goes. */
function sumsOf(own: Kernels | null, { block, columns, rows, weights }: Given): number[][] {
  const held = rowTiles(own).hold(block);
  const products = weightedProducts(own, columns, 3);
  const half = rows.length >> 1;
  const part = (from: number, to: number) =>
    Float64Array.from(
      [0, 1, 2].flatMap((sum) =>
        Array.from(weights.subarray(sum * rows.length + from, sum * rows.length + to)),
      ),
    );
  products.add(held, rows.subarray(0, half), part(0, half));
  products.add(held, rows.subarray(half), part(half, rows.length));
  const width = columns.shift.length + (columns.ones ? 1 : 0);
  const result = [0, 1, 2].map((sum) => {
    const entries = new Array<number>(width * width).fill(0);
    products.read(sum, (i, j, value) => {
      entries[i * width + j] = value;
    });
    return entries;
  });
  products.dispose();
  held.release();
  return result;
}

it('weighted products have the same bits in WebAssembly and in TypeScript', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 21 }),
      fc.boolean(),
      fc.boolean(),
      (n, p, ones, extreme) => {
        const own = given(n, p, ones, extreme);
        assert.deepEqual(sumsOf(loaded, own), sumsOf(null, own));
      },
    ),
    { numRuns: 60 },
  );
});

it('are the sums of the weighted products', () => {
  const { block, columns, rows, weights } = given(400, 6, true, false);
  const sums = sumsOf(loaded, { block, columns, rows, weights });
  const z = (row: number, j: number) =>
    j === 6 ? 1 : (block.x[row * 6 + j]! - columns.shift[j]!) * columns.factor[j]!;
  for (const [sum, entries] of sums.entries()) {
    for (let i = 0; i < 7; i++) {
      for (let j = i; j < 7; j++) {
        const wanted = rows.reduce(
          (total, row, at) => total + weights[sum * rows.length + at]! * z(row, i) * z(row, j),
          0,
        );
        expect(entries[i * 7 + j]).toBeCloseTo(wanted, 8);
      }
    }
  }
  expect(sums[1]!.every((value) => value === 0)).toBe(true);
});
