import { subgradient } from '../objectives/penalty.ts';
import { backtrack, improves } from './armijo.ts';
import type { CurvatureHistory } from './lbfgsHistory.ts';
import { dot, type Point, pointAt } from './point.ts';
import type { Objective } from './types.ts';

/**
 * A step of OWL-QN (Andrew & Gao 2007): along the quasi-Newton direction of the pseudo-gradient, within the orthant of
 * the point's signs; what would leave it becomes exactly 0. The curvature is that among the weights that move, so that
 * those which stay at 0 do not blur it. Null where no step lowers the loss.
 */
export async function orthantStep(
  objective: Objective,
  from: Point,
  history: CurvatureHistory,
  first: number,
): Promise<Point | null> {
  const l1 = objective.penalty.l1!;
  const { pseudo, direction } = orthantDirection(objective, from, history);
  const slope = dot(pseudo, direction);
  if (!(slope < 0)) return null;
  const at = (step: number) => pointAt(objective, within(from.theta, pseudo, direction, step, l1));
  const to = await at(first);
  return improves(from, to, first * slope, l1) ? to : backtrack(from, slope, at, to, first, l1);
}

/** The pseudo-gradient at a point, and the quasi-Newton direction that a step of OWL-QN takes from it. */
export function orthantDirection(
  { penalty }: Objective,
  from: Point,
  history: CurvatureHistory,
): { readonly pseudo: Float64Array; readonly direction: Float64Array } {
  const l1 = penalty.l1!;
  const pseudo = from.theta.map((value, j) => subgradient(value, from.gradient[j]!, l1[j]!));
  const free = Uint8Array.from(pseudo, (slope, j) => (slope !== 0 || from.theta[j] !== 0 ? 1 : 0));
  const direction = history.direction(pseudo, free);
  for (let j = 0; j < direction.length; j++) {
    if (l1[j]! > 0 && from.theta[j] === 0 && direction[j]! * pseudo[j]! >= 0) direction[j] = 0;
  }
  return { pseudo, direction };
}

/** θ + step · direction, with 0 for penalized weights that would leave the orthant of their signs. */
function within(
  theta: Float64Array,
  pseudo: Float64Array,
  direction: Float64Array,
  step: number,
  l1: Float64Array,
): Float64Array {
  return theta.map((value, j) => {
    const moved = value + step * direction[j]!;
    const sign = value !== 0 ? value : -pseudo[j]!;
    return l1[j]! > 0 && !(moved * sign > 0) ? 0 : moved;
  });
}
