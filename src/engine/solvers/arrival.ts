import { EarlyStopping } from './earlyStopping.ts';
import { kktScale } from './kkt.ts';
import { isFinitePoint, type Point, pointAt } from './point.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeResult,
  Objective,
  SolverState,
  StopReason,
} from './types.ts';
import { restore } from './walkState.ts';

/** The share of the tolerance at which nobody asks how far off the minimum is: where there is none, it never comes nearer. */
const LEAST = 0.01;

/** What a solver remembers between two steps beside θ, by its own names. */
export interface Memory {
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, ArrayLike<number>>>;
}

/** Takes one step from a point; null where none gets any further. */
export interface Stepper {
  step(from: Point): Promise<Point | null>;
  /**
   * How far off the minimum lies by all that the solver has learned: the largest change of a number of theta. Absent
   * where steps end so near to it that there is nothing to ask.
   */
  ahead?(from: Point): number;
  /** True where one more step from a point that has arrived gains several digits: it is taken, and ends the run. */
  readonly polishes?: boolean;
  memory(): Memory;
}

/** A solver to tolerance: how it names itself, and what steps it takes. */
export interface Arrival {
  readonly id: string;
  readonly label: string;
  /** Steps in a row that lower neither the loss nor its gradient before a run has come as far as doubles go. */
  readonly idleSteps: number;
  /** @param saved what {@link Stepper.memory} told before the run was stopped */
  create(
    objective: Objective,
    options: IterativeOptions,
    saved: Memory | null,
    start: Point,
  ): Promise<Stepper>;
}

/**
 * The loop that solvers to tolerance share: it steps until the KKT residual relative to the gradient at w = 0 is at most
 * the tolerance (`converged`), until no step gets any further (`stalled`), or until it is told to stop. It can be saved
 * at every iterate; a resumed run yields that iterate once more and goes on as if it had not stopped.
 */
export async function* arrive(
  kind: Arrival,
  objective: Objective,
  start: Float64Array,
  options: IterativeOptions,
): AsyncGenerator<Iterate, IterativeResult> {
  const { resume = null } = options;
  const theta = start.slice();
  if (resume) restore(resume, kind, theta, {});
  const point = await pointAt(objective, theta);
  if (!isFinitePoint(point)) return { reason: 'diverged', iterations: 0, theta, learningRate: 1 };
  const scale = resume?.numbers['scale'] ?? (await kktScale(objective, point));
  const stepper = await kind.create(objective, options, resume, point);
  const run = new ArrivalRun(kind, options, point, scale, stepper);
  for (;;) {
    yield await run.look();
    const reason = run.reason ?? (await run.step());
    if (!reason) continue;
    if (reason === 'converged' && (await run.polish())) yield await run.look();
    return run.end(reason);
  }
}

/** A run between two steps. */
class ArrivalRun {
  readonly #stopping: EarlyStopping;
  readonly #stall: StallWatch;
  #iteration: number;
  /** False until a resumed run has shown again what it had judged before it was saved. */
  #judges: boolean;
  #waited = false;
  #polished: boolean;

  constructor(
    private readonly kind: Arrival,
    private readonly options: IterativeOptions,
    private point: Point,
    private readonly scale: number,
    private readonly stepper: Stepper,
  ) {
    const { resume } = options;
    const best = resume?.arrays['bestTheta'];
    this.#stopping = new EarlyStopping(options, resume?.numbers, best ? Float64Array.from(best) : null);
    this.#stall = new StallWatch(resume?.numbers);
    this.#iteration = resume?.iteration ?? 0;
    this.#judges = !resume;
    this.#polished = resume?.numbers['polished'] === 1;
  }

