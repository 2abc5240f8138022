import { type DescentState, QuadraticDescent } from '../linalg/quadratic.ts';
import { type Reduced, withoutFree } from '../linalg/reducedQuadratic.ts';
import type { Memory, Stepper } from './arrival.ts';
import { type Point, pointAt } from './point.ts';
import type { Objective } from './types.ts';

/** The share of the largest |c_j| from which on each sweep ends with the active weights' linear system: before any run arrives. */
const NEAR = 1e-7;
/** The share at which a sweep that gains nothing means that digits have ended. */
const DIGITS = 1e-9;

/** Sweeps of coordinate descent over squared error, which one Hessian tells whole. */
export class SweepStepper implements Stepper {
  readonly #objective: Objective;
  readonly #reduced: Reduced;
  readonly #descent: QuadraticDescent;

  private constructor(objective: Objective, reduced: Reduced, descent: QuadraticDescent) {
    this.#objective = objective;
    this.#reduced = reduced;
    this.#descent = descent;
  }

  static async create(objective: Objective, saved: Memory | null, start: Point): Promise<SweepStepper> {
    const n = objective.size;
    const hessian = new Float64Array(n * n);
    const zero = await pointAt(objective, new Float64Array(n));
    await objective.hessian!(zero.theta, hessian);
    const linear = zero.gradient.map((slope) => -slope);
    const reduced = withoutFree({ n, hessian, linear, l1: objective.penalty.l1 });
    const gradient = saved?.arrays['slopes'];
    const resume =
      saved && gradient
        ? {
            state: saved.numbers as unknown as DescentState,
            gradient: Float64Array.from(gradient),
          }
        : undefined;
    const descent = new QuadraticDescent(reduced.problem, reduced.take(start.theta), resume);
    return new SweepStepper(objective, reduced, descent);
  }

  memory(): Memory {
    return { numbers: { ...this.#descent.state }, arrays: { slopes: this.#descent.gradient } };
  }

  /** One sweep; where that comes near the minimum, the last digits too. A sweep that gains nothing is taken back. */
  async step(from: Point): Promise<Point | null> {
    const descent = this.#descent;
    const { place } = descent;
    descent.sweep();
    const { linear } = this.#reduced.problem;
    const size = linear.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const left = descent.residual();
    if (left <= NEAR * size) descent.polish();
    const theta = new Float64Array(from.theta.length);
    this.#reduced.restore(descent.theta, theta);
    const to = await pointAt(this.#objective, theta);
    if (left > DIGITS * size || to.residual < from.residual) return to;
    descent.goBack(place);
    return null;
  }
}
