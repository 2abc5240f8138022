import type { PreparedData } from '../data/prepare.ts';
import { dataWarnings } from '../data/warnings.ts';
import { type Descent, type DescentStep, descend } from '../descent.ts';
import type { TraceEntry } from '../model/modelFile.ts';
import { summarize } from '../model/summary.ts';
import type { DescentEnd, Warning } from '../report.ts';
import { solvers } from '../solvers/index.ts';
import { kktAt } from '../solvers/kkt.ts';
import type { IterativeSolver } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';
import type { TrainEvent, TrainOptions } from '../train.ts';
import { createProblem } from './createProblem.ts';
import { curveSteps } from './curve.ts';
import { freedomAt } from './freedom.ts';
import { GeneralModel } from './generalModel.ts';
import { automaticSolver, chosenSolver, minimize, takesBatches } from './optimum.ts';
import type { Problem } from './problem.ts';
import { roughStart } from './roughStart.ts';
import { runawayNote, runsAway } from './runaway.ts';
import { scoreThetas } from './scores.ts';

/** Rows are held up to so many bytes unless the caller says otherwise. */
export const MEMORY_LIMIT = 2 ** 30;
/** The gradient's share of its first norm at which a watched descent has arrived: nothing more can be seen. */
const WATCH_TOLERANCE = 1e-6;
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
  if (options.watch && !chosen) model.descent = yield* watchDescent(problem, model.theta, options.signal);
  return model;
}

/** True where rows are needed although moments would do: for batches, and for scores in the target's own unit. */
function wantsRows(spec: RunSpec): boolean {
  if (spec.targetTransform !== 'none') return true;
  return spec.solver !== 'auto' && takesBatches(spec, solvers.get(spec.solver));
}

/** The model's numbers, and how they were come by. */
interface Solved {
  readonly theta: Float64Array;
  /** Of the chosen solver; null where the model is the optimum. */
  readonly descent: Descent | null;
  /** Null where a chosen solver's steps are not held against it. */
  readonly optimum: Optimum | null;
  readonly solver: string;
  readonly end: DescentEnd;
  readonly trace: TraceEntry[] | null;
}

async function* solve(
  problem: Problem,
  chosen: IterativeSolver | null,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, Solved> {
  const trace: TraceEntry[] | null = options.trace ? [] : null;
  if (!chosen) {
    const optimum = yield* working(toOptimum(problem, options));
    const { theta, solver, end } = optimum;
    if (yield* working(runsAway(problem, problem.lambdaTotal, theta, options.signal)))
      problem.notes.push(`${runawayNote(problem, 'Without a penalty')} Choose a λ above 0.`);
    return { theta, descent: null, optimum, solver, end, trace };
  }
  const watched = options.watch === true && problem.features.has('convex');
  const optimum = watched ? yield* working(toOptimum(problem, options)) : null;
  const { lambdaTotal } = problem;
  const { resume, signal } = options;
  const settings = { lambdaTotal, tolerance: null, trace, optimum: optimum?.theta ?? null, resume, signal };
  const descent = yield* asEvents(descend(problem, chosen, settings));
  return { theta: descent.theta, descent, optimum, solver: chosen.id, end: descent.end, trace };
}

/** Scores the model beside λ = 0 and what tells nothing, and puts everything together. */
async function* assemble(
  problem: Problem,
  { theta, descent, optimum, solver, end, trace }: Solved,
  warnings: readonly Warning[],
  elapsed: () => number,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, GeneralModel> {
  const zero = options.compare === false ? null : yield* working(withoutPenalty(problem, theta, options));
  const scored = await scoreThetas(problem, theta, zero);
  const { dataLoss } = descent || !optimum ? await problem.objective(0).evaluate(theta, null) : optimum;
  const model = new GeneralModel(problem, {
    theta,
    zero,
    ...scored,
    dataLoss,
    degreesOfFreedom: await freedomAt(problem, theta),
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
  optimum: Float64Array,
  signal?: AbortSignal,
): AsyncGenerator<TrainEvent, DescentEnd> {
  const watcher = solvers.get('gradientDescent') as IterativeSolver;
  const { lambdaTotal } = problem;
  const settings = { lambdaTotal, tolerance: WATCH_TOLERANCE, optimum, signal };
  return (yield* asEvents(descend(problem, watcher, settings))).end;
}

/** A minimum, and how it was reached. */
interface Optimum {
  readonly theta: Float64Array;
  readonly dataLoss: number;
  /** Data loss and penalty. */
  readonly value: number;
  readonly end: DescentEnd;
  readonly solver: string;
}

/** The minimum for the spec's λ, its objective, and how it was reached. */
async function* toOptimum(problem: Problem, { signal }: TrainOptions): AsyncGenerator<void, Optimum> {
  const { lambdaTotal } = problem;
  const objective = problem.objective(lambdaTotal);
  const start = problem.model.network ? problem.start() : yield* roughStart(problem, lambdaTotal, signal);
  // A convex problem ends by itself; a network may creep on for as long as it is let.
  const steps = problem.model.network ? problem.spec.iterations : undefined;
  const result = yield* minimize(problem, lambdaTotal, start, signal, steps);
  const { theta, reason, iterations, learningRate, last } = result;
  const bound = objective.lipschitz();
  const end = {
    reason,
    iterations,
    learningRate,
    lipschitz: Number.isFinite(bound) ? bound : null,
    kktResidual: last.kktResidual ?? (await kktAt(objective, theta)),
    advice: null,
  };
  const { dataLoss, penalty } = last;
  return { theta, dataLoss, value: dataLoss + penalty, end, solver: automaticSolver(problem, objective).id };
}

/** The same model without λ, to be compared; null where it has no penalty or would be another network. */
async function* withoutPenalty(problem: Problem, theta: Float64Array, { signal }: TrainOptions) {
  if (problem.lambdaTotal === 0) return theta;
  if (problem.model.network || !problem.features.has('convex')) return null;
  const { reason, theta: found } = yield* minimize(problem, 0, theta, signal, COMPARED_STEPS);
  const arrived = reason === 'converged' || reason === 'stalled';
  if (arrived && !(yield* runsAway(problem, 0, found, signal))) return found;
  problem.notes.push(arrived ? runawayNote(problem, 'Without λ') : 'Without λ no best model was found.');
  return null;
}

async function* working<T>(steps: AsyncGenerator<void, T>): AsyncGenerator<TrainEvent, T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    yield { type: 'work' };
  }
}

async function* asEvents(steps: AsyncGenerator<DescentStep, Descent>): AsyncGenerator<TrainEvent, Descent> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    yield { type: 'step', step: next.value };
  }
}
