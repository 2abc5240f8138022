import type { PreparedData } from './data/prepare.ts';
import { columnDeviation, scalingOf } from './data/scaling.ts';
import type { Scaling } from './data/types.ts';
import { factorRows } from './linalg/factorRows.ts';
import { solvers } from './solvers/index.ts';
import type { ExactSolver, IterativeSolver, RidgeFamily, RidgeProblem } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';

/** Past this condition of X̃ᵀX̃ + λI the normal equations keep fewer than about 8 digits: the rows' QR takes over. */
const CONDITION_LIMIT = 1e7;
/** Up to this many columns the spectrum, and with it the condition, costs less than a second. */
export const SPECTRUM_LIMIT = 500;

/** A spec and its data, ready to be solved: everything that does not depend on the rows any more. */
export interface Fit {
  readonly spec: RunSpec;
  readonly data: PreparedData;
  readonly scaling: Scaling;
  /** Per design column: original weight × this = weight per standard deviation, as it is shown. */
  readonly displayScale: Float64Array;
  readonly problem: RidgeProblem;
  /** Every exact solution of the problem, also where the model itself is trained by iterations. */
  readonly family: RidgeFamily;
  /** True where the moments could not be trusted, so that the model's own λ is refined over the rows. */
  readonly illConditioned: boolean;
  readonly exactSolver: string;
  /** Set where the spec's solver iterates. */
  readonly iterative: IterativeSolver | null;
  readonly notes: string[];
}

/** λ on the total scale, for a λ in the spec's. */
export function lambdaTotal(fit: Fit, lambda: number): number {
  return fit.spec.lambdaScale === 'total' ? lambda : lambda * fit.data.counts.train;
}

/** Scales the problem and prepares its exact solutions; the `svd` solver costs a pass over the rows. */
export async function prepareFit(spec: RunSpec, data: PreparedData, signal?: AbortSignal): Promise<Fit> {
  const train = data.moments.train;
  const scaling = scalingOf(train, data.plan.columns, spec.standardize, spec.intercept);
  const displayScale =
    spec.standardize === 'none'
      ? Float64Array.from(data.plan.columns, (_, j) => columnDeviation(train, j) || 1)
      : scaling.scale;
  const problem: RidgeProblem = { moments: train, scaling, intercept: spec.intercept, factor: null };
  const chosen = spec.solver === 'auto' ? null : solvers.get(spec.solver);
  const iterative = chosen?.kind === 'iterative' ? chosen : null;
  const exact = chosen?.kind === 'exact' ? chosen : null;
  const notes: string[] = [];
  const total = spec.lambdaScale === 'total' ? spec.lambda : spec.lambda * data.counts.train;
  const { family, solver, illConditioned } = exact
    ? await familyOf(exact, problem, data, signal)
    : await automaticFamily(problem, total, data, notes, signal);
  return {
    spec,
    data,
    scaling,
    displayScale,
    problem,
    family,
    exactSolver: solver,
    illConditioned,
    iterative,
    notes,
  };
}

interface ChosenFamily {
  readonly family: RidgeFamily;
  readonly solver: string;
  readonly illConditioned: boolean;
}

/** Cholesky, unless the moments are too ill-conditioned at this λ to be trusted. */
async function automaticFamily(
  problem: RidgeProblem,
  total: number,
  data: PreparedData,
  notes: string[],
  signal?: AbortSignal,
): Promise<ChosenFamily> {
  const cholesky = await familyOf(exactSolver('cholesky'), problem, data, signal);
  if (problem.moments.p > SPECTRUM_LIMIT) return cholesky;
  const condition = conditionAt(cholesky.family, problem, total);
  if (condition < CONDITION_LIMIT) return cholesky;
  notes.push(
    `The columns nearly repeat one another (condition ${condition.toExponential(0)}), so the rows were solved by their singular values instead of their moments.`,
  );
  return { ...(await familyOf(exactSolver('svd'), problem, data, signal)), illConditioned: true };
}

function exactSolver(id: string): ExactSolver {
  const solver = solvers.get(id);
  if (solver.kind !== 'exact') throw new Error(`${id} is not an exact solver`);
  return solver;
}

async function familyOf(
  solver: ExactSolver,
  problem: RidgeProblem,
  data: PreparedData,
  signal?: AbortSignal,
): Promise<ChosenFamily> {
  if (!solver.needsFactor)
    return { family: solver.prepare(problem), solver: solver.id, illConditioned: false };
  const rows = data.rows('the rows once more, for their QR', signal);
  const factor = await factorRows(rows, problem);
  return { family: solver.prepare({ ...problem, factor }), solver: solver.id, illConditioned: false };
}

/** Condition of X̃ᵀX̃ + λI: with λ > 0 it is at most 1 + σ²max / λ, however singular X̃ is. */
function conditionAt(family: RidgeFamily, problem: RidgeProblem, total: number): number {
  const squared = family.condition ** 2;
  if (total === 0) return squared;
  const { moments, scaling } = problem;
  const d = moments.p + moments.k;
  let trace = 0;
  for (let j = 0; j < moments.p; j++) trace += moments.scatter[j * d + j]! / scaling.scale[j]! ** 2;
  return Math.min(squared, 1 + trace / total);
}
