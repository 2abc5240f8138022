import { RidgelineError } from '../errors.ts';
import { type DampedSystem, factorDamped } from '../linalg/dampedSystem.ts';
import { backtrack, improves, stride } from './armijo.ts';
import { type Arrival, arrive, type Memory, type Stepper } from './arrival.ts';
import { hessianCost } from './hessianCost.ts';
import { dot, type Point, pointAlong } from './point.ts';
import { refuseTooWide } from './tooWide.ts';
import type { Iterate, IterativeOptions, IterativeResult, IterativeSolver, Objective } from './types.ts';

/** Damped Newton steps; of logistic and Poisson models, iteratively reweighted least squares. */
export const newton: IterativeSolver = {
  kind: 'iterative',
  id: 'newton',
  label: 'Newton (IRLS)',
  description:
    'Solves a weighted least-squares problem a step, by second derivatives: few steps, each of them dear with many columns.',
  parameters: [],
  goal: 'tolerance',
  batches: 'never',
  needs: ['hessian', 'smooth'],
  run,
};

const kind: Arrival = {
  id: newton.id,
  label: newton.label,
  idleSteps: 4,
  async create(objective, _options, saved) {
    const anchor = saved?.arrays['anchor'];
    const stepper = new NewtonStepper(objective);
    if (anchor) await stepper.keep(Float64Array.from(anchor));
    return stepper;
  },
};

async function* run(
  objective: Objective,
  start: Float64Array,
  options: IterativeOptions,
): AsyncGenerator<Iterate, IterativeResult> {
  if (!objective.hessian) {
    throw new RidgelineError(
      'bad-spec',
      'Newton needs second derivatives, which this model does not have. Choose the solver lbfgs.',
    );
  }
  if (objective.penalty.l1) {
    throw new RidgelineError(
      'bad-spec',
      'Newton needs a smooth penalty, which L1 is not. Choose the solver coordinate-descent, or an L1 ratio of 0.',
    );
  }
  refuseTooWide(objective);
  return yield* arrive(kind, objective, start, options);
}

/** ln 10⁶: what is left to do where Hessians begin to serve several steps. */
const DIGITS = 13.8;
/** Evaluations beside a new Hessian's own cost that get there with it. */
const FRESH = 2;

/**
 * The share of the residual that a full step may leave if it is to be followed by one with the same Hessian: as many of
 * those as cost a new Hessian and its steps would get as far.
 */
function reusable({ size, k }: Objective): number {
  return Math.exp(-DIGITS / (hessianCost(size, k) + FRESH));
}

/** Newton steps. Near the minimum, where the Hessian hardly changes but costs more than a step, one serves several. */
class NewtonStepper implements Stepper {
  readonly polishes = true;
  /** The Hessian that the next step is to use, and where it was taken; null: its own. */
  #kept: { readonly anchor: Float64Array; readonly system: DampedSystem } | null = null;

  readonly #reusable: number;

  constructor(private readonly objective: Objective) {
    this.#reusable = reusable(objective);
  }

  memory(): Memory {
    return { numbers: {}, arrays: this.#kept ? { anchor: this.#kept.anchor } : {} };
  }

  /** Takes the Hessian at `anchor` for the next step. */
  async keep(anchor: Float64Array): Promise<void> {
    const size = anchor.length;
    const hessian = new Float64Array(size * size);
    await this.objective.hessian!(anchor, hessian);
    const system = hessian.every(Number.isFinite) ? factorDamped(hessian, size) : null;
    this.#kept = system ? { anchor, system } : null;
  }

  async step(from: Point): Promise<Point | null> {
    const reused = this.#kept ? await this.#newtonStep(from, this.#kept.system, true) : null;
    if (reused) return reused;
    await this.keep(from.theta);
    const fresh = this.#kept ? await this.#newtonStep(from, this.#kept.system, false) : null;
    return fresh ?? this.#gradientStep(from);
  }

  /** @param whole whether only a full step counts */
  async #newtonStep(from: Point, system: DampedSystem, whole: boolean): Promise<Point | null> {
    const direction = system.solve(from.gradient.map((slope) => -slope));
    const slope = dot(from.gradient, direction);
    const at = (step: number) => pointAlong(this.objective, from.theta, direction, step);
    if (!(slope < 0)) return null;
    const full = await at(1);
    const good = improves(from, full, slope);
    if (!good || full.residual > this.#reusable * from.residual) this.#kept = null;
    if (good) return full;
    return whole ? null : backtrack(from, slope, at, full);
  }

  /** Where a Newton step fails, for want of curvature or of digits: straight down. */
  async #gradientStep(from: Point): Promise<Point | null> {
    this.#kept = null;
    const direction = from.gradient.map((slope) => -slope);
    const at = (step: number) => pointAlong(this.objective, from.theta, direction, step);
    return stride(from, -dot(direction, direction), at, 1 / Math.max(1, from.gradientNorm));
  }
}
