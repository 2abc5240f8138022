import { describe, expect, test } from 'vitest';
import {
  accumulateMoments,
  createMoments,
  mergeMoments,
  momentsAreFinite,
  selectMoments,
} from '../../../../src/engine/data/moments.ts';
import type { DesignBlock, Moments } from '../../../../src/engine/data/types.ts';
import { blockOf, momentsOf, randomRows } from './blocks.ts';

/** Means and scatter by the definition, with sums of few rounding errors. */
function direct(rows: readonly (readonly number[])[]) {
  const d = rows[0]!.length;
  const sum = (terms: number[]) => terms.sort((a, b) => Math.abs(a) - Math.abs(b)).reduce((a, b) => a + b, 0);
  const mean = Array.from({ length: d }, (_, j) => {
    const origin = rows[0]![j]!;
    return origin + sum(rows.map((row) => row[j]! - origin)) / rows.length;
  });
  const scatter = Array.from({ length: d * d }, (_, at) => {
    const [i, j] = [Math.floor(at / d), at % d];
    return sum(rows.map((row) => (row[i]! - mean[i]!) * (row[j]! - mean[j]!)));
  });
  return { mean, scatter };
}

function expectClose(moments: Moments, rows: readonly (readonly number[])[], digits = 1e-12): void {
  const { mean, scatter } = direct(rows);
  const d = mean.length;
  expect(moments.count).toBe(rows.length);
  mean.forEach((value, j) => {
    const spread = Math.sqrt(scatter[j * (d + 1)]! / rows.length);
    expect(Math.abs(moments.mean[j]! - value)).toBeLessThanOrEqual(digits * (spread + Math.abs(value)));
  });
  scatter.forEach((value, at) => {
    const size = Math.sqrt(scatter[Math.floor(at / d) * (d + 1)]! * scatter[(at % d) * (d + 1)]!);
    expect(Math.abs(moments.scatter[at]! - value)).toBeLessThanOrEqual(digits * size);
  });
}

function slice(block: DesignBlock, from: number, to: number): DesignBlock {
  const p = block.x.length / block.rows;
  const k = block.y.length / block.rows;
  return {
    rows: to - from,
    x: block.x.slice(from * p, to * p),
    y: block.y.slice(from * k, to * k),
    part: block.part.slice(from, to),
  };
}

describe('accumulateMoments', () => {
  test.each([
    [1, 1, 1],
    [2, 1, 3],
    [255, 3, 1],
    [256, 4, 2],
    [257, 5, 1],
    [1000, 7, 3],
  ])('%d rows of %d columns and %d targets: the definition', (n, p, k) => {
    const rows = randomRows(n, p, k);
    expectClose(momentsOf(blockOf(rows, p)), rows);
  });

  test('rows of other parts do not count', () => {
    const rows = randomRows(900, 3);
    const block = blockOf(rows, 3);
    for (let row = 0; row < 900; row++) block.part[row] = row % 3 === 0 ? 2 : row % 5 === 0 ? 255 : 0;
    for (const part of [0, 2, 255]) {
      const own = rows.filter((_, row) => block.part[row] === part);
      expectClose(momentsOf(block, part), own);
    }
    expect(momentsOf(block, 1)).toEqual(createMoments(3, 1));
  });

  test('an offset of 1e9 on a column costs its scatter no digits, over many tiles', () => {
    const moved = randomRows(5000, 3).map(([a, b, c, y]) => [a! + 1e9, b!, c! - 1e9, y!]);
    // The offset is taken off again without rounding, so the same rows without it tell the truth.
    const truth = momentsOf(
      blockOf(
        moved.map(([a, b, c, y]) => [a! - 1e9, b!, c! + 1e9, y!]),
        3,
      ),
    );
    const { scatter } = momentsOf(blockOf(moved, 3));
    scatter.forEach((value, at) => {
      const size = Math.sqrt(truth.scatter[Math.floor(at / 4) * 5]! * truth.scatter[(at % 4) * 5]!);
      expect(Math.abs(value - truth.scatter[at]!)).toBeLessThanOrEqual(1e-14 * size);
    });
  });

  test('a constant column has exactly no scatter, over many blocks', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => [0.1, 1e9 / 7, i]);
    const moments = createMoments(2, 1);
    for (let from = 0; from < 3000; from += 500)
      accumulateMoments(moments, blockOf(rows.slice(from, from + 500), 2), 0);
    expect(moments.scatter[0]).toBe(0);
    expect(moments.scatter[4]).toBe(0);
    expect(moments.mean[0]).toBe(0.1);
    expect(moments.mean[1]).toBe(1e9 / 7);
  });

  test('blocks in the same order give the same bits', () => {
    const block = blockOf(randomRows(1500, 6), 6);
    const once = () => {
      const moments = createMoments(6, 1);
      for (const [from, to] of [
        [0, 700],
        [700, 720],
        [720, 1500],
      ] as const) {
        accumulateMoments(moments, slice(block, from, to), 0);
      }
      return moments;
    };
    expect(once()).toEqual(once());
    expectClose(once(), randomRows(1500, 6));
  });
});

describe('mergeMoments', () => {
  test('is as if the rows had been read together, in any grouping', () => {
    const rows = randomRows(800, 4, 2);
    const block = blockOf(rows, 4);
    const parts = [0, 100, 103, 640, 800];
    const pieces = parts.slice(1).map((to, i) => momentsOf(slice(block, parts[i]!, to)));
    const left = createMoments(4, 2);
    for (const piece of pieces) mergeMoments(left, piece);
    expectClose(left, rows);
    const right = createMoments(4, 2);
    mergeMoments(pieces[2]!, pieces[3]!);
    for (const piece of pieces.slice(0, 3)) mergeMoments(right, piece);
    expectClose(right, rows);
  });

  test('no rows change nothing', () => {
    const moments = momentsOf(blockOf(randomRows(20, 2), 2));
    const before = structuredClone(moments);
    mergeMoments(moments, createMoments(2, 1));
    expect(moments).toEqual(before);
  });
});

describe('selectMoments', () => {
  test('are the moments of the chosen columns alone', () => {
    const rows = randomRows(50, 4, 2);
    const all = momentsOf(blockOf(rows, 4));
    const chosen = selectMoments(all, [2, 0], [1]);
    const alone = momentsOf(
      blockOf(
        rows.map((row) => [row[2]!, row[0]!, row[5]!]),
        2,
      ),
    );
    expect(chosen.count).toBe(50);
    expect(chosen.mean).toEqual(alone.mean);
    chosen.scatter.forEach((value, at) => {
      expect(Math.abs(value - alone.scatter[at]!)).toBeLessThanOrEqual(1e-13 * Math.abs(value));
    });
  });
});

describe('momentsAreFinite', () => {
  test('tells an overflow', () => {
    expect(momentsAreFinite(momentsOf(blockOf(randomRows(9, 2), 2)))).toBe(true);
    const huge = [
      [1e308, 1, 2],
      [-1e308, 2, 3],
      [1e307, 4, 1],
    ];
    expect(momentsAreFinite(momentsOf(blockOf(huge, 2)))).toBe(false);
  });
});
