import { describe, expect, test } from 'vitest';
import { exponential } from '../../../../src/engine/kernels/exponential.ts';
import { coordinateDescent } from '../../../../src/engine/solvers/coordinateDescent.ts';
import { kktAt } from '../../../../src/engine/solvers/kkt.ts';
import { lbfgs } from '../../../../src/engine/solvers/lbfgs.ts';
import { newton } from '../../../../src/engine/solvers/newton.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeResult,
  IterativeSolver,
  Objective,
  SolverState,
} from '../../../../src/engine/solvers/types.ts';
import { LOSSES, type LossCase } from '../objectives/losses/cases.ts';
import { objectiveFor, type ProblemChoice, rowsFor, thetaFor } from '../objectives/scoreProblems.ts';

interface Run {
  readonly steps: (Omit<Iterate, 'state'> & { readonly saved: SolverState | null })[];
  readonly result: IterativeResult;
}

async function runAll(
  solver: IterativeSolver,
  objective: Objective,
  start: Float64Array,
  options: Partial<IterativeOptions> = {},
  saves = false,
): Promise<Run> {
  const steps: Run['steps'] = [];
  const run = solver.run(objective, start, {
    iterations: 500,
    learningRate: 'auto',
    tolerance: 1e-8,
    ...options,
  });
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, result: next.value };
    const { state, ...rest } = next.value;
    steps.push({
      ...rest,
      theta: rest.theta.slice(),
      saved: saves ? JSON.parse(JSON.stringify(state!())) : null,
    });
  }
}

function problemFor(loss: LossCase, choice: ProblemChoice = {}): Objective {
  const objective = objectiveFor(loss, [rowsFor(loss, 120)], choice);
  return { ...objective, features: new Set(objective.hessian ? ['hessian', 'convex'] : []) };
}

const PENALTIES = [
  { lambda: 0, l1Ratio: 0 },
  { lambda: 0.02, l1Ratio: 0 },
  { lambda: 0.05, l1Ratio: 0.5 },
  { lambda: 0.05, l1Ratio: 1 },
];
const SOLVERS = [coordinateDescent, lbfgs, newton];
const solversFor = (l1Ratio: number) => (l1Ratio > 0 ? [coordinateDescent, lbfgs] : SOLVERS);

const cases = LOSSES.flatMap((loss) =>
  [true, false].flatMap((intercept) => PENALTIES.map((penalty) => ({ loss, intercept, ...penalty }))),
);

describe.each(cases)('$loss.name, intercept $intercept, λ $lambda, l1Ratio $l1Ratio', (own) => {
  const objective = problemFor(own.loss, own);

  test('every solver arrives, from 0 and from elsewhere, at the same loss', async () => {
    const values: number[] = [];
    for (const start of [new Float64Array(objective.size), thetaFor(objective.size, 7, 1.5)]) {
      for (const solver of solversFor(own.l1Ratio)) {
        const { result, steps } = await runAll(solver, objective, start);
        expect(result.reason, solver.id).toBe('converged');
        expect(await kktAt(objective, result.theta), solver.id).toBeLessThanOrEqual(1e-8);
        const { dataLoss, penalty } = steps.at(-1)!;
        values.push(dataLoss + penalty);
        expect(steps.map(({ iteration }) => iteration)).toEqual(steps.map((_, at) => at));
      }
    }
    for (const value of values)
      expect(Math.abs(value - values[0]!)).toBeLessThan(1e-12 * (1 + Math.abs(value)));
  });

  test('the solutions agree where there is one', async () => {
    if (own.lambda === 0) return;
    const options = { tolerance: 1e-11 };
    const start = new Float64Array(objective.size);
    const [one, ...others] = await Promise.all(
      solversFor(own.l1Ratio).map((solver) => runAll(solver, objective, start, options)),
    );
    const weights = ({ result }: Run) => result.theta.filter((_, j) => !own.intercept || j % 6 !== 5);
    for (const other of others) {
      weights(other).forEach((weight, j) => {
        expect(weight).toBeCloseTo(weights(one!)[j]!, 8);
      });
    }
    if (own.l1Ratio > 0) expect(weights(one!).some((weight) => weight === 0)).toBe(true);
  });

  test('a run that is saved and resumed goes on bit for bit', async () => {
    for (const solver of solversFor(own.l1Ratio)) {
      const start = thetaFor(objective.size, 7, 1.5);
      const whole = await runAll(solver, objective, start, {}, true);
      for (const at of [0, 1, Math.floor(whole.steps.length / 2), whole.steps.length - 1]) {
        const resume = whole.steps[at]?.saved;
        if (!resume) continue;
        const rest = await runAll(solver, objective, start, { resume }, true);
        expect(rest.steps, solver.id).toEqual(whole.steps.slice(at));
        expect(rest.result).toEqual(whole.result);
      }
    }
  });
});

