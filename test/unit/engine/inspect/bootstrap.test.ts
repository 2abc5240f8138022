import { describe, expect, test } from 'vitest';
import { type BootstrapTask, bootstrap } from '../../../../src/engine/inspect/bootstrap.ts';
import { stream } from '../../../../src/engine/random.ts';

const random = stream(11, 'bootstrap');
const y = Array.from({ length: 200 }, () => 50 + 10 * random.normal());

/** The weighted mean of y. */
function mean(weights: Float64Array): number[] {
  let [sum, total] = [0, 0];
  weights.forEach((weight, row) => {
    sum += weight * y[row]!;
    total += weight;
  });
  return [sum / total];
}

type Estimate = (weights: Float64Array) => number[] | null;

async function intervals(change: Partial<Omit<BootstrapTask, 'refit'>> & { readonly refit?: Estimate } = {}) {
  const { refit = mean, ...given } = change;
  const task = { rows: y.length, resamples: 1000, seed: 1, kind: 'multinomial' as const, share: 0.95 };
  const steps = bootstrap({
    ...task,
    ...given,
    async *refit(weights) {
      yield;
      return refit(weights);
    },
  });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
  }
}

const spread = Math.sqrt(
  y.reduce((sum, value) => sum + (value - y.reduce((a, b) => a + b, 0) / 200) ** 2, 0) / 200,
);

describe.each(['multinomial', 'poisson'] as const)('%s resamples', (kind) => {
  test('of a mean vary by σ / √n, and 95 % of them lie within 1.96 of it', async () => {
    const found = await intervals({ kind });
    const [interval] = found!.intervals;
    const error = spread / Math.sqrt(200);
    expect(interval!.deviation / error).toBeCloseTo(1, 1);
    expect((interval!.high - interval!.low) / (2 * 1.96 * error)).toBeCloseTo(1, 1);
    const [whole] = mean(new Float64Array(200).fill(1));
    expect(Math.abs((interval!.high + interval!.low) / 2 - whole!)).toBeLessThan(0.2 * error);
  });

  test('are the same for a seed', async () => {
    expect(await intervals({ kind, resamples: 5 })).toEqual(await intervals({ kind, resamples: 5 }));
    expect(await intervals({ kind, resamples: 5, seed: 2 })).not.toEqual(
      await intervals({ kind, resamples: 5 }),
    );
  });
});

test('a multinomial resample has as many rows as there are; a Poisson one has counts of mean 1', async () => {
  let drawn = 0;
  const sums: number[] = [];
  const counts = new Map<number, number>();
  const refit = (weights: Float64Array) => {
    sums.push(weights.reduce((sum, weight) => sum + weight, 0));
    for (const weight of weights) counts.set(weight, (counts.get(weight) ?? 0) + 1);
    drawn += weights.length;
    return [0];
  };
  await intervals({ refit, resamples: 10 });
  expect(sums).toEqual(Array(10).fill(200));
  counts.clear();
  drawn = 0;
  await intervals({ refit, kind: 'poisson', resamples: 500 });
  [1, 1, 2, 6, 24].forEach((factorial, count) => {
    expect(counts.get(count)! / drawn).toBeCloseTo(1 / Math.E / factorial, 2);
  });
});

test('percentiles lie between neighbours', async () => {
  let at = 0;
  const found = await intervals({ resamples: 5, share: 0.5, refit: () => [at, 10 * at++] });
  expect(found!.intervals.map(({ low, high }) => [low, high])).toEqual([
    [1, 3],
    [10, 30],
  ]);
});

test('resamples without estimates are left out and counted; fewer than two tell nothing', async () => {
  let at = 0;
  const found = await intervals({ resamples: 4, refit: () => (at++ % 2 ? null : [1]) });
  expect(found).toMatchObject({ resamples: 2, intervals: [{ low: 1, high: 1, deviation: 0 }] });
  expect(found!.note).toContain('95 % percentile intervals of 2 bootstrap resamples');
  expect(found!.note).toContain('no confidence intervals');
  expect(await intervals({ refit: () => null })).toBeNull();
});

test('every piece of work of a refit is a step, and says which resample it belongs to', async () => {
  const steps = bootstrap({
    rows: y.length,
    resamples: 2,
    seed: 1,
    kind: 'multinomial',
    share: 0.95,
    async *refit(weights) {
      yield;
      yield;
      return mean(weights);
    },
  });
  const told: string[] = [];
  for await (const { share, text } of steps) told.push(`${text}: ${share}`);
  const [first, second] = ['sample 1 of 2: 0', 'sample 2 of 2: 0.5'];
  expect(told).toEqual([first, first, first, second, second, second]);
});
