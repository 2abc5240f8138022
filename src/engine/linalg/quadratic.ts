import { subgradient } from '../objectives/penalty.ts';
import { solveSigned } from './signedSystem.ts';

/** ½ θᵀHθ − cᵀθ + Σ l1_j |θ_j|. */
export interface Quadratic {
  readonly n: number;
  /** H: n × n, row-major, symmetric, positive semidefinite. */
  readonly hessian: Float64Array;
  /** c. */
  readonly linear: Float64Array;
  /** n factors ≥ 0; null where there is no such part. */
  readonly l1: Float64Array | null;
}

/** Where a descent stands between two sweeps, as plain numbers. */
export interface DescentState {
  /** 1 where the next sweep goes through all coordinates, 0 where it stays with the active ones. */
  readonly full: number;
  /** Sweeps since the active coordinates' system was solved. */
  readonly swept: number;
}

/** A descent between two sweeps: its state and copies of its numbers. */
export interface DescentPlace {
  readonly state: DescentState;
  readonly theta: Float64Array;
  readonly gradient: Float64Array;
}

/** Sweeps before the active system is solved: about as many as cost as much as that. */
const SWEEPS = 10;
const SWEEPS_PER_COORDINATE = 0.25;

/**
 * Cyclic coordinate descent with active sets (Friedman, Hastie & Tibshirani 2010): sweeps stay with the coordinates that
 * are not 0 until another one is farther from its minimum than they are. Where they take long, the active coordinates'
 * linear system is solved as far as their signs hold, so that ill-conditioned problems end too.
 */
export class QuadraticDescent {
  /** Changed in place; coordinates without curvature are 0. */
  readonly theta: Float64Array;
  /** Hθ − c. */
  readonly gradient: Float64Array;
  #full: number;
  #swept: number;

  /** @param theta where to start; taken over. With a state and a gradient it goes on bit for bit from there. */
  constructor(
    private readonly problem: Quadratic,
    theta: Float64Array,
    resume?: { readonly state: DescentState; readonly gradient: Float64Array },
  ) {
    this.theta = theta;
    this.#full = resume?.state.full ?? 1;
    this.#swept = resume?.state.swept ?? 0;
    this.gradient = resume?.gradient ?? new Float64Array(problem.n);
    if (resume) return;
    for (let j = 0; j < problem.n; j++) if (!(this.#curvature(j) > 0)) theta[j] = 0;
    this.#refresh();
  }

  get state(): DescentState {
    return { full: this.#full, swept: this.#swept };
  }

  /** All that the next sweep depends on, as it is now: {@link goBack} takes it. */
  get place(): DescentPlace {
    return { state: this.state, theta: this.theta.slice(), gradient: this.gradient.slice() };
  }

  goBack({ state, theta, gradient }: DescentPlace): void {
    this.theta.set(theta);
    this.gradient.set(gradient);
    this.#full = state.full;
    this.#swept = state.swept;
  }

  /** One sweep; true where the active system was solved after it. */
  sweep(): boolean {
    const all = this.#full === 1;
    let active = 0;
    for (let j = 0; j < this.problem.n; j++) {
      if (all || this.theta[j] !== 0) this.#move(j);
      if (this.theta[j] !== 0) active++;
    }
    this.#swept++;
    const solve = this.#swept >= SWEEPS + SWEEPS_PER_COORDINATE * active;
    if (solve) this.#solve();
    this.#full = this.residual(true) < 0.1 * this.residual() ? 1 : 0;
    return solve;
  }

  /** Solves the active system once more for the last digits, and keeps the solution where it is one. */
  polish(): void {
    this.#refresh();
    const before = this.residual();
    const kept = this.theta.slice();
    this.#solve();
    if (this.residual() <= before) return;
    this.theta.set(kept);
    this.#refresh();
  }

  /**
   * The largest absolute value of the subgradient that is nearest to 0, of coordinates with curvature.
   * @param active only of those that are not 0
   */
  residual(active = false): number {
    const { problem, theta, gradient } = this;
    let largest = 0;
    for (let j = 0; j < problem.n; j++) {
      if ((active && theta[j] === 0) || !(this.#curvature(j) > 0)) continue;
      const own = subgradient(theta[j]!, gradient[j]!, problem.l1 ? problem.l1[j]! : 0);
      largest = Math.max(largest, Math.abs(own));
    }
    return largest;
  }

  /** The objective. */
  value(): number {
    const { problem, theta, gradient } = this;
    let sum = 0;
    for (let j = 0; j < problem.n; j++) {
      sum += 0.5 * theta[j]! * (gradient[j]! - problem.linear[j]!);
      if (problem.l1) sum += problem.l1[j]! * Math.abs(theta[j]!);
    }
    return sum;
  }

  #solve(): void {
    this.#swept = 0;
    if (solveSigned(this.problem, this.theta)) this.#refresh();
  }

  /** Computes the gradient anew: the changes of many sweeps leave rounding in it. */
  #refresh(): void {
    const { problem, theta, gradient } = this;
    for (let j = 0; j < problem.n; j++) gradient[j] = -problem.linear[j]!;
    for (let j = 0; j < problem.n; j++) if (theta[j] !== 0) this.#addColumn(j, theta[j]!);
  }

  /** Moves θ_j to its minimum with the others fixed. */
  #move(j: number): void {
    const { problem, theta, gradient } = this;
    const curvature = this.#curvature(j);
    if (!(curvature > 0)) return;
    const l1 = problem.l1 ? problem.l1[j]! : 0;
    const before = theta[j]!;
    const pull = curvature * before - gradient[j]!;
    const value = pull > l1 ? (pull - l1) / curvature : pull < -l1 ? (pull + l1) / curvature : 0;
    if (value === before) return;
    theta[j] = value;
    this.#addColumn(j, value - before);
  }

  #addColumn(j: number, factor: number): void {
    const { gradient, problem } = this;
    const { hessian, n } = problem;
    for (let i = 0, at = j * n; i < n; i++, at++) gradient[i]! += factor * hessian[at]!;
  }

  #curvature(j: number): number {
    return this.problem.hessian[j * (this.problem.n + 1)]!;
  }
}

/** Sweeps go on until a residual of this share of the largest |c_j|, and the active system's solution does the rest. */
const NEAR = 1e-9;
/** Far more than what a problem needs that can be solved at all. */
const MOST_SWEEPS = 10_000;

/**
 * Minimizes from `theta`, in place, to as many digits as doubles hold; exact zeros where the L1 part holds.
 * @returns the largest absolute value of the subgradient that is nearest to 0
 */
export function minimizeQuadratic(problem: Quadratic, theta: Float64Array): number {
  const descent = new QuadraticDescent(problem, theta);
  const goal = NEAR * problem.linear.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let best = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < MOST_SWEEPS && descent.residual() > goal; sweep++) {
    if (!descent.sweep()) continue;
    const value = descent.value();
    if (!(value < best - Number.EPSILON * Math.abs(best)) && best < Number.POSITIVE_INFINITY) break;
    best = value;
  }
  descent.polish();
  return descent.residual();
}
