import { describe, expect, test } from 'vitest';
import type { DesignBlock } from '../../../../src/engine/data/types.ts';
import { type ImportanceTask, permutationImportance } from '../../../../src/engine/inspect/importance.ts';
import { stream } from '../../../../src/engine/random.ts';
import { blockOf } from '../data/blocks.ts';

const random = stream(9, 'importance');
const rows = Array.from({ length: 400 }, (_, i) => {
  const [a, b] = [random.normal(), random.normal()];
  return [a, b, Number(i % 2 === 0), Number(i % 2 === 1), 2 * a + 3 * (i % 2)];
});
const all = blockOf(rows, 4);
for (let row = 0; row < 150; row++) all.part[row] = 2;

/** Mean squared error of 2 a + 3 · second level. */
function error({ x, y, rows: count }: DesignBlock): number {
  let sum = 0;
  for (let row = 0; row < count; row++) sum += (y[row]! - 2 * x[4 * row]! - 3 * x[4 * row + 3]!) ** 2;
  return sum / count;
}

const GROUPS = [
  { name: 'a', columns: [0] },
  { name: 'b', columns: [1] },
  { name: 'kind', columns: [2, 3] },
];

async function importance(change: Partial<ImportanceTask> = {}) {
  const task = { groups: GROUPS, blocks: [all], part: 0, error, repeats: 20, seed: 1, ...change };
  const steps = permutationImportance(task);
  let yields = 0;
  for (;;) {
    const next = await steps.next();
    if (next.done) return { ...next.value, yields };
    yields++;
  }
}

describe('permutation importance', () => {
  test('is twice the variance of what a column adds, and exactly 0 of one that adds nothing', async () => {
    const found = await importance();
    expect(found.error).toBeCloseTo(0, 20);
    const own = rows.slice(150).map(([a]) => 2 * a!);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    const [a, b, kind] = found.importance;
    expect(a!.mean / (2 * variance)).toBeCloseTo(1, 1);
    expect(a!.deviation).toBeGreaterThan(0);
    expect(b).toEqual({ name: 'b', mean: 0, deviation: 0 });
    // Half of the rows get the other level: 9 · ½.
    expect(kind!.mean / 4.5).toBeCloseTo(1, 1);
    expect(found.yields).toBe(60);
  });

  test('moves a category’s levels together, and looks at its part alone', async () => {
    let most = 0;
    await importance({
      part: 2,
      repeats: 3,
      error: ({ x, rows: count }) => {
        expect(count).toBe(150);
        for (let row = 0; row < count; row++)
          most = Math.max(most, Math.abs(x[4 * row + 2]! + x[4 * row + 3]! - 1));
        return 0;
      },
    });
    expect(most).toBe(0);
  });

  test('is the same for a seed, whatever other columns and blocks there are', async () => {
    const whole = await importance({ repeats: 2 });
    const alone = await importance({ repeats: 2, groups: [GROUPS[2]!] });
    expect(alone.importance[0]).toEqual(whole.importance[2]);
    const halves = [rows.slice(0, 200), rows.slice(200)].map((own, half) => {
      const block = blockOf(own, 4);
      if (half === 0) block.part.fill(2, 0, 150);
      return block;
    });
    expect((await importance({ repeats: 2, blocks: halves })).importance).toEqual(whole.importance);
    expect((await importance({ repeats: 2, seed: 2 })).importance).not.toEqual(whole.importance);
  });

  test('of one repeat has no deviation', async () => {
    const { importance: found } = await importance({ repeats: 1 });
    expect(found.every(({ deviation }) => deviation === null)).toBe(true);
  });
});