describe.each(SOLVERS)('$id', (solver) => {
  const logistic = problemFor(LOSSES.find(({ name }) => name === 'logistic')!, { lambda: 0.02 });
  const zeros = new Float64Array(logistic.size);

  test('without a tolerance it goes as far as doubles do, and says that it stalled', async () => {
    const { result } = await runAll(solver, logistic, zeros, { tolerance: 0 });
    expect(result.reason).toBe('stalled');
    expect(await kktAt(logistic, result.theta)).toBeLessThan(1e-14);
  });

  test('stops after its iterations, leaving the start as it was', async () => {
    const start = thetaFor(logistic.size);
    const before = start.slice();
    const { result, steps } = await runAll(solver, logistic, start, { iterations: 2 });
    expect(result).toMatchObject({ reason: 'iterations', iterations: 2 });
    expect(steps).toHaveLength(3);
    expect(start).toEqual(before);
    expect(result.theta).toEqual(steps[2]!.theta);
  });

  test('a loss that is not finite at the start is a divergence', async () => {
    const start = new Float64Array(logistic.size).fill(Number.NaN);
    expect((await runAll(solver, logistic, start)).result.reason).toBe('diverged');
  });

  test('ends early where the validation loss rises', async () => {
    const seen: Float64Array[] = [];
    const validationLoss = (theta: Float64Array) => seen.push(theta.slice());
    const { result } = await runAll(solver, logistic, zeros, { validationLoss, patience: 2 });
    expect(result).toMatchObject({ reason: 'earlyStopping', iterations: 2 });
    expect(result.theta).toEqual(seen[0]);
  });

  test('refuses the state of another solver', async () => {
    const resume = { solver: 'other', iteration: 0, theta: Array.from(zeros), numbers: {}, arrays: {} };
    await expect(runAll(solver, logistic, zeros, { resume })).rejects.toThrow(
      /saved run is of the solver "other"/,
    );
  });
});

test('newton names the solver for an L1 part, and who needs second derivatives the one without', async () => {
  const loss = LOSSES.find(({ name }) => name === 'logistic')!;
  const lasso = problemFor(loss, { lambda: 0.1, l1Ratio: 1 });
  await expect(runAll(newton, lasso, new Float64Array(lasso.size))).rejects.toThrow(/coordinate-descent/);
  const network = problemFor(loss, { hidden: [3] });
  for (const solver of [newton, coordinateDescent])
    await expect(runAll(solver, network, thetaFor(network.size))).rejects.toThrow(/lbfgs/);
});

test('networks arrive with L-BFGS, with and without an L1 part', async () => {
  for (const loss of LOSSES) {
    for (const l1Ratio of [0, 0.5]) {
      const objective = problemFor(loss, { hidden: [3], lambda: 0.05, l1Ratio });
      const { result, steps } = await runAll(lbfgs, objective, thetaFor(objective.size), {
        iterations: 5000,
      });
      expect(['converged', 'stalled'], loss.name).toContain(result.reason);
      expect(await kktAt(objective, result.theta)).toBeLessThan(1e-6);
      const totals = steps.map(({ dataLoss, penalty }) => dataLoss + penalty);
      for (const [at, total] of totals.slice(1).entries())
        expect(total).toBeLessThanOrEqual(totals[at]! + 1e-9 * Math.abs(total));
    }
  }
});

test('a Huber loss is found from far away, where it has no curvature', async () => {
  const loss = LOSSES.find(({ name }) => name === 'huber')!;
  const block = rowsFor(loss, 120);
  const far = { ...block, y: block.y.map((value) => value + 1e6) };
  const objective: Objective = {
    ...objectiveFor(loss, [far], { lambda: 0.02 }),
    features: new Set(['hessian', 'convex']),
  };
  for (const solver of SOLVERS) {
    const { result } = await runAll(solver, objective, new Float64Array(objective.size));
    expect(result.reason, solver.id).toBe('converged');
    expect(result.theta[5]).toBeGreaterThan(9e5);
  }
});

test('Poisson rates that overflow at a full step are reached all the same', async () => {
  const loss = LOSSES.find(({ name }) => name === 'poisson')!;
  const block = rowsFor(loss, 120);
  const large = { ...block, y: block.y.map((value) => Math.round(exponential(7 + value / 3))) };
  const objective: Objective = {
    ...objectiveFor(loss, [large], { lambda: 0.02 }),
    features: new Set(['hessian', 'convex']),
  };
  for (const solver of SOLVERS) {
    const { result } = await runAll(solver, objective, new Float64Array(objective.size));
    expect(result.reason, solver.id).toBe('converged');
  }
});
