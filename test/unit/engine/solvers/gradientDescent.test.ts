import { describe, expect, test } from 'vitest';
import { withoutConstants } from '../../../../src/engine/data/scaling.ts';
import { initializers } from '../../../../src/engine/initializers/index.ts';
import { squaredObjective } from '../../../../src/engine/objectives/squared.ts';
import { packTheta, thetaWidth, unpackTheta } from '../../../../src/engine/objectives/theta.ts';
import { stream } from '../../../../src/engine/random.ts';
import { cholesky } from '../../../../src/engine/solvers/cholesky.ts';
import { DivergenceWatch } from '../../../../src/engine/solvers/divergence.ts';
import { gradientDescent } from '../../../../src/engine/solvers/gradientDescent.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeResult,
  Objective,
} from '../../../../src/engine/solvers/types.ts';
import { blockOf, randomRows } from '../data/blocks.ts';
import { largest, problemOf } from './problems.ts';

async function runAll(objective: Objective, start: Float64Array, options: Partial<IterativeOptions>) {
  const steps: Iterate[] = [];
  const run = gradientDescent.run(objective, start, {
    iterations: 100,
    learningRate: 'auto',
    tolerance: 0,
    ...options,
  });
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, result: next.value satisfies IterativeResult };
    steps.push({ ...next.value, theta: next.value.theta.slice() });
  }
}

const block = blockOf(randomRows(200, 4, 2), 4);
const problem = problemOf(block);
const objective = squaredObjective(problem.moments, problem.scaling, true, 5);
const exact = cholesky.prepare(problem).solve(5);
const parametersOf = (id: string) =>
  Object.fromEntries(initializers.get(id).parameters.map((parameter) => [parameter.id, parameter.default]));

describe('gradientDescent', () => {
  test.each(initializers.ids())('from %s reaches the exact solution', async (id) => {
    const given = { p: 4, k: 2, weights: new Float64Array(8).fill(3), intercept: Float64Array.of(-1, 1) };
    const start = initializers.get(id).create({
      inputs: 4,
      outputs: 2,
      random: stream(1, id),
      parameters: parametersOf(id),
      given,
    });
    const theta = packTheta(withoutConstants(start, problem.scaling), true);
    const { result } = await runAll(objective, theta, { iterations: 20_000, tolerance: 1e-13 });
    expect(result.reason).toBe('converged');
    const reached = unpackTheta(result.theta, 4, 2, true);
    const size = largest(exact.weights);
    reached.weights.forEach((value, at) => {
      expect(Math.abs(value - exact.weights[at]!)).toBeLessThan(1e-10 * size);
    });
    reached.intercept.forEach((value, t) => {
      expect(value).toBeCloseTo(exact.intercept[t]!, 9);
    });
  });

  test('yields iteration 0 to the last, without touching the start, the loss never rising at 1 / L', async () => {
    const start = new Float64Array(10).fill(0.5);
    const { steps, result } = await runAll(objective, start, { iterations: 50 });
    expect(steps.map((step) => step.iteration)).toEqual(Array.from({ length: 51 }, (_, i) => i));
    expect(result).toMatchObject({
      reason: 'iterations',
      iterations: 50,
      learningRate: 1 / objective.lipschitz(),
    });
    expect(start.every((value) => value === 0.5)).toBe(true);
    const totals = steps.map((step) => step.dataLoss + step.penalty);
    totals.slice(1).forEach((total, i) => {
      expect(total).toBeLessThanOrEqual(totals[i]! * (1 + 1e-15));
    });
    expect(steps[0]!.gradientNorm).toBeGreaterThan(steps[50]!.gradientNorm);
  });

  test('no iterations: the start is evaluated', async () => {
    const { steps, result } = await runAll(objective, new Float64Array(10), { iterations: 0 });
    expect(steps).toHaveLength(1);
    expect(result).toMatchObject({ reason: 'iterations', iterations: 0 });
  });

  test('below 2 / L it converges, above it is stopped as diverging with finite weights', async () => {
    const bound = 2 / objective.lipschitz();
    const below = await runAll(objective, new Float64Array(10), {
      iterations: 5000,
      learningRate: 0.99 * bound,
    });
    expect(below.result.reason).toBe('iterations');
    const above = await runAll(objective, new Float64Array(10), {
      iterations: 5000,
      learningRate: 1.05 * bound,
    });
    expect(above.result.reason).toBe('diverged');
    expect(above.result.theta.every(Number.isFinite)).toBe(true);
    expect(above.steps.at(-1)!.theta).toEqual(above.result.theta);
    expect(above.result.iterations).toBe(above.steps.at(-1)!.iteration);
  });

  test('a step that overflows ends at the last finite weights', async () => {
    const { steps, result } = await runAll(objective, new Float64Array(10), { learningRate: 1e300 });
    expect(result).toMatchObject({ reason: 'diverged', iterations: 0 });
    expect(steps).toHaveLength(1);
    expect([...result.theta]).toEqual([...new Float64Array(10)]);
  });

  test('weights of constant columns stay 0', async () => {
    const flat = problemOf(
      blockOf(
        randomRows(50, 2).map(([a, b, y]) => [a!, 4, b!, y!]),
        3,
      ),
      'none',
    );
    const loss = squaredObjective(flat.moments, flat.scaling, true, 1);
    const { result } = await runAll(loss, new Float64Array(thetaWidth(3, true)), { iterations: 30 });
    expect(result.theta[1]).toBe(0);
    expect(result.theta[0]).not.toBe(0);
  });
});

describe('DivergenceWatch', () => {
  const verdicts = (losses: number[]) => {
    const watch = new DivergenceWatch();
    return losses.map((loss) => watch.sees(loss));
  };

  test('three evaluations above ten times the best and above the start', () => {
    expect(verdicts([1, 11, 12, 13])).toEqual([false, false, false, true]);
    expect(verdicts([1, 11, 12, 1, 11, 12])).toEqual([false, false, false, false, false, false]);
  });

  test('a loss below its start is not divergence, however far above the best', () => {
    expect(verdicts([100, 1, 50, 50, 50, 50])).toEqual(new Array(6).fill(false));
  });

  test('what is not finite is, at once', () => {
    expect(verdicts([1, Number.NaN])).toEqual([false, true]);
    expect(verdicts([Number.POSITIVE_INFINITY])).toEqual([true]);
  });
});
