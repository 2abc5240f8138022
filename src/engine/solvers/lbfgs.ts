import { withDefaults } from '../registry.ts';
import { type Arrival, arrive, type Memory, type Stepper } from './arrival.ts';
import { CurvatureHistory } from './lbfgsHistory.ts';
import { orthantDirection, orthantStep } from './orthantStep.ts';
import { type Point, pointAlong } from './point.ts';
import type { IterativeSolver, Objective } from './types.ts';
import { wolfeSearch } from './wolfe.ts';

const parameters = [
  {
    id: 'history',
    label: 'History',
    description: 'Steps that the curvature is estimated from.',
    default: 10,
    min: 1,
    max: 100,
    integer: true,
  },
];

const kind: Arrival = {
  id: 'lbfgs',
  label: 'L-BFGS',
  // Its gradients do not fall with every step, and in the last digits the loss does not show it.
  idleSteps: 30,
  async create(objective, options, saved) {
    const { history } = withDefaults(parameters, options.parameters ?? {});
    const stepper = new LbfgsStepper(objective, new CurvatureHistory(history!));
    if (saved) stepper.load(saved);
    return stepper;
  },
};

/**
 * L-BFGS (Nocedal 1980; Liu & Nocedal 1989), for any objective; with an L1 part OWL-QN (Andrew & Gao 2007).
 */
export const lbfgs: IterativeSolver = {
  kind: 'iterative',
  id: kind.id,
  label: kind.label,
  description:
    'Learns the curvature from its last steps: fast on every model, however many columns, and on networks.',
  parameters,
  goal: 'tolerance',
  batches: 'never',
  run: (objective, start, options) => arrive(kind, objective, start, options),
};

class LbfgsStepper implements Stepper {
  constructor(
    private readonly objective: Objective,
    private readonly history: CurvatureHistory,
  ) {}

  memory(): Memory {
    return { numbers: {}, arrays: this.history.save() };
  }

  load({ arrays }: Memory): void {
    this.history.load(arrays['steps'] ?? [], arrays['changes'] ?? [], this.objective.size);
  }

  ahead(from: Point): number {
    const direction = this.objective.penalty.l1
      ? orthantDirection(this.objective, from, this.history).direction
      : this.history.direction(from.gradient);
    return direction.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  }

  /** Where the estimated curvature leads nowhere it is forgotten, and the step is straight down. */
  async step(from: Point): Promise<Point | null> {
    const next = (await this.#try(from)) ?? (this.history.length > 0 ? await this.#afresh(from) : null);
    if (!next) return null;
    this.history.add(difference(next.theta, from.theta), difference(next.gradient, from.gradient));
    return next;
  }

  #afresh(from: Point): Promise<Point | null> {
    this.history.clear();
    return this.#try(from);
  }

  #try(from: Point): Promise<Point | null> {
    const first = this.history.length > 0 ? 1 : 1 / Math.max(1, from.gradientNorm);
    if (this.objective.penalty.l1) return orthantStep(this.objective, from, this.history, first);
    const direction = this.history.direction(from.gradient);
    const at = (step: number) => pointAlong(this.objective, from.theta, direction, step);
    return wolfeSearch(from, direction, at, first);
  }
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, j) => value - b[j]!);
}
