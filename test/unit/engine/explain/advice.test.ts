import { describe, expect, test } from 'vitest';
import { type Divergence, divergenceAdvice } from '../../../../src/engine/explain/advice.ts';
import { parseSpec, prepareData, type RunSpecInput, readTable, train } from '../../../../src/engine/index.ts';
import { stream } from '../../../../src/engine/random.ts';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import { nesterov } from '../../../../src/engine/solvers/nesterov.ts';
import { stochastic } from '../../../../src/engine/solvers/stochastic.ts';
import { csvOf, sourceOf } from '../runs.ts';

const advise = (own: Partial<Divergence>, standardize: 'all' | 'none' = 'all', batchSize = 0) =>
  divergenceAdvice({
    learningRate: 1,
    lipschitz: 4,
    solver: gradientDescent,
    spec: { standardize, batchSize },
    ...own,
  });

describe('after a divergence', () => {
  test('a rate above 2/L: the limit, and 0.9/L to go on with', () => {
    expect(advise({ rateLimit: 0.5 })).toEqual({
      message:
        'The learning rate 1 is above 2/L = 0.5, so every step overshoots. Resume from the last finite weights with 0.9/L = 0.225.',
      suggestedRate: 0.225,
    });
    expect(advise({})).toEqual(advise({ rateLimit: 0.5 }));
  });

  test('unscaled columns are named as what makes L large', () => {
    expect(advise({}, 'none').message).toContain('The columns are not standardized, which makes L large.');
    expect(advise({}).message).not.toContain('standardized');
  });

  test('a rate below the limit: numbers too large', () => {
    expect(advise({ learningRate: 0.1 }).message).toContain('below 2/L = 0.5: the numbers are too large');
    expect(advise({ learningRate: 0.1 }).message).toContain('extreme values');
    expect(advise({ learningRate: 0.1 }, 'none').message).toContain('Standardize the columns.');
  });

  test('few rows a step: the largest row decides, far below 2/L', () => {
    const { message, suggestedRate } = advise({ solver: stochastic, rateLimit: 0.02, learningRate: 0.3 });
    expect(message).toBe(
      'The learning rate 0.3 is above 0.02, the limit for a few rows a step: the largest rows decide it, and all rows together would allow 0.5. Resume from the last finite weights with 0.009.',
    );
    expect(suggestedRate).toBeCloseTo(0.009, 15);
    const batches = advise({ solver: nesterov, rateLimit: 0.02 }, 'all', 32);
    expect(batches.message).toContain('a few rows a step');
  });

  test('a solver with a limit of its own is named with it', () => {
    const { message, suggestedRate } = advise({ solver: nesterov, rateLimit: 0.34 });
    expect(message).toContain('above 0.34, the limit for the solver "Nesterov" here');
    expect(suggestedRate).toBeCloseTo(0.153, 15);
  });

  test('adaptive solvers have no limit: a tenth of the rate', () => {
    const { message, suggestedRate } = advise({ solver: adam, rateLimit: null, learningRate: 50 });
    expect(message).toContain(
      '"Adam" moves every weight by about the learning rate in each step, and 50 is too far',
    );
    expect(suggestedRate).toBe(5);
    expect(advise({ solver: adam, rateLimit: null }, 'none').message).toContain('standardize them');
  });

  test('a loss without a bound: L is that at the start alone', () => {
    const below = advise({ bounded: false, learningRate: 0.3 });
    expect(below.message).toContain('this loss curves more the more it predicts');
    expect(below.message).toContain('leave the solver to auto');
    expect(below.suggestedRate).toBeCloseTo(0.03, 15);
    const above = advise({ bounded: false });
    expect(above.message).toContain('above 2/L = 0.5');
    expect(above.message).toContain('Further on the loss may curve more');
  });

  test('a network: no limit is known', () => {
    const { message, suggestedRate } = advise({ lipschitz: null, rateLimit: null });
    expect(message).toContain('for networks no limit is known beforehand');
    expect(message).toContain('Clipping the gradients');
    expect(suggestedRate).toBe(0.1);
  });
});

/** Trains to the end. */
async function endOf(spec: RunSpecInput) {
  const random = stream(1, 'counts');
  const rows = Array.from({ length: 80 }, () => {
    const [a, b] = [random.normal(), 100 * random.normal()];
    return [a, b, Math.floor(20 + 5 * a + b / 20 + 3 * random.uniform())];
  });
  const parsed = parseSpec({ target: ['y'], ...spec });
  const table = await readTable(sourceOf(csvOf(['a', 'b', 'y'], rows)), { csv: parsed.csv });
  const steps = train(parsed, await prepareData(table, parsed));
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value.result().descent!;
  }
}

const plain = { solver: 'gradientDescent' };
const wild: [string, RunSpecInput, RegExp][] = [
  ['a rate above 2/L', { ...plain, learningRate: 5 }, /is above 2\/L/],
  ['unscaled columns', { ...plain, learningRate: 0.1, standardize: 'none' }, /not standardized/],
  ['single rows', { solver: 'stochastic', learningRate: 1 }, /largest rows decide/],
  ['batches', { solver: 'momentum', batchSize: 8, learningRate: 2 }, /largest rows decide/],
  ['momentum', { solver: 'momentum', learningRate: 5 }, /the limit for the solver "Momentum"/],
  ['an adaptive solver', { solver: 'adam', learningRate: 1e6 }, /1000000 is too far/],
  ['counts', { ...plain, model: 'poisson', learningRate: 1 }, /may curve more/],
  [
    'a network',
    { ...plain, model: 'mlp', learningRate: 100, initializer: { id: 'xavierNormal' } },
    /for networks no limit/,
  ],
];

test.each(wild)('a run with %s diverges, and goes on at the rate that it is told', async (_, spec, why) => {
  const { reason, advice } = await endOf(spec);
  expect(reason).toBe('diverged');
  expect(advice!.message).toMatch(why);
  let rate = advice!.suggestedRate;
  // Where no limit is known the advice may have to be followed again.
  for (let again = 0; again < 6; again++) {
    const next = await endOf({ ...spec, learningRate: rate });
    if (next.reason !== 'diverged') return;
    rate = next.advice!.suggestedRate;
  }
  throw new Error('The advice does not help.');
});
