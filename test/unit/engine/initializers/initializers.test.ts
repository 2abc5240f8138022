import { describe, expect, test } from 'vitest';
import type { LinearWeights } from '../../../../src/engine/data/types.ts';
import { initializers } from '../../../../src/engine/initializers/index.ts';
import { stream } from '../../../../src/engine/random.ts';

function create(
  id: string,
  inputs: number,
  outputs: number,
  parameters: Record<string, number> = {},
  given: LinearWeights | null = null,
  seed = 1,
): LinearWeights {
  const entry = initializers.get(id);
  const defaults = Object.fromEntries(entry.parameters.map((parameter) => [parameter.id, parameter.default]));
  return entry.create({
    inputs,
    outputs,
    random: stream(seed, 'initializer'),
    parameters: { ...defaults, ...parameters },
    given,
  });
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: Float64Array) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};
const given: LinearWeights = {
  p: 2,
  k: 2,
  weights: Float64Array.of(1, 2, 3, 4),
  intercept: Float64Array.of(5, 6),
};

describe('every initializer', () => {
  test.each(initializers.entries().map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
    expect(entry.label).not.toBe('');
    expect(entry.description).toMatch(/^[A-Z].{10,90}\.$/);
    const make = (seed: number) => create(id, 2, 2, {}, given, seed);
    expect(make(1)).toEqual(make(1));
    expect(make(1)).toMatchObject({ p: 2, k: 2 });
    expect(make(1).weights).toHaveLength(4);
    expect(make(1).weights.every(Number.isFinite)).toBe(true);
    expect(make(1).intercept).toHaveLength(2);
    for (const { min, max, default: standard } of entry.parameters) {
      expect(standard).toBeGreaterThanOrEqual(min ?? Number.NEGATIVE_INFINITY);
      expect(standard).toBeLessThanOrEqual(max ?? Number.POSITIVE_INFINITY);
    }
  });

  test('is offered under the ids that specs, settings and the command line hold, among others to come', () => {
    const promised = [
      'zeros',
      'constant',
      'uniform',
      'normal',
      'xavierUniform',
      'xavierNormal',
      'heUniform',
      'heNormal',
      'lecunNormal',
      'orthogonal',
      'noise',
      'warmStart',
      'values',
    ];
    expect(initializers.ids()).toEqual(expect.arrayContaining(promised));
    expect(new Set(initializers.ids()).size).toBe(initializers.entries().length);
  });
});

const [inputs, outputs] = [100, 300];
const count = inputs * outputs;

describe('variance and bounds follow the formulas', () => {
  test.each([
    ['xavierUniform', 6 / (inputs + outputs) / 3, Math.sqrt(6 / (inputs + outputs))],
    ['xavierNormal', 2 / (inputs + outputs), Number.POSITIVE_INFINITY],
    ['heUniform', 6 / inputs / 3, Math.sqrt(6 / inputs)],
    ['heNormal', 2 / inputs, Number.POSITIVE_INFINITY],
    ['lecunNormal', 1 / inputs, Number.POSITIVE_INFINITY],
    ['uniform', 0.01 / 12, 0.05],
    ['normal', 1e-4, Number.POSITIVE_INFINITY],
    ['noise', 1e-4, Number.POSITIVE_INFINITY],
  ])('%s', (id, wanted, bound) => {
    const { weights, intercept } = create(id, inputs, outputs);
    expect(Math.abs(mean(weights))).toBeLessThan(4 * Math.sqrt(wanted / count));
    expect(variance(weights) / wanted).toBeGreaterThan(0.96);
    expect(variance(weights) / wanted).toBeLessThan(1.04);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(bound);
    if (bound < 1) expect(Math.max(...weights.map(Math.abs))).toBeGreaterThan(0.99 * bound);
    expect(intercept.every((value) => value === 0)).toBe(true);
    expect(create(id, inputs, outputs, {}, null, 2).weights).not.toEqual(weights);
  });
});

test('parameters are used', () => {
  expect([...create('constant', 2, 1, { value: -3 }).weights]).toEqual([-3, -3]);
  const { weights } = create('uniform', inputs, outputs, { low: 2, high: 3 });
  expect(Math.min(...weights)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...weights)).toBeLessThan(3);
  expect(mean(create('normal', inputs, outputs, { mean: 7, sd: 0.1 }).weights)).toBeCloseTo(7, 2);
  expect([...create('zeros', 3, 1).weights]).toEqual([0, 0, 0]);
});

describe('orthogonal', () => {
  test.each([
    [7, 3],
    [3, 7],
    [4, 4],
    [5, 1],
  ])('%d columns, %d targets: the shorter side is orthogonal with length gain', (p, k) => {
    const gain = 2.5;
    const { weights } = create('orthogonal', p, k, { gain });
    const short = Math.min(p, k);
    const at = (a: number, i: number) => (k <= p ? weights[a * p + i]! : weights[i * p + a]!);
    for (let a = 0; a < short; a++) {
      for (let b = 0; b <= a; b++) {
        let dot = 0;
        for (let i = 0; i < Math.max(p, k); i++) dot += at(a, i) * at(b, i);
        expect(dot).toBeCloseTo(a === b ? gain * gain : 0, 13);
      }
    }
  });
});

describe('weights that are given', () => {
  test.each(['warmStart', 'values'])('%s starts from a copy of them', (id) => {
    const start = create(id, 2, 2, {}, given);
    expect(start).toEqual(given);
    start.weights[0] = 99;
    expect(given.weights[0]).toBe(1);
    expect(initializers.get(id).given).toBe('needed');
  });

  test('without them, or of another shape, the entry says what it needs', () => {
    expect(() => create('values', 2, 1)).toThrow(/needs weights/);
    expect(() => create('warmStart', 3, 2, {}, given)).toThrow(/needs weights/);
  });

  test('noise lies around zeros, a constant or given weights', () => {
    expect([...create('noise', 2, 2, { sd: 0 }, given).weights]).toEqual([1, 2, 3, 4]);
    expect([...create('noise', 2, 2, { sd: 0 }, given).intercept]).toEqual([5, 6]);
    expect([...create('noise', 2, 1, { sd: 0, base: 0.5 }).weights]).toEqual([0.5, 0.5]);
    const around = create('noise', 2, 2, { sd: 0.1 }, given);
    expect(around.weights[3]).not.toBe(4);
    expect(around.weights[3]).toBeCloseTo(4, 0);
  });
});
