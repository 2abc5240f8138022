import { isFinitePoint, nearlySame, type Point } from './point.ts';

/** The share of the slope's promise that a step has to keep (Armijo 1966). */
const SHARE = 1e-4;
/** A step is cut to between these shares of itself. */
const [LEAST, MOST] = [0.01, 0.5];
const MOST_CUTS = 40;

/** True where a point lies enough below another; where rounding decides, true where its gradient is smaller. */
export function improves(from: Point, to: Point, promised: number): boolean {
  if (!isFinitePoint(to)) return false;
  if (to.value <= from.value + SHARE * promised && to.value < from.value) return true;
  return nearlySame(to.value, from.value) && to.residual < from.residual;
}

/** How far a step is cut: to the minimum of the parabola through what is known. */
function cutOf(from: Point, to: Point, promised: number): number {
  const excess = to.value - from.value - promised;
  if (!Number.isFinite(excess) || excess <= 0) return 10 * LEAST;
  return Math.min(Math.max((-0.5 * promised) / excess, LEAST), MOST);
}

/**
 * Cuts a step that does not improve on `from` until one does. Null where none does, or where what it promises is lost in
 * rounding.
 * @param slope what a full step promises: the derivative along the direction, below 0; with an L1 part, the model's
 * @param at evaluates a step
 * @param failed the full step
 */
export async function backtrack(
  from: Point,
  slope: number,
  at: (step: number) => Promise<Point>,
  failed: Point,
  full = 1,
): Promise<Point | null> {
  let step = full;
  let to = failed;
  for (let cut = 0; cut < MOST_CUTS; cut++) {
    if (step * Math.abs(slope) <= Number.EPSILON * Math.abs(from.value)) return null;
    step *= cutOf(from, to, step * slope);
    to = await at(step);
    if (improves(from, to, step * slope)) return to;
  }
  return null;
}

/** How much longer a step becomes as long as each is better than the one before. */
const GROWTH = 4;

/** A step down a direction of which nothing is known but its slope: longer and longer while that helps. */
export async function stride(
  from: Point,
  slope: number,
  at: (step: number) => Promise<Point>,
  first: number,
): Promise<Point | null> {
  if (!(slope < 0)) return null;
  let best = await at(first);
  if (!improves(from, best, first * slope)) return backtrack(from, slope, at, best, first);
  for (let step = first * GROWTH, grown = 0; grown < MOST_CUTS; step *= GROWTH, grown++) {
    const longer = await at(step);
    if (!isFinitePoint(longer) || !(longer.value < best.value)) break;
    best = longer;
  }
  return best;
}
