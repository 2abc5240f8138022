import { describe, expect, test } from 'vitest';
import { withDefaults } from '../../../../../src/engine/registry.ts';
import { cosineOfPi } from '../../../../../src/engine/solvers/schedules/cosine.ts';
import { schedules } from '../../../../../src/engine/solvers/schedules/index.ts';

/** The factors at these iterations. */
function factors(id: string, given: Record<string, number>, iterations: number, at: readonly number[]) {
  const entry = schedules.get(id);
  const factor = entry.create(withDefaults(entry.parameters, given), iterations);
  return at.map(factor);
}

function close(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  for (const [at, value] of wanted.entries()) expect(actual[at]).toBeCloseTo(value, 14);
}

describe('by hand', () => {
  test('constant', () => expect(factors('constant', {}, 10, [0, 5, 99])).toEqual([1, 1, 1]));

  test('step: in equal parts', () => {
    const at = [0, 24, 25, 49, 50, 75, 99, 100, 1000];
    const wanted = [1, 1, 0.5, 0.5, 0.25, 0.125, 0.125, 0.125, 0.125];
    expect(factors('step', { drops: 3, factor: 0.5 }, 100, at)).toEqual(wanted);
  });

  test('exponential: the same share each iteration', () =>
    close(
      factors('exponential', { final: 0.0001 }, 100, [0, 25, 50, 75, 100]),
      [1, 0.1, 0.01, 0.001, 0.0001],
    ));

  test('cosine: half a wave', () => {
    const root = Math.sqrt(0.5);
    close(factors('cosine', {}, 8, [0, 2, 4, 6, 8, 9]), [1, (1 + root) / 2, 0.5, (1 - root) / 2, 0, 0]);
    close(factors('cosine', { final: 0.2 }, 8, [0, 4, 8]), [1, 0.6, 0.2]);
  });

  test('inverseTime: 1 / (1 + c i)', () =>
    close(factors('inverseTime', { final: 0.1 }, 90, [0, 10, 20, 90]), [1, 1 / 2, 1 / 3, 1 / 10]));

  test('warmUp: linear, then constant', () =>
    close(factors('warmUp', { share: 0.1 }, 40, [0, 1, 2, 3, 4, 39]), [0.25, 0.5, 0.75, 1, 1, 1]));
});

test.each(schedules.ids())(
  '%s stays from 0 to 1, also in runs of no or one iteration and beyond the end',
  (id) => {
    for (const iterations of [0, 1, 2, 1000]) {
      for (const factor of factors(id, {}, iterations, [0, 1, 2, 500, 999, 1000, 1e7])) {
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
      }
    }
    expect(factors(id, {}, 1000, [1])[0]).toBeGreaterThan(0);
  },
);

test('cos π x within 1e-15, exact at 0, ½ and 1', () => {
  expect([0, 0.5, 1].map(cosineOfPi)).toEqual([1, 0, -1]);
  for (let i = 0; i <= 1000; i++)
    expect(Math.abs(cosineOfPi(i / 1000) - Math.cos((Math.PI * i) / 1000))).toBeLessThan(1e-15);
});
