import { describe, expect, test } from 'vitest';
import { softmaxLoss } from '../../../../src/engine/objectives/losses/softmax.ts';
import { squaredLoss } from '../../../../src/engine/objectives/losses/squared.ts';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import { solvers } from '../../../../src/engine/solvers/index.ts';
import { miniBatch } from '../../../../src/engine/solvers/miniBatch.ts';
import { momentum } from '../../../../src/engine/solvers/momentum.ts';
import { stochastic } from '../../../../src/engine/solvers/stochastic.ts';
import type { Iterate, IterativeOptions, IterativeSolver } from '../../../../src/engine/solvers/types.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { drive, path, quadratic, valueAt } from './quadratics.ts';
import { rowObjective } from './rowProblems.ts';

const watched = solvers
  .entries()
  .filter((solver): solver is IterativeSolver => solver.kind === 'iterative' && solver.goal === 'watch');

const rows = randomRows(130, 3);
const squared = rowObjective(blockOf(rows, 3), squaredLoss(1), { lambdaTotal: 5, l1Ratio: 0.3 }, 50);
const classes = rows.map((row) => [...row.slice(0, 3), row[3]! > 15 ? 2 : row[3]! > 5 ? 1 : 0]);
const softmax = rowObjective(blockOf(classes, 3), softmaxLoss(3, null), { lambdaTotal: 2 }, 50);
const problems = { squared, softmax };

const falling = (iteration: number) => 1 / (1 + iteration / 10);
/** Each solver in every way it takes rows; batches of 7 never end with the epoch's 130 rows or the blocks' 50. */
const ways = watched.flatMap((solver) =>
  (['squared', 'softmax'] as const).flatMap((problem) => {
    const sizes = { never: [0], always: [0, 7], optional: [0, 7] }[solver.batches!];
    return sizes.map((batchSize) => ({ id: solver.id, problem, batchSize, solver }));
  }),
);

/** What can be seen of an iterate, whoever yields it. */
function seen({ iteration, dataLoss, penalty, gradientNorm, theta, partial }: Iterate) {
  return { iteration, dataLoss, penalty, gradientNorm, theta, partial };
}

describe.each(ways)('$id on $problem, batch size $batchSize', ({ solver, problem, batchSize }) => {
  const objective = problems[problem];
  const single = solver.id === 'stochastic' && batchSize === 0;
  const options: Partial<IterativeOptions> = {
    iterations: single ? 300 : 45,
    batchSize,
    schedule: falling,
    seed: 3,
    patience: 1000,
    validationLoss: (theta) => theta.reduce((sum, value) => sum + (value - 1) ** 2, 0),
  };

  test('resumed anywhere, it goes on bit for bit as if it had not stopped', async () => {
    const whole = await drive(solver, objective, options);
    expect(whole.result.reason).toBe('iterations');
    expect(whole.states).toHaveLength(whole.steps.length);
    for (const [at, state] of whole.states.entries()) {
      const resume = JSON.parse(JSON.stringify(state)) as typeof state;
      const rest = await drive(solver, objective, { ...options, resume });
      expect(rest.steps.map(seen)).toEqual(whole.steps.slice(at).map(seen));
      expect(rest.states).toEqual(whole.states.slice(at));
      expect(rest.result).toEqual(whole.result);
    }
  });

  test('stopped by its iterations, in the middle of an epoch too, it goes on in the same way', async () => {
    const whole = await drive(solver, objective, options);
    for (const iterations of [1, 17, 26, 38]) {
      const part = await drive(solver, objective, { ...options, iterations });
      const rest = await drive(solver, objective, { ...options, resume: part.states.at(-1)! });
      expect(rest.result).toEqual(whole.result);
      const later = whole.steps.filter((step) => step.iteration > iterations);
      expect(rest.steps.filter((step) => step.iteration > iterations).map(seen)).toEqual(later.map(seen));
    }
  });

  test('leaves the start and its states alone, and repeats itself', async () => {
    const start = new Float64Array(objective.size).fill(0.25);
    const [first, second] = [
      await drive(solver, objective, options, start),
      await drive(solver, objective, options, start),
    ];
    expect(start.every((value) => value === 0.25)).toBe(true);
    expect(second.steps.map(seen)).toEqual(first.steps.map(seen));
    expect(Float64Array.from(first.states[0]!.theta)).toEqual(start);
    expect(first.steps.map(({ iteration }) => iteration).at(-1)).toBe(options.iterations);
  });

  test('a rate that is too high is caught, with finite weights', async () => {
    const { result, steps } = await drive(solver, objective, {
      ...options,
      iterations: 5000,
      schedule: () => 1,
      learningRate: 1e9,
    });
    expect(result.theta.every(Number.isFinite)).toBe(true);
    // AdaGrad's own rate falls as its steps overshoot, until they do no more.
    if (solver.id === 'adagrad' && result.reason === 'iterations')
      expect(steps.at(-1)!.gradientNorm).toBeLessThan(steps[0]!.gradientNorm);
    else expect(result.reason).toBe('diverged');
  });
});

