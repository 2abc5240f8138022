import { describe, expect, test } from 'vitest';
import { withDefaults } from '../../../../src/engine/registry.ts';
import { adam } from '../../../../src/engine/solvers/adam.ts';
import { adamw } from '../../../../src/engine/solvers/adamw.ts';
import { solvers } from '../../../../src/engine/solvers/index.ts';
import { schedules } from '../../../../src/engine/solvers/schedules/index.ts';
import type {
  IterativeOptions,
  IterativeResult,
  IterativeSolver,
  Objective,
} from '../../../../src/engine/solvers/types.ts';
import { valueAt } from './quadratics.ts';
import { type RealProblem, realProblems } from './rowProblems.ts';

const watched = solvers
  .entries()
  .filter((solver): solver is IterativeSolver => solver.kind === 'iterative' && solver.goal === 'watch');
const problems = realProblems();

/** Updates to the precision below; the smallest curvature of breast_cancer is 1 / 2000 of the largest. */
const UPDATES = {
  full: { diabetes: 2000, breast_cancer: 9000, iris: 2000 },
  stochastic: { diabetes: 20_000, breast_cancer: 200_000, iris: 15_000 },
  batches: { diabetes: 4000, breast_cancer: 12_000, iris: 4000 },
} as const;

function scheduleOf(id: string, iterations: number) {
  const entry = schedules.get(id);
  return entry.create(withDefaults(entry.parameters, {}), iterations);
}

/** Where a run from zero ends. */
async function ended(
  solver: IterativeSolver,
  objective: Objective,
  options: Partial<IterativeOptions>,
): Promise<IterativeResult> {
  const given = { iterations: 0, learningRate: 'auto', tolerance: 0, ...options } as const;
  const run = solver.run(objective, new Float64Array(objective.size), given);
  for (;;) {
    const next = await run.next();
    if (next.done) return next.value;
  }
}

async function excess(
  solver: IterativeSolver,
  { objective, optimum }: RealProblem,
  iterations: number,
  schedule: string,
  batchSize: number,
): Promise<number> {
  const options = { iterations, batchSize, schedule: scheduleOf(schedule, iterations) };
  const { reason, theta } = await ended(solver, objective, options);
  expect(reason).toBe('iterations');
  return (await valueAt(objective, theta)) / (await valueAt(objective, optimum)) - 1;
}

describe.each(problems)('on $name', (problem) => {
  const exact = watched.filter(({ id, batches }) => batches !== 'always' && id !== 'adamw');
  const noisy = watched.filter(({ id, batches }) => batches !== 'never' && id !== 'adamw');

  test('the reference is the minimum', async () => {
    const { objective, optimum } = problem;
    const gradient = new Float64Array(objective.size);
    await objective.evaluate(optimum, gradient);
    const start = new Float64Array(objective.size);
    await objective.evaluate(new Float64Array(objective.size), start);
    expect(Math.hypot(...gradient)).toBeLessThan(1e-12 * Math.hypot(...start));
  });

  test.each(exact)('$id over all rows reaches J* within 1e-6', async (solver) => {
    // RMSprop's steps stay as long as the rate however small the gradient.
    const schedule = solver.id === 'rmsprop' ? 'cosine' : 'constant';
    const found = await excess(solver, problem, UPDATES.full[problem.name], schedule, 0);
    expect(found).toBeGreaterThan(-1e-12);
    expect(found).toBeLessThan(1e-6);
  });

  test.each(noisy)('$id in batches reaches J* within 1e-3 as its rate falls', async (solver) => {
    const single = solver.id === 'stochastic';
    const updates = UPDATES[single ? 'stochastic' : 'batches'][problem.name];
    const found = await excess(solver, problem, updates, 'cosine', single ? 0 : 32);
    expect(found).toBeGreaterThan(-1e-12);
    expect(found).toBeLessThan(1e-3);
  });
});

describe('AdamW', () => {
  const [diabetes] = realProblems();
  const iterations = 4000;

  test.each([0, 32])('batch size %d: its fixed point is not the ridge solution', async (batchSize) => {
    const { objective, optimum } = diabetes!;
    const options = { iterations, batchSize, schedule: scheduleOf('cosine', iterations) };
    const away = ({ theta }: IterativeResult) =>
      Math.hypot(...theta.map((value, j) => value - optimum[j]!)) / Math.hypot(...optimum);
    expect(away(await ended(adam, objective, options))).toBeLessThan(batchSize ? 0.01 : 1e-9);
    expect(away(await ended(adamw, objective, options))).toBeGreaterThan(0.03);
  });
});
