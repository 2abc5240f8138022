import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assignFolds,
  heldOutFolds,
  shuffledFolds,
  type TrainingRows,
  trainsOn,
} from '../../../../src/engine/selection/folds.ts';
import type { Folds } from '../../../../src/engine/spec.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const counts = fc.integer({ min: 2, max: 20 });

/** Some used rows are trained on; each has a key. */
const rows = fc
  .array(fc.record({ trained: fc.boolean(), key: fc.integer({ min: 0, max: 5 }) }), {
    minLength: 4,
    maxLength: 300,
  })
  .map((all): TrainingRows => {
    const indices = all.flatMap(({ trained }, at) => (trained ? [at] : []));
    return { used: all.length, indices, keys: indices.map((at) => all[at]!.key) };
  });

function foldsOf(folds: Folds, own: TrainingRows, seed: number): number[] {
  const assigner = assignFolds(folds, own, seed);
  return Array.from(own.indices, (index) => assigner.foldOf(index));
}

function sizes(folds: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, fold) => folds.filter((own) => own === fold).length);
}

describe('folds', () => {
  test('shuffled: a fold is told by seed and index alone, and sizes differ by one at most', () => {
    fc.assert(
      fc.property(counts, seeds, fc.integer({ min: 0, max: 500 }), (count, seed, n) => {
        const assigner = shuffledFolds(count, seed);
        const inOrder = Array.from({ length: n }, (_, index) => assigner.foldOf(index));
        const backwards = shuffledFolds(count, seed);
        for (let index = n - 1; index >= 0; index--) expect(backwards.foldOf(index)).toBe(inOrder[index]);
        const own = sizes(inOrder, count);
        expect(own.reduce((a, b) => a + b, 0)).toBe(n);
        expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('shuffled: another seed shuffles otherwise, and neighbours are not always apart by the same', () => {
    const of = (seed: number) =>
      Array.from({ length: 200 }, (_, index) => shuffledFolds(5, seed).foldOf(index));
    expect(of(1)).not.toEqual(of(2));
    const steps = new Set(of(1).map((fold, at, all) => fold - (all[at - 1] ?? 0)));
    expect(steps.size).toBeGreaterThan(4);
  });

  test('contiguous: runs in the order of the rows, the first ones a row longer', () => {
    fc.assert(
      fc.property(counts, rows, (count, own) => {
        const folds = foldsOf({ kind: 'contiguous', count }, own, 0);
        expect(folds).toEqual([...folds].sort((a, b) => a - b));
        const n = folds.length;
        expect(sizes(folds, count)).toEqual(
          Array.from({ length: count }, (_, fold) => Math.floor(n / count) + (fold < n % count ? 1 : 0)),
        );
      }),
    );
  });

  test('stratified: every fold gets its share of each class, but for the only row of one', () => {
    fc.assert(
      fc.property(counts, rows, seeds, (count, own, seed) => {
        const folds = foldsOf({ kind: 'stratified', count }, own, seed);
        const whole = sizes(folds, count);
        if (own.indices.length > 0) expect(Math.max(...whole) - Math.min(...whole)).toBeLessThanOrEqual(1);
        for (const key of new Set(Array.from(own.keys))) {
          const of = folds.filter((_, rank) => own.keys[rank] === key);
          const shares = sizes(of, count);
          if (of.length === 1) expect(of).toEqual([count]);
          else expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('group: no group is split, and no fold is without rows', () => {
    fc.assert(
      fc.property(counts, rows, seeds, (count, own, seed) => {
        const groups = new Set(Array.from(own.keys));
        fc.pre(groups.size > 1);
        const folds = foldsOf({ kind: 'group', column: 'g', count }, own, seed);
        for (const group of groups)
          expect(new Set(folds.filter((_, rank) => own.keys[rank] === group)).size).toBe(1);
        expect(new Set(folds).size).toBe(Math.min(count, groups.size));
      }),
    );
    const one = { used: 3, indices: [0, 1, 2], keys: [4, 4, 4] };
    expect(() => assignFolds({ kind: 'group', column: 'g', count: 5 }, one, 0)).toThrow(/same value/);
  });

  test('time: what is held out comes after all that is trained on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), rows, (count, own) => {
        fc.pre(own.indices.length > count);
        const kind = { kind: 'time', count } as const;
        const folds = foldsOf(kind, own, 0);
        expect(folds).toEqual([...folds].sort((a, b) => a - b));
        const size = Math.floor(folds.length / (count + 1));
        expect(sizes(folds, count + 1).slice(1)).toEqual(Array.from({ length: count }, () => size));
        for (let held = 1; held <= count; held++) {
          const trained = folds.flatMap((fold, rank) => (trainsOn(kind, fold, held) ? [rank] : []));
          expect(trained).toEqual(Array.from({ length: folds.indexOf(held) }, (_, rank) => rank));
        }
      }),
    );
    expect(() => assignFolds({ kind: 'time', count: 3 }, { used: 2, indices: [0, 1], keys: [] }, 0)).toThrow(
      /too few/,
    );
  });

  test('loo: every row by itself', () => {
    expect(foldsOf({ kind: 'loo' }, { used: 5, indices: [0, 2, 4], keys: [] }, 0)).toEqual([0, 1, 2]);
  });

  test('held out is every fold with rows, but for the spare one; one alone is too few', () => {
    expect(heldOutFolds({ spare: -1 }, [3, 0, 2])).toEqual([0, 2]);
    expect(heldOutFolds({ spare: 0 }, [3, 2])).toEqual([1]);
    expect(() => heldOutFolds({ spare: -1 }, [3, 0])).toThrow(/too few training rows/);
    expect(() => heldOutFolds({ spare: 0 }, [0, 3])).toThrow(/too few training rows/);
  });
});