describe('batches', () => {
  const many = rowObjective(blockOf(randomRows(10_000, 2), 2), squaredLoss(1), { lambdaTotal: 1 }, 3000);

  test('all rows at the start, after each epoch and at the end; partial iterates in between', async () => {
    const { steps } = await drive(miniBatch, many, { iterations: 400, batchSize: 32 });
    // 10,000 rows are 313 batches of 32; 4096 rows are 128 of them.
    expect(steps.map(({ iteration, partial }) => [iteration, partial])).toEqual([
      [0, undefined],
      [128, true],
      [256, true],
      [313, undefined],
      [400, undefined],
    ]);
    for (const { theta, dataLoss, penalty, partial } of steps) {
      const { dataLoss: all, penalty: own } = await many.evaluate(theta, null);
      if (partial) expect(Math.abs(dataLoss / all - 1)).toBeLessThan(0.5);
      else expect({ dataLoss, penalty }).toEqual({ dataLoss: all, penalty: own });
    }
  });

  test('a run is saved and resumed at partial iterates', async () => {
    const options = { iterations: 700, batchSize: 32, seed: 2 };
    const whole = await drive(adam, many, options);
    for (const [at, state] of whole.states.entries()) {
      const rest = await drive(adam, many, { ...options, resume: state });
      expect(rest.steps.map(seen)).toEqual(whole.steps.slice(at).map(seen));
    }
  });

  test('the order is another with another seed, and one row a step is the stochastic default', async () => {
    const [one, other] = [
      await drive(stochastic, squared, { iterations: 50, seed: 1 }),
      await drive(stochastic, squared, { iterations: 50, seed: 2 }),
    ];
    expect(one.result.theta).not.toEqual(other.result.theta);
    const given = await drive(miniBatch, squared, { iterations: 50, seed: 1, batchSize: 1 });
    expect(given.result.theta).toEqual(one.result.theta);
  });

  test('one batch of all rows is gradient descent but for rounding', async () => {
    const options = { iterations: 30, learningRate: 0.1 };
    const full = await drive(gradientDescent, squared, options);
    const batches = await drive(miniBatch, squared, { ...options, batchSize: 1000 });
    expect(batches.steps.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 31 }, (_, i) => i));
    batches.result.theta.forEach((value, j) => {
      expect(value).toBeCloseTo(full.result.theta[j]!, 12);
    });
  });

  test('an epoch that overflows between two evaluations ends at the last finite weights', async () => {
    const { result, steps } = await drive(stochastic, squared, { iterations: 1000, learningRate: 1e200 });
    expect(result).toMatchObject({ reason: 'diverged', iterations: 0 });
    expect(steps).toHaveLength(1);
    expect(result.theta).toEqual(steps[0]!.theta);
  });

  test('steps that blow up are noticed long before an epoch is over, and leave the weights that stood', async () => {
    const { result, steps } = await drive(stochastic, squared, { iterations: 120, learningRate: 1.2 });
    expect(steps).toHaveLength(1);
    expect(result).toMatchObject({ reason: 'diverged', iterations: 0 });
    expect(result.rateLimit).toBeLessThan(0.2);
  });

  test('a run that ends far above its best has diverged, although it was seen only once or twice', async () => {
    const { result, steps } = await drive(miniBatch, squared, {
      iterations: 12,
      batchSize: 16,
      learningRate: 1.6,
    });
    const losses = steps.map(({ dataLoss, penalty }) => dataLoss + penalty);
    expect(losses.at(-1)).toBeGreaterThan(10 * Math.min(...losses));
    expect(result.reason).toBe('diverged');
    expect(result.iterations).toBe(9);
    expect(result.theta).toEqual(steps[1]!.theta);
  });

  test('closes the rows when it is told to end within an epoch', async () => {
    let closed = 0;
    const { batches } = many;
    const counted = {
      ...many,
      batches: {
        ...batches!,
        async *epoch(size: number, seed: number, epoch: number) {
          try {
            yield* batches!.epoch(size, seed, epoch);
          } finally {
            closed++;
          }
        },
      },
    };
    const run = miniBatch.run(counted, new Float64Array(3), {
      iterations: 1000,
      learningRate: 'auto',
      tolerance: 0,
    });
    await run.next();
    expect((await run.next()).value).toMatchObject({ partial: true });
    await run.return({} as never);
    expect(closed).toBe(1);
  });

  test('another batch size goes on with the next epoch', async () => {
    const { states } = await drive(miniBatch, squared, { iterations: 5, batchSize: 8 });
    const resume = states.at(-1)!;
    expect(resume.numbers['batch']).toBe(5);
    const { steps } = await drive(miniBatch, squared, { iterations: 40, batchSize: 10, resume });
    expect(steps.map(({ iteration }) => iteration)).toEqual([5, 18, 31, 40]);
  });

  test('rows that are not there are refused with a way out', async () => {
    const bowl = quadratic({ h: [1], c: [1] });
    await expect(drive(stochastic, bowl)).rejects.toMatchObject({ code: 'bad-spec' });
    await expect(drive(momentum, bowl, { batchSize: 4 })).rejects.toThrow(/Choose gradient descent/);
  });
});

