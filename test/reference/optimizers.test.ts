import { describe, expect, it } from 'vitest';
import { initializers, models, type RunSpecInput, solvers } from '../../src/engine/index.ts';
import type { IterativeSolver } from '../../src/engine/solvers/types.ts';
import { tableFrom, tableOf, trainModel } from './engine.ts';

/** Three convex problems on standardized columns at a total λ of 1. */
const PROBLEMS = [
  {
    name: 'diabetes',
    target: 'target',
    model: 'linear',
    updates: { full: 2000, single: 20_000, batches: 4000 },
  },
  {
    name: 'breast_cancer',
    target: 'diagnosis',
    model: 'logistic',
    updates: { full: 9000, single: 200_000, batches: 12_000 },
  },
  {
    name: 'iris',
    target: 'species',
    model: 'softmax',
    updates: { full: 2000, single: 15_000, batches: 4000 },
  },
] as const;
type Problem = (typeof PROBLEMS)[number];

const iterative = solvers
  .entries()
  .filter((solver): solver is IterativeSolver => solver.kind === 'iterative');
/** Its fixed point is another, which is shown below. */
const DECOUPLED = 'adamw';
/** Its steps stay as long as the rate however small the gradient: it arrives as its rate falls. */
const AS_IT_FALLS = 'rmsprop';

const full = iterative.filter(({ id, batches }) => batches !== 'always' && id !== DECOUPLED);
const noisy = iterative.filter(({ id, batches }) => (batches ?? 'never') !== 'never' && id !== DECOUPLED);

async function runOn({ name, target, model }: Problem, spec: RunSpecInput) {
  const given: RunSpecInput = { target: [target], model, lambda: 1, standardize: 'all' };
  const trained = await trainModel(
    await tableOf(`data/${name}.csv`),
    { ...given, ...spec },
    { compare: false },
  );
  const { dataLoss, penalty } = trained.result.now;
  return { ...trained, objective: dataLoss + penalty };
}

const optima = new Map<string, Promise<number>>();

/** J* by the solver that is taken where none is chosen. */
function optimumOf(problem: Problem): Promise<number> {
  const known = optima.get(problem.name) ?? runOn(problem, {}).then(({ objective }) => objective);
  optima.set(problem.name, known);
  return known;
}

async function excess(problem: Problem, spec: RunSpecInput): Promise<number> {
  const { objective, result } = await runOn(problem, spec);
  expect(['iterations', 'converged']).toContain(result.descent?.reason);
  return objective / (await optimumOf(problem)) - 1;
}

describe.each(PROBLEMS)('$model on $name', (problem) => {
  it.each(full)('$id over all rows reaches J* within 1e-6', async ({ id }) => {
    const schedule = { id: id === AS_IT_FALLS ? 'cosine' : 'constant' };
    const found = await excess(problem, { solver: id, iterations: problem.updates.full, schedule });
    expect(found).toBeGreaterThan(-1e-12);
    expect(found).toBeLessThan(1e-6);
  });

  it.each(noisy)('$id in batches reaches J* within 1e-3 as its rate falls', async ({ id }) => {
    const single = id === 'stochastic';
    const iterations = single ? problem.updates.single : problem.updates.batches;
    const batchSize = single ? 0 : 32;
    const schedule = { id: 'cosine' };
    const found = await excess(problem, { solver: id, iterations, batchSize, schedule });
    expect(found).toBeGreaterThan(-1e-12);
    expect(found).toBeLessThan(1e-3);
  });
});

describe('AdamW', () => {
  it('comes to rest at another model than ridge, and Adam does not', async () => {
    const [diabetes] = PROBLEMS;
    const spec = { iterations: 4000, schedule: { id: 'cosine' } };
    const exact = await runOn(diabetes, {});
    const away = async (solver: string) => {
      const { result } = await runOn(diabetes, { ...spec, solver });
      const wanted = exact.result.now.standardized;
      const distance = Math.hypot(...result.now.standardized.map((value, j) => value - wanted[j]!));
      return distance / Math.hypot(...wanted);
    };
    expect(await away('adam')).toBeLessThan(1e-8);
    expect(await away(DECOUPLED)).toBeGreaterThan(0.03);
  });
});

/** Twelve rows: numbers, two classes, three classes, and counts. */
const small = `x,z,number,two,three,count\n${Array.from({ length: 12 }, (_, i) => {
  const [x, z] = [Math.sin(i * 1.7), Math.cos(i * 2.3)];
  const row = [x, z, 2 * x - z + Math.sin(i), (i * 5) % 3 > 1 ? 'yes' : 'no', 'abc'[i % 3], i % 4];
  return row.join(',');
}).join('\n')}\n`;

const TARGETS = {
  number: 'number',
  count: 'count',
  twoClasses: 'two',
  classes: 'three',
  any: 'three',
} as const;

describe.each(models.entries())(
  'every start with every solver: $id',
  ({ id: model, task, offers, network }) => {
    const target = TARGETS[task];
    const outputs = task === 'classes' ? ['a', 'b', 'c'] : task === 'twoClasses' ? ['yes'] : [target];
    const values = Object.fromEntries(
      outputs.map((name) => [name, { coefficients: { x: 0.1, z: -0.2 }, intercept: 0.3 }]),
    );
    const fitting = solvers
      .entries()
      .filter(({ needs = [] }) => needs.every((need) => need === 'smooth' || offers.includes(need)));
    const starts = initializers.entries().filter(({ given }) => !network || given !== 'needed');
    const pairs = fitting.flatMap((solver) => starts.map((start) => [start.id, solver.id] as const));

    it.each(pairs)('%s, %s', async (start, solver) => {
      const given = !network && initializers.get(start).given !== 'none';
      const { file, result } = await trainModel(
        await tableFrom(small),
        {
          target: [target],
          features: ['x', 'z'],
          model,
          solver,
          hidden: [3],
          iterations: 5,
          initializer: { id: start, values: given ? values : null },
        },
        { compare: false, trace: true },
      );
      expect(file.spec.initializer.id).toBe(start);
      expect(Number.isFinite(result.now.dataLoss + result.now.penalty)).toBe(true);
      // No rate is safe everywhere for a loss that curves more and more: then it is told.
      if (result.descent?.reason === 'diverged') {
        expect(model).toBe('poisson');
        expect(result.descent.advice?.message).toMatch(/^The learning rate/);
        return;
      }
      if (solvers.get(solver).kind === 'exact') return;
      // It starts where the start says, not where another would.
      expect(file.trace![0]!.iteration).toBe(0);
      if (!given || start !== 'values') return;
      const first = file.trace![0]!.coefficients;
      const own = (outputs.length === 1 ? first : first[outputs[0]!]) as Record<string, number>;
      expect(own['x']).toBeCloseTo(0.1, 12);
      expect(own['z']).toBeCloseTo(-0.2, 12);
    });
  },
);
