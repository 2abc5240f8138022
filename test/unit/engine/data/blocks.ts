import { accumulateMoments, createMoments } from '../../../../src/engine/data/moments.ts';
import type { DesignBlock, Moments } from '../../../../src/engine/data/types.ts';
import { stream } from '../../../../src/engine/random.ts';

/** A block from rows of numbers: the first p of a row are features, the rest targets; every row is of part 0. */
export function blockOf(rows: readonly (readonly number[])[], p: number): DesignBlock {
  return {
    rows: rows.length,
    x: Float64Array.from(rows.flatMap((row) => row.slice(0, p))),
    y: Float64Array.from(rows.flatMap((row) => row.slice(p))),
    part: new Uint8Array(rows.length),
  };
}

/** Moments of a block's rows of part 0. */
export function momentsOf(block: DesignBlock, part = 0): Moments {
  const moments = createMoments(block.x.length / block.rows, block.y.length / block.rows);
  accumulateMoments(moments, block, part);
  return moments;
}

/** Correlated normal features and k targets that depend on them with noise. */
export function randomRows(n: number, p: number, k = 1, seed = 1): number[][] {
  const random = stream(seed, 'rows');
  return Array.from({ length: n }, () => {
    const common = random.normal();
    const x = Array.from({ length: p }, (_, j) => (j + 1) * (random.normal() + 0.5 * common) + 3 * j);
    const y = Array.from(
      { length: k },
      (_, t) => 5 + x.reduce((sum, value, j) => sum + value / (j + t + 1), 0) + random.normal(),
    );
    return [...x, ...y];
  });
}

/** The rows of a CSV of plain numbers, its header left out. */
export function parseNumbers(text: string): number[][] {
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(',').map(Number));
}

export const numeric = (p: number) => Array.from({ length: p }, () => ({ kind: 'numeric' as const }));
