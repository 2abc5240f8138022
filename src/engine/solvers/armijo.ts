import { isFinitePoint, nearlySame, type Point } from './point.ts';

/** The share of the slope's promise that a step has to keep (Armijo 1966). */
const SHARE = 1e-4;
/** A step is cut to between these shares of itself. */
const [LEAST, MOST] = [0.01, 0.5];
const MOST_CUTS = 40;
/** The share of the loss below which what a step promises is lost in rounding, in slopes too. */
const LOST = Number.EPSILON ** 2;

/**
 * True where a point lies enough below another. Where rounding decides between the two losses, the slope at the end of
 * the step tells instead, in the manner of the approximate Wolfe conditions of Hager & Zhang (2005).
 * @param promised what the slope at `from` promises for the step, below 0
 */
export function improves(from: Point, to: Point, promised: number, l1: Float64Array | null = null): boolean {
  if (!isFinitePoint(to)) return false;
  if (nearlySame(to.value, from.value)) return endSlope(from, to, l1) <= (2 * SHARE - 1) * promised;
  return to.value <= from.value + SHARE * promised;
}

/** The derivative at the end of the way from one point to another; of several, the least. */
function endSlope(from: Point, to: Point, l1: Float64Array | null): number {
  let slope = 0;
  for (let j = 0; j < to.theta.length; j++) {
    const value = to.theta[j]!;
    const change = value - from.theta[j]!;
    slope += to.gradient[j]! * change;
    if (l1) slope += value === 0 ? -l1[j]! * Math.abs(change) : l1[j]! * Math.sign(value) * change;
  }
  return slope;
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
  l1: Float64Array | null = null,
): Promise<Point | null> {
  let step = full;
  let to = failed;
  for (let cut = 0; cut < MOST_CUTS; cut++) {
    if (step * Math.abs(slope) <= LOST * Math.abs(from.value)) return null;
    step *= cutOf(from, to, step * slope);
    to = await at(step);
    if (improves(from, to, step * slope, l1)) return to;
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
  l1: Float64Array | null = null,
): Promise<Point | null> {
  if (!(slope < 0)) return null;
  let best = await at(first);
  if (!improves(from, best, first * slope, l1)) return backtrack(from, slope, at, best, first, l1);
  for (let step = first * GROWTH, grown = 0; grown < MOST_CUTS; step *= GROWTH, grown++) {
    const longer = await at(step);
    if (!isFinitePoint(longer) || !(longer.value < best.value)) break;
    best = longer;
  }
  return best;
}