describe('a saved run', () => {
  test('is refused by another solver and by another model', async () => {
    const { states } = await drive(adam, squared, { iterations: 3 });
    const resume = states.at(-1)!;
    await expect(drive(momentum, squared, { resume })).rejects.toThrow(/of the solver "adam"/);
    await expect(drive(adam, softmax, { resume })).rejects.toThrow(/other columns/);
  });

  test('goes on with a rate that is given, else with its own', async () => {
    const { states, result } = await drive(adam, squared, { iterations: 3 });
    const resume = states.at(-1)!;
    expect((await drive(adam, squared, { iterations: 5, resume })).result.learningRate).toBe(
      result.learningRate,
    );
    const slower = await drive(adam, squared, { iterations: 5, resume, learningRate: 0.01 });
    expect(slower.result.learningRate).toBe(0.01);
  });
});

describe('the loop', () => {
  const bowl = quadratic({ h: [4, 1], c: [1, -2] });

  test('schedule and clipping: by hand', async () => {
    const half = (iteration: number) => (iteration === 0 ? 1 : 0.5);
    const slow = await path(
      gradientDescent,
      bowl,
      { iterations: 2, learningRate: 0.1, schedule: half },
      [0, 0],
    );
    // g = (−4, 2), then at (0.4, −0.2): (−2.4, 1.8).
    expect(slow[1]![0]).toBeCloseTo(0.4, 15);
    expect(slow[1]![1]).toBeCloseTo(-0.2, 15);
    expect(slow[2]![0]).toBeCloseTo(0.52, 15);
    expect(slow[2]![1]).toBeCloseTo(-0.29, 15);
    const clipped = await path(gradientDescent, bowl, { iterations: 1, learningRate: 1, clip: 1 }, [0, 0]);
    expect(clipped[1]![0]).toBeCloseTo(4 / Math.sqrt(20), 15);
    expect(clipped[1]![1]).toBeCloseTo(-2 / Math.sqrt(20), 15);
    const long = await path(gradientDescent, bowl, { iterations: 1, learningRate: 1, clip: 100 }, [0, 0]);
    expect(long[1]).toEqual([4, -2]);
  });

  test('the tolerance is a share of the first gradient; a flat objective needs no step', async () => {
    const { steps, result } = await drive(gradientDescent, bowl, { iterations: 1000, tolerance: 1e-3 });
    expect(result.reason).toBe('converged');
    expect(steps.at(-1)!.gradientNorm).toBeLessThan(1e-3 * steps[0]!.gradientNorm);
    expect(steps.at(-2)!.gradientNorm).toBeGreaterThanOrEqual(1e-3 * steps[0]!.gradientNorm);
    const flat = await drive(adam, quadratic({ h: [0], c: [0] }));
    expect(flat.result).toMatchObject({ reason: 'converged', iterations: 0, learningRate: 1 });
  });

  test('early stopping returns the best weights after its patience', async () => {
    // The validation loss is smallest at θ₀ = 0.8; gradient descent passes it on its way to 1.
    const validationLoss = (theta: Float64Array) => Math.abs(theta[0]! - 0.8);
    const options = { learningRate: 0.05, iterations: 100, patience: 3, validationLoss };
    const { steps, result } = await drive(gradientDescent, bowl, options);
    const losses = steps.map(({ theta }) => validationLoss(theta));
    const best = losses.indexOf(Math.min(...losses));
    expect(result.reason).toBe('earlyStopping');
    expect(result.theta).toEqual(steps[best]!.theta);
    expect(result.iterations).toBe(best + 3);
    const patient = await drive(gradientDescent, bowl, { ...options, patience: 0 });
    expect(patient.result.reason).toBe('iterations');
  });

  test('is not stopped early by a run that was saved while it waited', async () => {
    const validationLoss = (theta: Float64Array) => Math.abs(theta[0]! - 0.8);
    const options = { learningRate: 0.05, iterations: 100, patience: 3, validationLoss };
    const whole = await drive(gradientDescent, bowl, options);
    for (const [at, resume] of whole.states.slice(0, -1).entries()) {
      const rest = await drive(gradientDescent, bowl, { ...options, resume });
      expect(rest.result).toEqual(whole.result);
      expect(rest.steps.map(seen)).toEqual(whole.steps.slice(at).map(seen));
    }
  });

  test.each(watched.filter(({ batches, id }) => batches !== 'always' && id !== 'adamw'))(
    'L1: $id finds the exact zeros of the lasso',
    async (solver) => {
      // Along the axes: θ_j = S(h_j c_j, λ) / h_j, so (1 − 1.5 / 4, 0, 0.25).
      const lasso = quadratic({ h: [4, 1, 2], c: [1, -1, 1], lambda: 1.5, l1Ratio: 1 });
      const iterations = 4000;
      const schedule = (iteration: number) => 1 - iteration / iterations;
      const { result, steps } = await drive(solver, lasso, { iterations, schedule });
      expect(result.theta[0]).toBeCloseTo(0.625, 6);
      expect(result.theta[1]).toBe(0);
      expect(result.theta[2]).toBeCloseTo(0.25, 6);
      expect(steps.at(-1)!.gradientNorm).toBeLessThan(1e-5);
      expect(await valueAt(lasso, result.theta)).toBeCloseTo(0.28125 + 0.9375 + 0.5 + 0.5625 + 0.375, 10);
    },
  );
});
