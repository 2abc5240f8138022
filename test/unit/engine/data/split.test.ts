import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignParts } from '../../../../src/engine/data/split.ts';
import { PART } from '../../../../src/engine/data/types.ts';
import type { Split, Validation } from '../../../../src/engine/spec.ts';

const none = { kind: 'none' } as const;

function parts(split: Split, rows: number, validation: Validation = none, seed = 0): number[] {
  const assigner = assignParts({ split, validation, seed }, rows);
  return Array.from({ length: rows }, (_, index) => assigner.partOf(index, null, null));
}

const indices = (all: number[], part: number) => all.flatMap((own, index) => (own === part ? [index] : []));
const counts = fc.integer({ min: 0, max: 3000 });
const seeds = fc.integer({ min: 0, max: 0xffffffff });

describe('a split', () => {
  test('none: every row trains', () => {
    expect(parts(none, 4)).toEqual([0, 0, 0, 0]);
  });

  test('last:f trains on the first ⌊(1 − f) n⌋ rows', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 99 }), (rows, percent) => {
        const found = parts({ kind: 'last', fraction: percent / 100 }, rows);
        const train = Math.floor(((100 - percent) * rows) / 100);
        expect(found).toEqual(found.map((_, index) => (index < train ? PART.train : PART.test)));
      }),
    );
    expect(indices(parts({ kind: 'last', fraction: 0.2 }, 442), PART.train)).toHaveLength(353);
    expect(indices(parts({ kind: 'last', fraction: 0.2 }, 5), PART.train)).toEqual([0, 1, 2, 3]);
  });

  test('every:k holds out index mod k = k − 1', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 50 }), (rows, every) => {
        const found = parts({ kind: 'every', every }, rows);
        expect(found).toEqual(
          found.map((_, index) => (index % every === every - 1 ? PART.test : PART.train)),
        );
      }),
    );
  });

  test('random:f depends on seed and index alone, and holds out about a share f', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, fraction) => {
        const few = parts({ kind: 'random', fraction }, 500, none, seed);
        const many = parts({ kind: 'random', fraction }, 2000, none, seed);
        expect(many.slice(0, 500)).toEqual(few);
        const share = indices(many, PART.test).length / 2000;
        expect(Math.abs(share - fraction)).toBeLessThan(
          6 * Math.sqrt((fraction * (1 - fraction)) / 2000) + 1e-3,
        );
        const more = parts({ kind: 'random', fraction: Math.min(0.999, fraction * 1.5) }, 500, none, seed);
        for (const index of indices(few, PART.test)) expect(more[index]).toBe(PART.test);
      }),
      { numRuns: 50 },
    );
    const one = parts({ kind: 'random', fraction: 0.5 }, 200, none, 1);
    expect(parts({ kind: 'random', fraction: 0.5 }, 200, none, 2)).not.toEqual(one);
  });

  test('column: train and test in any letters; every other value is excluded', () => {
    const assigner = assignParts({ split: { kind: 'column', column: 's' }, validation: none, seed: 0 }, 0);
    const of = (cell: string | null) => assigner.partOf(0, cell, null);
    expect(['train', 'Train', ' TRAIN '].map(of)).toEqual([PART.train, PART.train, PART.train]);
    expect(['test', 'TEST'].map(of)).toEqual([PART.test, PART.test]);
    expect(['', 'dev', 'training', '0', null].map(of)).toEqual(Array(5).fill(PART.excluded));
  });

  test('only the last rows need the count of rows', () => {
    const needs = (split: Split) => assignParts({ split, validation: none, seed: 0 }, 0).needsCount;
    expect(needs({ kind: 'last', fraction: 0.2 })).toBe(true);
    expect(needs({ kind: 'random', fraction: 0.2 })).toBe(false);
    expect(needs({ kind: 'every', every: 3 })).toBe(false);
  });
});

describe('a validation part', () => {
  test('is taken from training rows: the test part stays as it is', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom<Split>({ kind: 'every', every: 4 }, { kind: 'random', fraction: 0.3 }),
        (seed, split) => {
          const plain = parts(split, 800, none, seed);
          const validated = parts(split, 800, { kind: 'random', fraction: 0.25 }, seed);
          expect(indices(validated, PART.test)).toEqual(indices(plain, PART.test));
          const training = indices(plain, PART.train).length;
          const share = indices(validated, PART.validation).length / training;
          expect(share).toBeGreaterThan(0.12);
          expect(share).toBeLessThan(0.4);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('by a column: its usual words for yes', () => {
    const validation = { kind: 'column', column: 'v' } as const;
    const assigner = assignParts({ split: { kind: 'every', every: 2 }, validation, seed: 0 }, 0);
    for (const cell of ['validation', 'valid', 'VAL', 'true', 'Yes', '1', ' 1 ']) {
      expect(assigner.partOf(0, null, cell)).toBe(PART.validation);
    }
    for (const cell of ['', 'no', '0', 'train', null])
      expect(assigner.partOf(0, null, cell)).toBe(PART.train);
    expect(assigner.partOf(1, null, '1')).toBe(PART.test);
  });
});
