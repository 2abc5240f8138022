import { effectiveFreedom } from '../inspect/freedom.ts';
import type { Problem } from './problem.ts';

/** Multiplications, about a tenth of a second, past which the Hessian is not worth what it tells. */
const AFFORDABLE = 1e8;

/**
 * Effective degrees of freedom at an optimum, of all outputs together; null where there are no second derivatives
 * (networks), or where they would cost too much.
 */
export async function freedomAt(problem: Problem, theta: Float64Array): Promise<number | null> {
  const objective = problem.objective(problem.lambdaTotal);
  const { size, penalty } = objective;
  const rows = problem.store ? problem.data.counts.train : 0;
  if (!objective.hessian || (rows + size) * size * size > AFFORDABLE) return null;
  const hessian = new Float64Array(size * size);
  await objective.hessian(theta, hessian);
  const restraint = new Float64Array(size * size);
  penalty.addHessian(restraint);
  const { l1 } = penalty;
  const active = l1 ? Array.from(theta.keys()).filter((at) => theta[at] !== 0 || l1[at] === 0) : null;
  const freedom = effectiveFreedom(hessian, restraint, size, active);
  return Number.isFinite(freedom) ? freedom : null;
}
