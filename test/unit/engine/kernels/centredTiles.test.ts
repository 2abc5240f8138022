import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DesignBlock } from '../../../../src/engine/data/types.ts';
import {
  type CentredTiles,
  centredTiles,
  type TileMeans,
} from '../../../../src/engine/kernels/centredTiles.ts';
import type { Kernels } from '../../../../src/engine/kernels/loader.ts';
import { doubles, kernels } from './support.ts';

/** Every number of every tile, and of what was summed the upper triangle, which alone is defined. */
function everyTile(loaded: Kernels | null, p: number, k: number, blocks: readonly DesignBlock[]): number[][] {
  const found: number[][] = [];
  const tiles = centredTiles(loaded, p, k);
  const d = p + k;
  const scatter = new Float64Array(d * d);
  const take = ({ count, origin, offset }: TileMeans, delta: Float64Array) => {
    found.push([count, ...origin, ...offset]);
    for (let j = 0; j < d; j++) delta[j] = offset[j]! / (j + 1);
    return count / (found.length + 1);
  };
  for (const block of blocks) {
    for (const part of [0, 1]) {
      tiles.addTo(scatter, block, part, take);
      found.push(Array.from(scatter).filter((_, at) => at % d >= Math.floor(at / d)));
    }
  }
  tiles.dispose();
  return found;
}

function blockOf(rows: number, p: number, k: number, seed: number, extreme: boolean): DesignBlock {
  return {
    rows,
    x: doubles(rows * p, seed, extreme),
    y: doubles(rows * k, seed + 1, extreme),
    part: Uint8Array.from({ length: rows }, (_, row) => (row * 7 + seed) % 3),
  };
}

it('tiles have the same bits in WebAssembly and in TypeScript', () => {
  const loaded = kernels();
  const rows = fc.integer({ min: 0, max: 900 });
  fc.assert(
    fc.property(
      rows,
      rows,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat(),
      fc.boolean(),
      (first, second, p, k, seed, extreme) => {
        const blocks = [
          blockOf(first, p, k, seed % 1000, extreme),
          blockOf(second, p, k, (seed % 1000) + 5, extreme),
        ];
        assert.deepEqual(everyTile(loaded, p, k, blocks), everyTile(null, p, k, blocks));
      },
    ),
    { numRuns: 60 },
  );
});

it('tiles of many columns have the same bits too', () => {
  const block = blockOf(300, 130, 2, 3, true);
  assert.deepEqual(everyTile(kernels(), 130, 2, [block]), everyTile(null, 130, 2, [block]));
});

it('takes columns where they stand in the kernels’ memory, and says where growth took them away', () => {
  const loaded = kernels();
  const [rows, p] = [400, 9];
  const cells = doubles(rows * (p + 1), 4, true);
  const part = Uint8Array.from({ length: rows }, (_, row) => row % 2);
  const columnsOf = (all: Float64Array) =>
    Array.from({ length: p + 1 }, (_, j) => all.subarray(j * rows, (j + 1) * rows));
  const sums = (tiles: CentredTiles, columns: Float64Array[]) => {
    const scatter = new Float64Array((p + 1) ** 2);
    tiles.addTo(scatter, { rows, columns, part }, 1, () => 0.5);
    return scatter;
  };
  const tiles = centredTiles(loaded, p, 1);
  tiles.reserve(rows);
  const address = loaded.heap.allocate(cells.byteLength);
  const inPlace = loaded.heap.doubles(address, cells.length);
  inPlace.set(cells);
  const held = columnsOf(inPlace);
  assert.deepEqual(sums(tiles, held), sums(tiles, columnsOf(cells)));
  loaded.heap.allocate(1 << 28);
  expect(() => sums(tiles, held)).toThrow('Cells were lost');
});

it('tiles do not grow the memory from block to block', () => {
  const loaded = kernels();
  const block = blockOf(500, 8, 1, 1, false);
  everyTile(loaded, 8, 1, [block]);
  const before = loaded.heap.allocate(8);
  loaded.heap.release(before);
  for (let round = 0; round < 20; round++) everyTile(loaded, 8, 1, [block, block]);
  expect(loaded.heap.allocate(8)).toBe(before);
});
