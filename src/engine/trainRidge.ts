import type { PreparedData } from './data/prepare.ts';
import { toOriginal, toScaled } from './data/scaling.ts';
import type { LinearWeights } from './data/types.ts';
import { dataWarnings } from './data/warnings.ts';
import { descend } from './descent.ts';
import { type Fit, lambdaTotal, objectiveOf, prepareFit } from './fit.ts';
import { createProblem } from './general/createProblem.ts';
import { takesBatches } from './general/optimum.ts';
import { refine } from './linalg/refine.ts';
import { allSteps, type Steps } from './linalg/steps.ts';
import { baselineWeights } from './metrics/momentsScore.ts';
import type { TraceEntry } from './model/modelFile.ts';
import { scoreModels } from './model/scores.ts';
import { summarize } from './model/summary.ts';
import { TrainedModel } from './model/trainedModel.ts';
import { packTheta, unpackTheta } from './objectives/theta.ts';
import type { Warning } from './report.ts';
import { solvers } from './solvers/index.ts';
import { SPECTRUM_LIMIT } from './solvers/normalEquations.ts';
import type { IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';
import { asEvents, MEMORY_LIMIT, type TrainEvent, type TrainOptions, WATCH_TOLERANCE } from './training.ts';

/** Up to this many cells a pass over the rows takes a few milliseconds, wherever they are: the model must not depend on it. */
const REFINE_CELLS = 200_000;

/** Cells of a step of a watched descent over rows: about a thirtieth of a second. */
const WATCHED_CELLS = 4_000_000;

/**
 * Trains squared error with a plain L2 penalty: exactly, or by the chosen solver's own steps. Events and aborts as in
 * `train`.
 */
export async function* trainRidge(
  spec: RunSpec,
  data: PreparedData,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, TrainedModel> {
  const clock = options.now ?? (() => 0);
  const started = clock();
  const fit = await prepareFit(spec, data, options.signal);
  const watch = options.watch && !tooWideToWatch(fit);
  if (options.watch && !watch && !fit.iterative) fit.notes.push(NOT_WATCHED);
  const warnings = dataWarnings(data, spec);
  yield { type: 'data', summary: summarize(fit, warnings) };
  const finish = (scaled: LinearWeights, solver: string) =>
    assemble(fit, scaled, solver, warnings, () => clock() - started, options);
  if (fit.iterative) return yield* trainIteratively(fit, fit.iterative, finish, options);
  const model = await finish(await exactWeights(fit, options.signal), fit.exactSolver);
  const enliven = options.live && !model.live;
  if (enliven && fit.family.knowsSpectrum) allSteps(fit.family.enliven());
  if (enliven || watch) yield { type: 'model', model };
  if (enliven) yield* background(fit.family.enliven(), options.signal);
  if (!watch || (enliven && options.signal?.aborted)) return model;
  const watcher = solvers.get('gradientDescent') as IterativeSolver;
  const optimum = packTheta(model.outcome.scaled, spec.intercept);
  const settings = { lambdaTotal: lambdaTotal(fit, spec.lambda), tolerance: WATCH_TOLERANCE, optimum };
  const problem = await ridgeProblem(fit, watcher, options);
  const descent = yield* asEvents(descend(problem, watcher, { ...settings, signal: options.signal }));
  model.descent = descent.end;
  return model;
}

/** What a descent works on: the moments, or the rows where it takes them a few at a time or where they are fewer. */
function ridgeProblem({ spec, data, dual }: Fit, solver: IterativeSolver, options: TrainOptions) {
  return createProblem(spec, data, {
    memoryLimitBytes: options.memoryLimitBytes ?? MEMORY_LIMIT,
    rows: takesBatches(spec, solver),
    ...(dual ? { lipschitz: (total) => dual.lipschitz(total) } : {}),
  });
}

const NOT_WATCHED = 'No descent is shown: with so many columns each of its steps would take too long.';

/** True where a step of the descent would go through millions of cells. */
function tooWideToWatch({ dual, data }: Fit): boolean {
  return dual !== null && data.counts.train * data.plan.columns.length > WATCHED_CELLS;
}

/** The exact solution on the optimized scale; refined over the rows where the moments could not be trusted. */
async function exactWeights(fit: Fit, signal?: AbortSignal): Promise<LinearWeights> {
  const { spec, data, scaling, family, primal } = fit;
  const total = lambdaTotal(fit, spec.lambda);
  const solved = family.solve(total);
  if (!primal || !worthRefining(fit) || (total === 0 && family.singular)) return solved;
  const rows = () => data.rows('residuals in doubled precision', signal);
  const { weights } = await refine(rows, toOriginal(solved, scaling), primal.problem, primal.family, total);
  return toScaled(weights, scaling);
}

/** Always where the moments lost digits; where the rows are few, the last digits cost nothing. */
function worthRefining({ illConditioned, data: { plan, counts } }: Fit): boolean {
  return illConditioned || counts.train * plan.columns.length <= REFINE_CELLS;
}

type Finish = (scaled: LinearWeights, solver: string) => Promise<TrainedModel>;

async function* trainIteratively(
  fit: Fit,
  solver: IterativeSolver,
  finish: Finish,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, TrainedModel> {
  const trace: TraceEntry[] | null = options.trace ? [] : null;
  const { spec, family } = fit;
  const total = lambdaTotal(fit, spec.lambda);
  const problem = await ridgeProblem(fit, solver, options);
  const { signal, resume } = options;
  const optimum = options.watch ? packTheta(family.solve(total), spec.intercept) : null;
  const settings = { lambdaTotal: total, tolerance: null, trace, optimum, signal, resume };
  const { end, theta, state } = yield* asEvents(descend(problem, solver, settings));
  const model = await finish(
    unpackTheta(theta, fit.data.moments.train.p, fit.data.moments.train.k, spec.intercept),
    solver.id,
  );
  model.descent = end;
  model.state = state;
  model.trace = trace;
  return model;
}

function* background(steps: Steps<void>, signal?: AbortSignal): Generator<TrainEvent, void> {
  for (const _ of steps) {
    if (signal?.aborted) return;
    yield { type: 'work' };
  }
}

/** Scores the model beside λ = 0 and the mean, and puts everything together. */
async function assemble(
  fit: Fit,
  scaled: LinearWeights,
  solver: string,
  warnings: readonly Warning[],
  elapsed: () => number,
  options: TrainOptions,
): Promise<TrainedModel> {
  const { data, scaling, family } = fit;
  const total = lambdaTotal(fit, fit.spec.lambda);
  const affordable = family.order <= SPECTRUM_LIMIT;
  const degreesOfFreedom = affordable ? family.degreesOfFreedom(total) : null;
  const optimum = await optimumOf(fit, fit.iterative ? family.solve(total) : scaled);
  const zeroScaled = family.solveRoughly(0);
  const models = [
    toOriginal(scaled, scaling),
    toOriginal(zeroScaled, scaling),
    baselineWeights(data.moments.train),
  ];
  // A stopped descent is to stand at once: its scores come from the moments.
  const source = options.signal?.aborted ? 'moments' : options.absoluteErrors ? 'rows' : 'cheapest';
  const { scores, details, note } = await scoreModels(fit, models, source, options.signal);
  if (note) fit.notes.push(note);
  const [now, zero, baseline] = scores;
  return new TrainedModel(fit, {
    scaled,
    now: now!,
    details,
    zero: zero!,
    baseline: baseline!,
    zeroScaled,
    degreesOfFreedom,
    optimum,
    warnings,
    elapsedMs: elapsed(),
    solver,
  });
}

async function optimumOf(fit: Fit, solution: LinearWeights): Promise<number> {
  const { spec } = fit;
  const objective = objectiveOf(fit, lambdaTotal(fit, spec.lambda));
  const { dataLoss, penalty } = await objective.evaluate(packTheta(solution, spec.intercept), null);
  return dataLoss + penalty;
}
