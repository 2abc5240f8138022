import { RidgelineError, throwIfAborted } from '../errors.ts';
import { missingFeature } from '../features.ts';
import type { Predictor } from '../objectives/types.ts';
import { withDefaults } from '../registry.ts';
import { hessianCost } from '../solvers/hessianCost.ts';
import { solvers } from '../solvers/index.ts';
import { ARRIVED, SETTLED } from '../solvers/kkt.ts';
import type { Iterate, IterativeResult, IterativeSolver, Objective, Solver } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import type { Problem } from './problem.ts';

/** Newton's equations of more numbers than this take longer than many gradients. */
const NEWTON_LIMIT = 2000;
/** What Newton takes on its way, and L-BFGS where columns depend on each other: 298 evaluations on digits, measured. */
const HESSIANS = 8;
const EVALUATIONS = 300;
/** Steps that no convex problem has needed. */
const MOST_STEPS = 10_000;

/** The solver that takes a problem to its minimum. */
export function automaticSolver({ features, predictor }: Problem, objective: Objective): IterativeSolver {
  return solvers.get(automaticId(features.has('hessian'), predictor, objective)) as IterativeSolver;
}

function automaticId(curved: boolean, { size, k }: Predictor, { hessian, penalty }: Objective): string {
  if (!curved || !hessian || size > NEWTON_LIMIT) return 'lbfgs';
  if (penalty.l1) return 'coordinateDescent';
  return HESSIANS * hessianCost(size, k) <= EVALUATIONS ? 'newton' : 'lbfgs';
}

/** The chosen solver, or null for `auto`; throws `bad-spec` where it cannot solve this problem. */
export function chosenSolver(problem: Problem): IterativeSolver | null {
  const { spec, features, model } = problem;
  if (spec.solver === 'auto') return null;
  const solver = solvers.get(spec.solver);
  const missing = missingFeature(solver, features);
  if (missing === undefined && solver.kind === 'iterative') return solver;
  const why =
    missing === 'ridge' && model.offers.includes('ridge')
      ? 'it solves squared error with a plain L2 penalty only'
      : missing === 'smooth'
        ? 'it needs a penalty without an L1 part'
        : `it cannot train a ${model.label.toLowerCase()} model`;
  throw new RidgelineError(
    'bad-spec',
    `The solver "${solver.label}" does not fit: ${why}. Leave the solver to auto, or choose ${wayOut(problem)}.`,
  );
}

function wayOut({ features }: Problem): string {
  const fitting = solvers
    .entries()
    .filter((solver) => solver.kind === 'iterative' && missingFeature(solver, features) === undefined);
  return fitting
    .map(({ label }) => label)
    .slice(0, 3)
    .join(' or ');
}

/** True where this solver takes rows a few at a time. */
export function takesBatches({ batchSize }: RunSpec, { batches }: Pick<Solver, 'batches'>): boolean {
  return batches === 'always' || (batches === 'optional' && batchSize > 0);
}

/** A minimum, and the iterate that it is. */
export interface Minimum extends IterativeResult {
  readonly last: Omit<Iterate, 'theta' | 'state'>;
}

/**
 * The minimum at a λ on the total scale, from a start that is near it.
 * @returns yields after every step, so that others get their turn; the result's theta is its own array
 */
export async function* minimize(
  problem: Problem,
  lambdaTotal: number,
  start: Float64Array,
  signal?: AbortSignal,
  steps = MOST_STEPS,
): AsyncGenerator<void, Minimum> {
  return yield* minimizeObjective(problem, problem.objective(lambdaTotal), start, { signal, steps });
}

/** The minimum of an objective of the problem's; see {@link minimize}. @param tolerance the spec's, or the usual one, where absent */
export async function* minimizeObjective(
  problem: Problem,
  objective: Objective,
  start: Float64Array,
  {
    signal,
    steps = MOST_STEPS,
    tolerance = problem.spec.tolerance ?? undefined,
  }: { signal?: AbortSignal | undefined; steps?: number; tolerance?: number },
): AsyncGenerator<void, Minimum> {
  const solver = automaticSolver(problem, objective);
  const run = solver.run(objective, start, {
    iterations: steps,
    learningRate: 'auto',
    tolerance: tolerance ?? ARRIVED,
    settled: tolerance === undefined ? SETTLED : 0,
    seed: problem.spec.seed,
    parameters: withDefaults(solver.parameters, {}),
  });
  let last: Iterate | null = null;
  for (;;) {
    const next = await run.next();
    if (next.done) return { ...next.value, last: last ?? NOWHERE };
    last = next.value;
    throwIfAborted(signal);
    yield;
  }
}

/** Of a run that could not start. */
const NOWHERE: Minimum['last'] = {
  iteration: 0,
  dataLoss: Number.NaN,
  penalty: Number.NaN,
  gradientNorm: Number.NaN,
};
