import { elasticNetPenalty } from '../../../../src/engine/objectives/penalty.ts';
import { withDefaults } from '../../../../src/engine/registry.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeResult,
  IterativeSolver,
  Objective,
  SolverState,
} from '../../../../src/engine/solvers/types.ts';

export interface Quadratic {
  /** Curvatures and centres of ½ Σ h_j (θ_j − c_j)². */
  readonly h: readonly number[];
  readonly c: readonly number[];
  /** λ [(1 − ρ)/2 ‖θ‖² + ρ ‖θ‖₁]. */
  readonly lambda?: number;
  readonly l1Ratio?: number;
}

/** A quadratic bowl along the axes, whose every step can be told by hand. */
export function quadratic({ h, c, lambda = 0, l1Ratio = 0 }: Quadratic): Objective {
  const factors = new Float64Array(h.length).fill(1);
  const penalty = elasticNetPenalty({ lambda, l1Ratio, factors });
  return {
    p: h.length,
    k: 1,
    intercept: false,
    size: h.length,
    features: new Set(['convex']),
    penalty,
    batches: null,
    lipschitz: () => Math.max(...h) + penalty.curvature,
    evaluate(theta, gradient) {
      let dataLoss = 0;
      for (const [j, value] of theta.entries()) {
        dataLoss += 0.5 * h[j]! * (value - c[j]!) ** 2;
        if (gradient) gradient[j] = h[j]! * (value - c[j]!);
      }
      if (gradient) penalty.addGradient(theta, gradient);
      return { dataLoss, penalty: penalty.value(theta) };
    },
  };
}

export interface Driven {
  /** With their own copies of theta. */
  readonly steps: Iterate[];
  /** The state at each of them. */
  readonly states: SolverState[];
  readonly result: IterativeResult;
}

/** Runs a solver to its end. */
export async function drive(
  solver: IterativeSolver,
  objective: Objective,
  options: Partial<IterativeOptions> = {},
  start = new Float64Array(objective.size),
): Promise<Driven> {
  const steps: Iterate[] = [];
  const states: SolverState[] = [];
  const run = solver.run(objective, start, {
    iterations: 100,
    learningRate: 'auto',
    tolerance: 0,
    ...options,
  });
  for (;;) {
    const next = await run.next();
    if (next.done) return { steps, states, result: next.value };
    steps.push({ ...next.value, theta: next.value.theta.slice() });
    if (next.value.state) states.push(structuredClone(next.value.state()));
  }
}

/** θ at each iterate. */
export async function path(
  solver: IterativeSolver,
  objective: Objective,
  options: Partial<IterativeOptions>,
  start: readonly number[],
): Promise<number[][]> {
  const parameters = withDefaults(solver.parameters, options.parameters ?? {});
  const { steps } = await drive(solver, objective, { ...options, parameters }, Float64Array.from(start));
  return steps.map(({ theta }) => [...theta]);
}

/** J at theta. */
export async function valueAt(objective: Objective, theta: Float64Array): Promise<number> {
  const { dataLoss, penalty } = await objective.evaluate(theta, null);
  return dataLoss + penalty;
}
