import { effectiveFreedom, hessianCondition } from '../inspect/freedom.ts';
import { grouped } from '../numberText.ts';
import type { Objective } from '../solvers/types.ts';
import type { Problem } from './problem.ts';

/** Multiplications, about a tenth of a second, past which the Hessian is not worth what it tells. */
const AFFORDABLE = 1e8;
/** All outputs of a column move together without bending the loss where they bend it by at most this share of each. */
const FLAT = 1e-12;

/** What second derivatives tell of a model. */
export interface Curvature {
  /** Effective degrees of freedom of all outputs together; null where they are not known. */
  readonly degreesOfFreedom: number | null;
  /** The condition number of the Hessian, penalty included, over the weights that move; null where there is none. */
  readonly condition: number | null;
  /** Why something is missing, as sentences. */
  readonly notes: readonly string[];
}

const UNKNOWN: Curvature = { degreesOfFreedom: null, condition: null, notes: [] };

/**
 * The curvature at an optimum. Unknown without second derivatives (networks), and where they would cost too much: that
 * goes by rows and weights alone, so that the same run always tells the same.
 * @param minimum false where theta is no minimum because there is none: its Hessian has no condition
 */
export async function curvatureAt(
  problem: Problem,
  theta: Float64Array,
  minimum: boolean,
): Promise<Curvature> {
  const objective = problem.objective(problem.lambdaTotal);
  const { size, penalty } = objective;
  const rows = problem.store ? problem.data.counts.train : 0;
  if (!objective.hessian) return UNKNOWN;
  if ((rows + size) * size * size > AFFORDABLE) return { ...UNKNOWN, notes: [tooDear(rows, size)] };
  const hessian = new Float64Array(size * size);
  await objective.hessian(theta, hessian);
  if (!hessian.every(Number.isFinite)) return UNKNOWN;
  const restraint = new Float64Array(size * size);
  penalty.addHessian(restraint);
  const active = activeOf(objective, theta);
  const freedom = effectiveFreedom(hessian, restraint, size, active);
  const degreesOfFreedom = Number.isFinite(freedom) ? freedom : null;
  if (!minimum) return { degreesOfFreedom, condition: null, notes: [] };
  const moving = varying(problem, active ?? Array.from(theta.keys()));
  const together = problem.loss.shiftInvariant ? flatTogether(objective, hessian, moving) : 0;
  const condition = hessianCondition(hessian, size, moving, together);
  if (Number.isFinite(condition)) return { degreesOfFreedom, condition, notes: [] };
  return { degreesOfFreedom, condition: null, notes: [SINGULAR] };
}

const SINGULAR =
  'The condition number is infinite: some weights can change together without changing the loss.';

function tooDear(rows: number, size: number): string {
  const of = rows > 0 ? `${grouped(rows)} rows and ` : '';
  return `Degrees of freedom and the condition number were left out: with ${of}${grouped(size)} weights the second derivatives would take too large a share of the training's time.`;
}

/** The numbers of theta that an L1 part lets move; null for all of them. */
function activeOf({ penalty: { l1 } }: Objective, theta: Float64Array): number[] | null {
  return l1 ? Array.from(theta.keys()).filter((at) => theta[at] !== 0 || l1[at] === 0) : null;
}

/** Without the weights of columns that are the same in every row: they stay 0. */
function varying({ scaling, predictor: { size, k } }: Problem, places: readonly number[]): number[] {
  const width = size / k;
  return places.filter((at) => !scaling.constant[at % width]);
}

/** Columns whose weights of all outputs, or intercepts, grow together without bending the loss or the penalty. */
function flatTogether({ size, k }: Objective, hessian: Float64Array, moving: readonly number[]): number {
  const width = size / k;
  const moves = new Set(moving);
  let flat = 0;
  for (let j = 0; j < width; j++) {
    const places = Array.from({ length: k }, (_, t) => t * width + j);
    if (!places.every((at) => moves.has(at))) continue;
    let together = 0;
    let each = 0;
    for (const a of places) {
      each += hessian[a * (size + 1)]!;
      for (const b of places) together += hessian[a * size + b]!;
    }
    if (Math.abs(together) <= FLAT * each) flat++;
  }
  return flat;
}
