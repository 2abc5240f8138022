import { minimizeQuadratic } from '../linalg/quadratic.ts';
import { withoutFree } from '../linalg/reducedQuadratic.ts';
import { shrink } from '../objectives/penalty.ts';
import { backtrack, improves, stride } from './armijo.ts';
import type { Memory, Stepper } from './arrival.ts';
import { dot, type Point, pointAlong, pointAt } from './point.ts';
import type { Objective } from './types.ts';

/** A full step that leaves at most this share of the residual may be followed by one with the same Hessian. */
const REUSE = 0.02;
/** The least curvature of a coordinate, as a share of the largest: one without any would have no minimum. */
const LEAST = 1e-12;

/**
 * Proximal Newton (Lee, Sun & Saunders 2014): the quadratic model of the smooth part plus the L1 part is minimized by
 * coordinate descent, and a line search goes towards its minimum.
 */
export class ProximalNewton implements Stepper {
  readonly polishes = true;
  /** The Hessian that the next step is to use, and where it was taken; null: its own. */
  #kept: { readonly anchor: Float64Array; readonly hessian: Float64Array } | null = null;

  private constructor(private readonly objective: Objective) {}

  static async create(objective: Objective, saved: Memory | null): Promise<ProximalNewton> {
    const stepper = new ProximalNewton(objective);
    const anchor = saved?.arrays['anchor'];
    if (anchor) await stepper.#keep(Float64Array.from(anchor));
    return stepper;
  }

  memory(): Memory {
    return { numbers: {}, arrays: this.#kept ? { anchor: this.#kept.anchor } : {} };
  }

  async step(from: Point): Promise<Point | null> {
    const reused = this.#kept ? await this.#modelStep(from, this.#kept.hessian, true) : null;
    if (reused) return reused;
    await this.#keep(from.theta);
    const fresh = this.#kept ? await this.#modelStep(from, this.#kept.hessian, false) : null;
    return fresh ?? this.#gradientStep(from);
  }

  /** Takes the Hessian at `anchor` for the next step. */
  async #keep(anchor: Float64Array): Promise<void> {
    const n = anchor.length;
    const hessian = new Float64Array(n * n);
    await this.objective.hessian!(anchor, hessian);
    this.#kept = hessian.every(Number.isFinite) && lift(hessian, n) ? { anchor, hessian } : null;
  }

  /** @param whole whether only a full step counts */
  async #modelStep(from: Point, hessian: Float64Array, whole: boolean): Promise<Point | null> {
    const { l1 } = this.objective.penalty;
    const minimum = this.#modelMinimum(from, hessian);
    const direction = minimum.map((value, j) => value - from.theta[j]!);
    const promised = dot(from.gradient, direction) + sharpChange(l1, from.theta, minimum);
    if (!(promised < 0)) return null;
    const full = await pointAt(this.objective, minimum);
    const good = improves(from, full, promised, l1);
    if (!good || full.residual > REUSE * from.residual) this.#kept = null;
    if (good) return full;
    const at = (step: number) => pointAlong(this.objective, from.theta, direction, step);
    return whole ? null : backtrack(from, promised, at, full, 1, l1);
  }

  /** Where gᵀ(z − θ) + ½ (z − θ)ᵀH(z − θ) + Σ l1 |z| is least. */
  #modelMinimum({ theta, gradient }: Point, hessian: Float64Array): Float64Array {
    const n = theta.length;
    const linear = gradient.map((slope, i) => {
      let sum = -slope;
      for (let j = 0, at = i * n; j < n; j++, at++) sum += hessian[at]! * theta[j]!;
      return sum;
    });
    const reduced = withoutFree({ n, hessian, linear, l1: this.objective.penalty.l1 });
    const own = reduced.take(theta);
    minimizeQuadratic(reduced.problem, own);
    const minimum = new Float64Array(n);
    reduced.restore(own, minimum);
    return minimum;
  }

  /** Where the model fails, for want of curvature or of digits: a proximal gradient step. */
  async #gradientStep(from: Point): Promise<Point | null> {
    this.#kept = null;
    const { l1 } = this.objective.penalty;
    const at = (step: number) => {
      const theta = from.theta.map((value, j) => value - step * from.gradient[j]!);
      shrink(theta, l1, step);
      return pointAt(this.objective, theta);
    };
    return stride(from, -(from.gradientNorm ** 2), at, 1 / Math.max(1, from.gradientNorm), l1);
  }
}

/** Gives coordinates without curvature a little, in place; false where none has any. */
function lift(hessian: Float64Array, n: number): boolean {
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, hessian[j * (n + 1)]!);
  for (let j = 0; j < n; j++) hessian[j * (n + 1)] = Math.max(hessian[j * (n + 1)]!, LEAST * largest);
  return largest > 0;
}

/** Σ l1 (|to| − |from|). */
function sharpChange(l1: Float64Array | null, from: Float64Array, to: Float64Array): number {
  let sum = 0;
  if (l1) for (let j = 0; j < l1.length; j++) sum += l1[j]! * (Math.abs(to[j]!) - Math.abs(from[j]!));
  return sum;
}