  /** Judges the point, and shows it. */
  async look(): Promise<Iterate> {
    const { point, scale } = this;
    if (this.#judges) {
      this.#waited = await this.#stopping.sees(point.theta);
      this.#stall.sees(point);
    }
    this.#judges = true;
    const { dataLoss, penalty, gradientNorm, theta } = point;
    const shown = { iteration: this.#iteration, dataLoss, penalty, gradientNorm, theta };
    return { ...shown, kktResidual: point.residual / scale, state: () => this.#save() };
  }

  /** Why the run ends here; null where it goes on. */
  get reason(): StopReason | null {
    if (this.#arrived && this.#settled) return 'converged';
    if (this.#waited) return 'earlyStopping';
    const last = this.#iteration >= this.options.iterations;
    if (this.#arrived && (last || this.#isIdle)) return 'converged';
    if (this.#isIdle) return 'stalled';
    return last ? 'iterations' : null;
  }

  get #isIdle(): boolean {
    return this.#stall.idle >= this.kind.idleSteps;
  }

  get #arrived(): boolean {
    return this.point.residual <= this.options.tolerance * this.scale;
  }

  /** A small gradient alone does not tell how far weights are off along which the loss is nearly flat. */
  get #settled(): boolean {
    const { options, point, scale, stepper } = this;
    if (!options.settled || !stepper.ahead) return true;
    if (point.residual <= LEAST * options.tolerance * scale) return true;
    const size = point.theta.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return stepper.ahead(point) <= options.settled * size;
  }

  /** Goes on to the next point; tells that there is none. */
  async step(): Promise<StopReason | null> {
    const next = await this.stepper.step(this.point);
    if (!next) return this.#arrived ? 'converged' : 'stalled';
    this.point = next;
    this.#iteration++;
    return null;
  }

  /** The last step of a run that has arrived, where that pays; false where there is none. */
  async polish(): Promise<boolean> {
    if (!this.stepper.polishes || this.#polished || this.#iteration >= this.options.iterations) return false;
    this.#polished = true;
    const next = await this.stepper.step(this.point);
    if (!next || !(next.residual < this.point.residual)) return false;
    this.point = next;
    this.#iteration++;
    return true;
  }

  end(reason: StopReason): IterativeResult {
    const theta = reason === 'earlyStopping' ? this.#stopping.bestTheta! : this.point.theta;
    return { reason, iterations: this.#iteration, theta, learningRate: 1 };
  }

  #save(): SolverState {
    const { numbers, arrays } = this.stepper.memory();
    const { bestTheta } = this.#stopping;
    const watched = {
      ...this.#stopping.numbers(),
      ...this.#stall.numbers(),
      polished: this.#polished ? 1 : 0,
    };
    const all = { ...arrays, ...(bestTheta ? { bestTheta } : {}) };
    const copies = Object.entries(all).map(([name, array]) => [name, Array.from(array)] as const);
    return {
      solver: this.kind.id,
      iteration: this.#iteration,
      theta: Array.from(this.point.theta),
      numbers: { ...numbers, ...watched, scale: this.scale },
      arrays: Object.fromEntries(copies),
    };
  }
}

/** Tells when steps still move the weights, but no longer towards anything. */
class StallWatch {
  #value: number;
  #residual: number;
  #idle: number;

  constructor(saved: Readonly<Record<string, number>> = {}) {
    this.#value = saved['leastValue'] ?? Number.POSITIVE_INFINITY;
    this.#residual = saved['leastResidual'] ?? Number.POSITIVE_INFINITY;
    this.#idle = saved['idle'] ?? 0;
  }

  /** Steps in a row that led to nothing better. */
  get idle(): number {
    return this.#idle;
  }

  /** Takes the next point. */
  sees({ value, residual }: Point): void {
    const better = value < this.#value - 4 * Number.EPSILON * Math.abs(value) || residual < this.#residual;
    this.#value = Math.min(this.#value, value);
    this.#residual = Math.min(this.#residual, residual);
    this.#idle = better ? 0 : this.#idle + 1;
  }

  numbers(): Record<string, number> {
    return { leastValue: this.#value, leastResidual: this.#residual, idle: this.#idle };
  }
}
