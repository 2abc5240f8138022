import type { PreparedData } from '../data/prepare.ts';
import { dataWarnings } from '../data/warnings.ts';
import { type Descent, type DescentStep, descend } from '../descent.ts';
import type { TraceEntry } from '../model/modelFile.ts';
import { summarize } from '../model/summary.ts';
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
  const rows =
    spec.targetTransform !== 'none' ||
    (spec.solver !== 'auto' && takesBatches(spec, solvers.get(spec.solver)));
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const problem = await createProblem(spec, data, { memoryLimitBytes, rows });
  const chosen = chosenSolver(problem);
  const warnings = dataWarnings(data, spec);
  yield { type: 'data', summary: summarize(problem, warnings) };
  const watched = chosen !== null && options.watch === true && problem.features.has('convex');
  const optimum = chosen && !watched ? null : yield* working(toOptimum(problem, options));
  const trace: TraceEntry[] | null = options.trace ? [] : null;
  const descent = chosen
    ? yield* asEvents(
        descend(problem, chosen, {
          lambdaTotal: problem.lambdaTotal,
          tolerance: null,
          trace,
          optimum: optimum?.theta ?? null,
          resume: options.resume,
          signal: options.signal,
        }),
      )
    : null;
  const theta = (descent ?? optimum)!.theta;
  if (!descent && (yield* working(runsAway(problem, problem.lambdaTotal, theta, options.signal))))
    problem.notes.push(`${runawayNote(problem, 'Without a penalty')} Choose a λ above 0.`);
  const zero = options.compare === false ? null : yield* working(withoutPenalty(problem, theta, options));
  const scored = await scoreThetas(problem, theta, zero);
  const { dataLoss } = descent ? await problem.objective(0).evaluate(theta, null) : optimum!;
  const model = new GeneralModel(problem, {
    theta,
    zero,
    ...scored,
    dataLoss,
    degreesOfFreedom: await freedomAt(problem, theta),
    optimum: optimum ? optimum.value : null,
    warnings,
    solver: chosen?.id ?? optimum!.solver,
    elapsedMs: clock() - started,
  });
  model.descent = descent?.end ?? optimum!.end;
  model.convergence = model.descent;
  model.state = descent?.state ?? null;
  model.trace = trace;
  if (options.signal?.aborted) return model;
  if (options.live || (options.watch && !chosen)) yield { type: 'model', model };
  if (options.live) model.curve = yield* working(curveSteps(problem, options.signal));
  if (chosen || !options.watch) return model;
  const watcher = solvers.get('gradientDescent') as IterativeSolver;
  const shown = yield* asEvents(
    descend(problem, watcher, {
      lambdaTotal: problem.lambdaTotal,
      tolerance: WATCH_TOLERANCE,
      optimum: theta,
      signal: options.signal,
    }),
  );
  model.descent = shown.end;
  return model;
}

/** The minimum for the spec's λ, its objective, and how it was reached. */
async function* toOptimum(problem: Problem, { signal }: TrainOptions) {
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
