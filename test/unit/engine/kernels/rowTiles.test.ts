import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DesignBlock } from '../../../../src/engine/data/types.ts';
import type { Kernels } from '../../../../src/engine/kernels/loader.ts';
import { type LinearScores, rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { doubles, kernels } from './support.ts';

const loaded = kernels();

function problem(
  rows: number,
  p: number,
  k: number,
  extreme: boolean,
): { block: DesignBlock; model: LinearScores } {
  const part = Uint8Array.from({ length: rows }, (_, row) => (row % 5 === 3 ? 1 : 0));
  return {
    block: { rows, x: doubles(rows * p, 1, extreme), y: doubles(rows * k, 2, extreme), part },
    model: {
      p,
      k,
      shift: doubles(p, 3, extreme),
      weights: doubles(k * p, 4, extreme),
      intercept: doubles(k, 5, false),
    },
  };
}

/** Squared error's sums over both parts, and every score. */
function sumsOf(kernelsOrNull: Kernels | null, { block, model }: ReturnType<typeof problem>) {
  const tiles = rowTiles(kernelsOrNull);
  const held = tiles.hold(block);
  const { p, k } = model;
  const sums = { weights: new Float64Array(k * p), intercept: new Float64Array(k) };
  const scores: number[] = [];
  for (const part of [0, 1]) {
    tiles.fold(
      held,
      part,
      model,
      (tile) => {
        for (const score of tile.scores) scores.push(score);
        for (let at = 0; at < tile.scores.length; at++) {
          const [row, t] = [tile.rows[at % tile.count]!, Math.floor(at / tile.count)];
          tile.scores[at]! -= block.y[row * k + t]!;
        }
      },
      part === 0 ? sums : null,
    );
  }
  held.release();
  return { ...sums, scores };
}

it('scores and gradients have the same bits in WebAssembly and in TypeScript', () => {
  const rows = fc.integer({ min: 0, max: 700 });
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      (n, p, k, extreme) => {
        const given = problem(n, p, k, extreme);
        assert.deepEqual(sumsOf(loaded, given), sumsOf(null, given));
      },
    ),
    { numRuns: 60 },
  );
});

it('the gradient is the one of the sum of squares', () => {
  const given = problem(200, 4, 2, false);
  const { block, model } = given;
  const { weights, intercept } = sumsOf(loaded, given);
  for (let t = 0; t < 2; t++) {
    const error = (row: number) => {
      let sum = model.intercept[t]! - block.y[row * 2 + t]!;
      for (let j = 0; j < 4; j++)
        sum += model.weights[t * 4 + j]! * (block.x[row * 4 + j]! - model.shift[j]!);
      return sum;
    };
    const rows = Array.from(block.part.keys()).filter((row) => block.part[row] === 0);
    expect(intercept[t]).toBeCloseTo(
      rows.reduce((sum, row) => sum + error(row), 0),
      9,
    );
    for (let j = 0; j < 4; j++) {
      const slope = rows.reduce(
        (sum, row) => sum + error(row) * (block.x[row * 4 + j]! - model.shift[j]!),
        0,
      );
      expect(weights[t * 4 + j]).toBeCloseTo(slope, 9);
    }
  }
});

it('holds rows where they were written, though the memory has grown since', () => {
  const own = problem(50, 3, 1, false);
  const tiles = rowTiles(loaded);
  const x = tiles.room(own.block.x.length);
  x.set(own.block.x);
  const before = loaded.heap.doubles(0, 1).buffer;
  const much = loaded.heap.allocate(before.byteLength);
  expect(loaded.heap.doubles(0, 1).buffer).not.toBe(before);
  const held = tiles.hold({ ...own.block, x });
  expect(held.x()).toEqual(own.block.x);
  expect(held.x().buffer).toBe(loaded.heap.doubles(0, 1).buffer);
  held.release();
  loaded.heap.release(much);
});
