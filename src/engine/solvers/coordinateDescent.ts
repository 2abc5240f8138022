import { RidgelineError } from '../errors.ts';
import { type Arrival, arrive } from './arrival.ts';
import { ProximalNewton } from './proximalNewton.ts';
import { SweepStepper } from './sweepStepper.ts';
import { refuseTooWide } from './tooWide.ts';
import type { Iterate, IterativeOptions, IterativeResult, IterativeSolver, Objective } from './types.ts';

/**
 * Cyclic coordinate descent for L2, L1 and elastic net: of squared error, sweeps over one quadratic problem; of another
 * convex loss, sweeps over its quadratic model, made anew each outer step.
 */
export const coordinateDescent: IterativeSolver = {
  kind: 'iterative',
  id: 'coordinateDescent',
  label: 'Coordinate descent',
  description:
    'One weight after the other to its best value, and exact zeros with an L1 penalty: the solver for lasso and elastic net.',
  parameters: [],
  goal: 'tolerance',
  batches: 'never',
  needs: ['hessian', 'convex'],
  run,
};

const kind: Arrival = {
  id: coordinateDescent.id,
  label: coordinateDescent.label,
  idleSteps: 4,
  async create(objective, _options, saved, start) {
    if (objective.features.has('moments')) return SweepStepper.create(objective, saved, start);
    return ProximalNewton.create(objective, saved);
  },
};

async function* run(
  objective: Objective,
  start: Float64Array,
  options: IterativeOptions,
): AsyncGenerator<Iterate, IterativeResult> {
  if (!objective.hessian || !objective.features.has('convex')) {
    throw new RidgelineError(
      'bad-spec',
      'Coordinate descent needs a convex loss with second derivatives, which this model does not have. Choose the solver lbfgs.',
    );
  }
  refuseTooWide(objective);
  return yield* arrive(kind, objective, start, options);
}
