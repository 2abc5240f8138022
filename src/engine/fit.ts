import type { PreparedData } from './data/prepare.ts';
import { columnDeviation, scalingOf } from './data/scaling.ts';
import type { Scaling } from './data/types.ts';
import { factorRows } from './linalg/factorRows.ts';
import { levelGroups } from './linalg/nullDirections.ts';
import { rowsObjective } from './objectives/rowsSquared.ts';
import { squaredObjective } from './objectives/squared.ts';
import { type DualFamily, dualFamily } from './solvers/dualFamily.ts';
import { solvers } from './solvers/index.ts';
import type {
  ColumnFamily,
  ExactSolver,
  IterativeSolver,
  Objective,
  RidgeFamily,
  RidgeProblem,
} from './solvers/types.ts';
import type { RunSpec } from './spec.ts';

/** Past this condition of X̃ᵀX̃ + λI, its columns brought to one size, the normal equations keep fewer than about 8 digits: the rows' QR takes over. */
const CONDITION_LIMIT = 1e7;
/** Past this condition a solution from moments may keep fewer than about 9 digits in its smaller weights. */
const DOUBTFUL_CONDITION = 1e6;
/** Up to this many columns the rows' QR and its singular values cost less than a second. */
const QR_LIMIT = 500;

/** A spec and its data, ready to be solved: everything that does not depend on the rows any more. */
export interface Fit {
  readonly spec: RunSpec;
  readonly data: PreparedData;
  readonly scaling: Scaling;
  /** Per design column: original weight × this = weight per standard deviation, as it is shown. */
  readonly displayScale: Float64Array;
  /** The problem in its columns, and its solutions; null where the rows are fewer and the dual form is solved. */
  readonly primal: { readonly problem: RidgeProblem; readonly family: ColumnFamily } | null;
  readonly dual: DualFamily | null;
  /** Every exact solution of the problem, also where the model itself is trained by iterations. */
  readonly family: RidgeFamily;
  /** True where the moments could not be trusted, so that the model's own λ is refined over the rows. */
  readonly illConditioned: boolean;
  readonly exactSolver: string;
  /** Set where the spec's solver iterates. */
  readonly iterative: IterativeSolver | null;
  readonly notes: string[];
}

/** λ on the total scale, for a λ in the spec's: the largest double where it would be more. */
export function lambdaTotal({ spec, data }: Pick<Fit, 'spec' | 'data'>, lambda: number): number {
  return spec.lambdaScale === 'total' ? lambda : Math.min(lambda * data.weights.train, Number.MAX_VALUE);
}

/** Scales the problem and prepares its exact solutions; the `svd` solver costs a pass over the rows. */
export async function prepareFit(spec: RunSpec, data: PreparedData, signal?: AbortSignal): Promise<Fit> {
  const train = data.moments.train;
  const scaling = scalingOf(train, data.plan.columns, spec.standardize, spec.intercept);
  const displayScale =
    spec.standardize === 'none'
      ? Float64Array.from(data.plan.columns, (_, j) => columnDeviation(train, j) || 1)
      : scaling.scale;
  const chosen = spec.solver === 'auto' ? null : solvers.get(spec.solver);
  const iterative = chosen?.kind === 'iterative' ? chosen : null;
  const exact = chosen?.kind === 'exact' ? chosen : null;
  const notes: string[] = [];
  const total = lambdaTotal({ spec, data }, spec.lambda);
  const common = { spec, data, scaling, displayScale, iterative, notes };
  if (data.kept && !('scatter' in train)) {
    notes.push(FEWER_ROWS);
    if (total === 0) notes.push(manySolutions(iterative));
    const dual = dualFamily(data.kept, train, scaling, spec.intercept);
    const solver = exact?.id ?? 'cholesky';
    return { ...common, primal: null, dual, family: dual, exactSolver: solver, illConditioned: false };
  }
  if (!('scatter' in train)) throw new Error('neither moments nor rows');
  const groups = levelGroups(data.plan.columns);
  const problem: RidgeProblem = { moments: train, scaling, intercept: spec.intercept, groups, factor: null };
  const { family, solver } = exact
    ? await familyOf(exact, problem, data, signal)
    : await automaticFamily(problem, total, data, notes, signal);
  const illConditioned = !(family.gramCondition(total) < DOUBTFUL_CONDITION);
  if (total === 0 && illConditioned && family.singular) notes.push(manySolutions(iterative));
  return { ...common, primal: { problem, family }, dual: null, family, exactSolver: solver, illConditioned };
}

/** The objective on the training rows: from their moments, or from the rows where those stand in for them. */
export function objectiveOf({ spec, data, scaling, dual }: Fit, total: number): Objective {
  const moments = data.moments.train;
  const { intercept } = spec;
  if ('scatter' in moments) return squaredObjective(moments, scaling, intercept, total);
  if (!dual) throw new Error('neither moments nor rows');
  const shape = { k: moments.k, intercept, lambdaTotal: total };
  return rowsObjective(dual.block, 'train', scaling, shape, () => dual.lipschitz(total));
}

const FEWER_ROWS =
  'There are fewer rows than columns, so the solution was found from the products of rows instead of columns.';

interface ChosenFamily {
  readonly family: ColumnFamily;
  readonly solver: string;
}

function manySolutions(iterative: IterativeSolver | null): string {
  const ending = iterative
    ? 'where the descent ends depends on where it starts.'
    : 'the one with the smallest weights was taken.';
  return `Columns depend on one another, so that without λ many models fit equally well: ${ending} Any λ above 0 settles it.`;
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
  if (problem.moments.p > QR_LIMIT) return cholesky;
  const condition = cholesky.family.gramCondition(total);
  if (condition < CONDITION_LIMIT) return cholesky;
  const size = Number.isFinite(condition) ? ` (condition ${condition.toExponential(0)})` : '';
  notes.push(
    `The columns repeat one another or nearly so${size}, so the rows were solved by their singular values instead of their moments.`,
  );
  return familyOf(exactSolver('svd'), problem, data, signal);
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
  if (!solver.needsFactor) return { family: solver.prepare(problem), solver: solver.id };
  const rows = data.rows('the rows once more, for their QR', signal);
  const factor = await factorRows(rows, problem);
  return { family: solver.prepare({ ...problem, factor }), solver: solver.id };
}
