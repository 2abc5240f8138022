import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scalingOf, toOriginal, toScaled, withoutConstants } from '../../../../src/engine/data/scaling.ts';
import type { LinearWeights } from '../../../../src/engine/data/types.ts';
import { blockOf, momentsOf, numeric } from './blocks.ts';

const rows = [
  [1, 0, 5, 1],
  [2, 1, 5, 2],
  [3, 0, 5, 3],
  [6, 0, 5, 9],
];
const moments = momentsOf(blockOf(rows, 3));
const mixed = [{ kind: 'numeric' }, { kind: 'level' }, { kind: 'numeric' }] as const;
const sd = Math.sqrt(14 / 4);
const levelSd = Math.sqrt(3 / 16);

describe('scalingOf', () => {
  test('all: mean and population deviation; the constant column is marked', () => {
    const scaling = scalingOf(moments, mixed, 'all', true);
    expect([...scaling.shift]).toEqual([3, 0.25, 5]);
    expect(scaling.scale[0]).toBeCloseTo(sd, 14);
    expect(scaling.scale[1]).toBeCloseTo(levelSd, 14);
    expect(scaling.scale[2]).toBe(1);
    expect([...scaling.constant]).toEqual([0, 0, 1]);
  });

  test('numeric: levels stay 0 and 1', () => {
    const scaling = scalingOf(moments, mixed, 'numeric', true);
    expect([...scaling.shift]).toEqual([3, 0, 5]);
    expect(scaling.scale[1]).toBe(1);
  });

  test('none: nothing moves', () => {
    const scaling = scalingOf(moments, mixed, 'none', true);
    expect([...scaling.shift]).toEqual([0, 0, 0]);
    expect([...scaling.scale]).toEqual([1, 1, 1]);
    expect([...scaling.constant]).toEqual([0, 0, 1]);
  });

  test('no intercept: nothing is centred, the scale is still the deviation, a constant column counts', () => {
    const scaling = scalingOf(moments, mixed, 'all', false);
    expect([...scaling.shift]).toEqual([0, 0, 0]);
    expect(scaling.scale[0]).toBeCloseTo(sd, 14);
    expect(scaling.scale[2]).toBe(1);
    expect([...scaling.constant]).toEqual([0, 0, 0]);
  });

  test('variation of rounding size is no variation, a real one on a large offset is', () => {
    const noise = Array.from({ length: 40 }, (_, i) => [i % 2 ? 0.3 : 0.1 + 0.2, 1e15 + (i % 2), i]);
    const scaling = scalingOf(momentsOf(blockOf(noise, 2)), numeric(2), 'all', true);
    expect([...scaling.constant]).toEqual([1, 0]);
    expect(scaling.scale[1]).toBeCloseTo(0.5, 12);
  });
});

describe('toOriginal and toScaled', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  const model = fc.record({
    weights: fc.array(number, { minLength: 6, maxLength: 6 }),
    intercept: fc.array(number, { minLength: 2, maxLength: 2 }),
    shift: fc.array(number, { minLength: 3, maxLength: 3 }),
    scale: fc.array(positive, { minLength: 3, maxLength: 3 }),
    x: fc.array(number, { minLength: 3, maxLength: 3 }),
  });
  const predict = ({ p, weights, intercept }: LinearWeights, x: number[], t: number) =>
    x.reduce((sum, value, j) => sum + value * weights[t * p + j]!, intercept[t]!);

  test('are each other’s inverse and keep predictions', () => {
    fc.assert(
      fc.property(model, ({ weights, intercept, shift, scale, x }) => {
        const scaling = {
          shift: Float64Array.from(shift),
          scale: Float64Array.from(scale),
          constant: new Uint8Array(3),
        };
        const scaled: LinearWeights = {
          p: 3,
          k: 2,
          weights: Float64Array.from(weights),
          intercept: Float64Array.from(intercept),
        };
        const original = toOriginal(scaled, scaling);
        const back = toScaled(original, scaling);
        const tilde = x.map((value, j) => (value - shift[j]!) / scale[j]!);
        for (const t of [0, 1]) {
          const size =
            Math.abs(intercept[t]!) +
            x.reduce((sum, value, j) => {
              const weight = Math.abs(original.weights[t * 3 + j]!);
              return sum + weight * (Math.abs(value) + Math.abs(shift[j]!));
            }, 0);
          expect(Math.abs(predict(original, x, t) - predict(scaled, tilde, t))).toBeLessThanOrEqual(
            1e-13 * size + 1e-300,
          );
          expect(Math.abs(back.intercept[t]! - intercept[t]!)).toBeLessThanOrEqual(1e-13 * size + 1e-300);
        }
        back.weights.forEach((value, at) => {
          expect(Math.abs(value - weights[at]!)).toBeLessThanOrEqual(1e-15 * Math.abs(value) + 1e-300);
        });
      }),
    );
  });

  test('withoutConstants sets the weights of constant columns to 0 for every target', () => {
    const scaling = scalingOf(moments, mixed, 'all', true);
    const weights = {
      p: 3,
      k: 2,
      weights: Float64Array.of(1, 2, 3, 4, 5, 6),
      intercept: Float64Array.of(7, 8),
    };
    expect([...withoutConstants(weights, scaling).weights]).toEqual([1, 2, 0, 4, 5, 0]);
    expect([...weights.weights]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
