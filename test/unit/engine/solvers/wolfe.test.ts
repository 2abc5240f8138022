import { expect, test } from 'vitest';
import { dot, type Point } from '../../../../src/engine/solvers/point.ts';
import { wolfeSearch } from '../../../../src/engine/solvers/wolfe.ts';

/** Functions along a line from 0, with their derivatives, all falling at 0. */
const LINES: readonly (readonly [string, (x: number) => number, (x: number) => number])[] = [
  ['a parabola', (x) => (x - 3) ** 2, (x) => 2 * (x - 3)],
  ['a far parabola', (x) => 1e-6 * (x - 1e5) ** 2, (x) => 2e-6 * (x - 1e5)],
  ['a narrow parabola', (x) => (1e4 * x - 1) ** 2, (x) => 2e4 * (1e4 * x - 1)],
  ['a quartic', (x) => (x - 2) ** 4 - x, (x) => 4 * (x - 2) ** 3 - 1],
  ['two valleys', (x) => Math.cos(3 * x) + 0.1 * x - x, (x) => -3 * Math.sin(3 * x) - 0.9],
  ['a wall', (x) => (x < 5 ? -x - Math.log(5 - x) : Number.NaN), (x) => -1 + 1 / (5 - x)],
  ['an offset that hides it', (x) => 1e12 + (x - 3) ** 2 * 1e-3, (x) => 2e-3 * (x - 3)],
];

function pointOf(x: number, value: number, slope: number): Point {
  return {
    theta: Float64Array.of(x),
    gradient: Float64Array.of(slope),
    dataLoss: value,
    penalty: 0,
    value,
    residual: Math.abs(slope),
    gradientNorm: Math.abs(slope),
  };
}

const starts = LINES.flatMap((line) => [1e-6, 0.1, 1, 100].map((first) => [...line, first] as const));

test.each(starts)(
  '%s: both Wolfe conditions hold, from a first step of %4$d',
  async (name, f, slope, first) => {
    const at = async (x: number) => pointOf(x, f(x), slope(x));
    const direction = Float64Array.of(1);
    const from = await at(0);
    const to = (await wolfeSearch(from, direction, at, first))!;
    const x = to.theta[0]!;
    expect(x).toBeGreaterThan(0);
    expect(Math.abs(dot(to.gradient, direction))).toBeLessThanOrEqual(0.9 * Math.abs(slope(0)));
    if (name.startsWith('an offset')) expect(to.gradient[0]).toBeLessThan(-slope(0));
    else expect(to.value).toBeLessThanOrEqual(f(0) + 1e-4 * x * slope(0));
  },
);

test('no step up a slope, and none where nothing is finite', async () => {
  const at = async (x: number) => pointOf(x, x * x, 2 * x);
  expect(await wolfeSearch(await at(1), Float64Array.of(1), at, 1)).toBeNull();
  const nowhere = async (x: number) => (x === 0 ? pointOf(0, 1, -1) : pointOf(x, Number.NaN, Number.NaN));
  expect(await wolfeSearch(await nowhere(0), Float64Array.of(1), nowhere, 1)).toBeNull();
});
