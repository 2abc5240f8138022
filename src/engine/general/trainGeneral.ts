import type { PreparedData } from '../data/prepare.ts';
import { dataWarnings } from '../data/warnings.ts';
import { descend } from '../descent.ts';
import { summarize } from '../model/summary.ts';
import type { DescentEnd, Warning } from '../report.ts';
import { solvers } from '../solvers/index.ts';
import type { IterativeSolver } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import {
  asEvents,
  MEMORY_LIMIT,
  type TrainEvent,
  type TrainOptions,
  WATCH_TOLERANCE,
  working,
} from '../training.ts';
import { createProblem } from './createProblem.ts';
import { curvatureAt } from './curvature.ts';
import { curveSteps } from './curve.ts';
import { GeneralModel } from './generalModel.ts';
import { chosenSolver, minimize, takesBatches } from './optimum.ts';
import type { Problem } from './problem.ts';
import { runawayNote, runsAway } from './runaway.ts';
import { scoreThetas } from './scores.ts';
import { type Solved, solve } from './solve.ts';

/** Steps towards the model without λ, which may not exist: separable classes have none. */
const COMPARED_STEPS = 50;

/**
 * Trains what has no closed form: any loss, any penalty, a network. A convex model is taken to its minimum; a chosen
 * solver's own weights are the model where one is chosen. Events and aborts as in `train`.
 */
export async function* trainGeneral(
  spec: RunSpec,
  data: PreparedData,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, GeneralModel> {
  const clock = options.now ?? (() => 0);
  const started = clock();
  const problem = await createProblem(spec, data, {
    memoryLimitBytes: options.memoryLimitBytes ?? MEMORY_LIMIT,
    rows: wantsRows(spec),
  });
  const chosen = chosenSolver(problem);
  const warnings = dataWarnings(data, spec);
  yield { type: 'data', summary: summarize(problem, warnings) };
  const solved = yield* solve(problem, chosen, options);
  const elapsed = () => clock() - started;
  const model = yield* assemble(problem, solved, warnings, elapsed, options);
  if (options.signal?.aborted) return model;
  if (options.live || (options.watch && !chosen)) yield { type: 'model', model };
  if (options.live) model.curve = yield* working(curveSteps(problem, options.signal));
  if (options.watch && !chosen) model.descent = yield* watchDescent(problem, solved, options.signal);
  return model;
}

/** True where rows are needed although moments would do: for batches, and for scores in the target's own unit. */
function wantsRows(spec: RunSpec): boolean {
  if (spec.targetTransform !== 'none') return true;
  return spec.solver !== 'auto' && takesBatches(spec, solvers.get(spec.solver));
}

/** Scores the model beside λ = 0 and what tells nothing, and puts everything together. */
async function* assemble(
  problem: Problem,
  { theta, descent, optimum, solver, end, trace }: Solved,
  warnings: readonly Warning[],
  elapsed: () => number,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, GeneralModel> {
  const zero =
    options.compare === false ? null : yield* working(withoutPenalty(problem, theta, end, options));
  const scored = await scoreThetas(problem, theta, zero);
  const { dataLoss } = descent || !optimum ? await problem.objective(0).evaluate(theta, null) : optimum;
  const model = new GeneralModel(problem, {
    theta,
    zero,
    ...scored,
    dataLoss,
    curvature: await curvatureAt(problem, theta, end.reason !== 'noMinimum'),
    optimum: optimum ? optimum.value : null,
    warnings,
    solver,
    elapsedMs: elapsed(),
  });
  model.descent = end;
  model.convergence = end;
  model.state = descent?.state ?? null;
  model.trace = trace;
  return model;
}

/** A gradient descent from the spec's start beside a model that stands. */
async function* watchDescent(
  problem: Problem,
  { optimum, end }: Solved,
  signal?: AbortSignal,
): AsyncGenerator<TrainEvent, DescentEnd> {
  const watcher = solvers.get('gradientDescent') as IterativeSolver;
  const { lambdaTotal } = problem;
  const settings = { lambdaTotal, tolerance: WATCH_TOLERANCE, optimum: optimum?.theta ?? null, signal };
  const watched = (yield* asEvents(descend(problem, watcher, settings))).end;
  return end.reason === 'noMinimum' && watched.reason === 'converged'
    ? { ...watched, reason: end.reason }
    : watched;
}

/** The same model without λ, to be compared; null where it has no penalty or would be another network. */
async function* withoutPenalty(
  problem: Problem,
  theta: Float64Array,
  { reason: ended }: DescentEnd,
  { signal }: TrainOptions,
) {
  if (problem.lambdaTotal === 0) return theta;
  // A stopped descent is to stand at once; and what has no minimum with a penalty has none without.
  if (ended === 'noMinimum' || signal?.aborted) return null;
  if (problem.model.network || !problem.features.has('convex')) return null;
  const { reason, theta: found } = yield* minimize(problem, 0, theta, signal, COMPARED_STEPS);
  const arrived = reason === 'converged' || reason === 'stalled';
  if (arrived && !(yield* runsAway(problem, 0, found, signal))) return found;
  problem.notes.push(arrived ? runawayNote(problem, 'Without λ') : 'Without λ no best model was found.');
  return null;
}
