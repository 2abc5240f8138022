import { subgradientNorm } from '../objectives/penalty.ts';
import { kktResidual } from './kkt.ts';
import type { Evaluation, Objective } from './types.ts';

/** An evaluated point; nothing of it changes any more. */
export interface Point extends Evaluation {
  readonly theta: Float64Array;
  /** Of the smooth part. */
  readonly gradient: Float64Array;
  /** dataLoss + penalty. */
  readonly value: number;
  /** The largest absolute value of the subgradient that is nearest to 0. */
  readonly residual: number;
  /** The Euclidean norm of the same. */
  readonly gradientNorm: number;
}

/** Evaluates theta, which is kept as it is. */
export async function pointAt(objective: Objective, theta: Float64Array): Promise<Point> {
  const gradient = new Float64Array(theta.length);
  const { dataLoss, penalty } = await objective.evaluate(theta, gradient);
  return {
    theta,
    gradient,
    dataLoss,
    penalty,
    value: dataLoss + penalty,
    residual: kktResidual(objective, theta, gradient, 1),
    gradientNorm: subgradientNorm(theta, gradient, objective.penalty.l1),
  };
}

/** Evaluates `from` + step · direction. */
export function pointAlong(
  objective: Objective,
  from: Float64Array,
  direction: Float64Array,
  step: number,
): Promise<Point> {
  return pointAt(
    objective,
    from.map((value, j) => value + step * direction[j]!),
  );
}

export function isFinitePoint({ value, residual }: Point): boolean {
  return Number.isFinite(value) && Number.isFinite(residual);
}

/** The share of a loss that rounding may change. */
const ROUNDING = 1e-9;

/**
 * True where two losses are so near that rounding may decide between them: a step is then judged by its gradient, in
 * the manner of the approximate Wolfe conditions of Hager & Zhang (2005).
 */
export function nearlySame(value: number, other: number): boolean {
  return Math.abs(value - other) <= ROUNDING * Math.abs(other);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
