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

/** What a solver remembers between two steps beside θ, by its own names. */
export interface Memory {
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, ArrayLike<number>>>;
}

/** Takes one step from a point; null where none gets any further. */
export interface Stepper {
  step(from: Point): Promise<Point | null>;
  memory(): Memory;
}

/** A solver to tolerance: how it names itself, and what steps it takes. */
export interface Arrival {
  readonly id: string;
  readonly label: string;
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
  const { resume } = options;
  const theta = start.slice();
  if (resume) restore(resume, kind, theta, {});
  const best = resume?.arrays['bestTheta'];
  const stopping = new EarlyStopping(options, resume?.numbers, best ? Float64Array.from(best) : null);
  let point = await pointAt(objective, theta);
  const end = (reason: StopReason, iterations: number): IterativeResult => {
    const kept = reason === 'earlyStopping' ? stopping.bestTheta! : point.theta;
    return { reason, iterations, theta: kept, learningRate: 1 };
  };
  if (!isFinitePoint(point)) return end('diverged', 0);
  const scale = resume?.numbers['scale'] ?? (await kktScale(objective, point));
  const stepper = await kind.create(objective, options, resume ?? null, point);
  const stall = new StallWatch(resume?.numbers);
  for (let iteration = resume?.iteration ?? 0; ; iteration++) {
    const resumed = resume?.iteration === iteration;
    const waited = !resumed && (await stopping.sees(point.theta));
    const shown = point;
    if (!resumed) stall.sees(point);
    yield iterateOf(shown, iteration, () => {
      const { numbers, arrays } = stepper.memory();
      const all = { ...numbers, ...stopping.numbers(), ...stall.numbers(), scale };
      const kept = stopping.bestTheta ? { bestTheta: stopping.bestTheta } : {};
      return stateOf(kind.id, iteration, shown.theta, { numbers: all, arrays: { ...arrays, ...kept } });
    });
    if (point.residual <= options.tolerance * scale) return end('converged', iteration);
    if (waited) return end('earlyStopping', iteration);
    if (stall.still) return end('stalled', iteration);
    if (iteration >= options.iterations) return end('iterations', iteration);
    const next = await stepper.step(point);
    if (!next) return end('stalled', iteration);
    point = next;
  }
}

function iterateOf(point: Point, iteration: number, state: () => SolverState): Iterate {
  const { dataLoss, penalty, gradientNorm, theta } = point;
  return { iteration, dataLoss, penalty, gradientNorm, theta, state };
}

function stateOf(
  solver: string,
  iteration: number,
  theta: Float64Array,
  { numbers, arrays }: Memory,
): SolverState {
  const copies = Object.entries(arrays).map(([name, array]) => [name, Array.from(array)] as const);
  return {
    solver,
    iteration,
    theta: Array.from(theta),
    numbers: { ...numbers },
    arrays: Object.fromEntries(copies),
  };
}

/** Steps in a row that lower neither the loss nor its gradient before a run has come as far as doubles go. */
const IDLE_STEPS = 30;

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

  /** True where the run stands still. */
  get still(): boolean {
    return this.#idle >= IDLE_STEPS;
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
