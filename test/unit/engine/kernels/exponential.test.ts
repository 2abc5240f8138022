import assert from 'node:assert/strict';
import { expect, it } from 'vitest';
import {
  exponential,
  exponentials,
  logarithm,
  logarithms,
} from '../../../../src/engine/kernels/exponential.ts';
import { stream } from '../../../../src/engine/random.ts';
import { AWKWARD, kernels } from './support.ts';

/** Numbers in fixed point with so many bits after the point. */
const BITS = 300n;
const ONE = 1n << BITS;
const LN2 = Array.from({ length: 300 }, (_, n) => ONE / (BigInt(n + 1) << BigInt(n + 1))).reduce(
  (a, b) => a + b,
);

/** The exponent of the last bit of x, and x in units of it. */
function parts(x: number): { exponent: number; whole: bigint } {
  const exponent = Math.max(-1074, Math.floor(Math.log2(Math.abs(x) || 1)) - 53);
  return { exponent, whole: BigInt(x * 2 ** Math.min(1000, -exponent) * 2 ** Math.max(0, -exponent - 1000)) };
}

function shifted(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

/** e^x as a fixed-point number in [1, 2) times 2^k. */
function trueExponential(x: number): { k: number; value: bigint } {
  const { exponent, whole } = parts(x);
  const fixed = shifted(whole, Number(BITS) + exponent);
  let k = fixed / LN2;
  if (fixed < 0n) k -= 1n;
  const r = fixed - k * LN2;
  let term = ONE;
  let value = ONE;
  for (let n = 1n; term > 0n; n++) {
    term = (term * r) / (n << BITS);
    value += term;
  }
  return { k: Number(k), value };
}

/** How far `found` is from e^x, in units of its last place. */
function exponentialError(x: number, found: number): number {
  const { k, value } = trueExponential(x);
  const unit = Math.max(k - 52, -1074);
  const { exponent, whole } = parts(found);
  const difference = shifted(whole, Number(BITS) + exponent - k) - value;
  return Math.abs(Number(shifted(difference, k - unit - Number(BITS) + 40)) / 2 ** 40);
}

/** How far `found` is from ln x, in units of its last place: by the first step of Newton's method. */
function logarithmError(x: number, found: number): number {
  const { k, value } = trueExponential(found);
  const { exponent, whole } = parts(x);
  const difference = shifted(whole, Number(BITS) + exponent - k) - value;
  const error = Number((difference << 200n) / value) * 2 ** -200;
  const unit = Math.max(Math.floor(Math.log2(Math.abs(found))) - 52, -1074);
  return Math.abs(error) / 2 ** unit;
}

const random = stream(11, 'exponential');
const everyday = Array.from(
  { length: 3000 },
  () => random.normal() * 10 ** Math.floor(random.uniform() * 4 - 1),
);
const wide = Array.from({ length: 3000 }, () => random.uniform() * 1470 - 750);

it('e^x is within 1 ulp', () => {
  const inputs = [...everyday, ...wide].filter((x) => x < 709.78 && x > -745);
  const errors = inputs.map((x) => exponentialError(x, exponential(x)));
  expect(Math.max(...errors)).toBeLessThan(1);
});

it('ln x is within 1 ulp', () => {
  const inputs = [
    ...everyday.map(Math.abs),
    ...wide.map((x) => Math.exp(x)),
    ...everyday.map((x) => 1 + x / 1000),
  ];
  const usable = inputs.filter((x) => x > 0 && Number.isFinite(x) && x !== 1);
  const errors = usable.map((x) => logarithmError(x, logarithm(x)));
  expect(Math.max(...errors)).toBeLessThan(1);
});

it('both keep the special values', () => {
  expect([-Infinity, Infinity, 0, -0, 800, -800].map(exponential)).toEqual([0, Infinity, 1, 1, Infinity, 0]);
  expect([0, -0, 1, Infinity].map(logarithm)).toEqual([-Infinity, -Infinity, 0, Infinity]);
  for (const value of [Number.NaN, -1, -Infinity]) expect(logarithm(value)).toBeNaN();
  expect(exponential(Number.NaN)).toBeNaN();
});

it('both have the same bits in WebAssembly and in TypeScript', () => {
  const special = [
    Number.NaN,
    Infinity,
    -Infinity,
    709.782712893384,
    709.7827128933841,
    -745.1332191019412,
    -708.5,
  ];
  const inputs = Float64Array.from([...AWKWARD, ...special, ...everyday, ...wide]);
  for (const length of [inputs.length, inputs.length - 1, 1, 0]) {
    for (const change of [exponentials, logarithms]) {
      const [ours, plain] = [inputs.slice(0, length), inputs.slice(0, length)];
      change(kernels(), ours);
      change(null, plain);
      assert.deepEqual(ours, plain);
    }
  }
});
