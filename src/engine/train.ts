import type { PreparedData } from './data/prepare.ts';
import { toOriginal, toScaled, withoutConstants, zeroWeights } from './data/scaling.ts';
import type { LinearWeights } from './data/types.ts';
import { dataWarnings } from './data/warnings.ts';
import { RidgelineError, throwIfAborted } from './errors.ts';
import { divergenceAdvice } from './explain/advice.ts';
import { type Fit, isSingular, lambdaTotal, prepareFit } from './fit.ts';
import { initializers } from './initializers/index.ts';
import { refine } from './linalg/refine.ts';
import { baselineWeights } from './metrics/regression.ts';
import { namedWeights } from './model/describe.ts';
import type { TraceEntry } from './model/modelFile.ts';
import { summarize } from './model/summary.ts';
import { TrainedModel } from './model/trainedModel.ts';
import { scoresFromRows } from './model/views.ts';
import { type SquaredObjective, squaredObjective } from './objectives/squared.ts';
import { packTheta, unpackTheta } from './objectives/theta.ts';
import { stream } from './random.ts';
import type { DataSummary, DescentEnd, Warning } from './report.ts';
import { solvers } from './solvers/index.ts';
import type { Iterate, IterativeResult, IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';

/** The gradient's share of its first norm at which a watched descent has arrived: nothing more can be seen. */
const WATCH_TOLERANCE = 1e-6;
/** Entries in a trace where the spec leaves the spacing open. */
const TRACE_ENTRIES = 200;

/** Up to this many cells a pass over the rows takes a few milliseconds, wherever they are: the model must not depend on it. */
const REFINE_CELLS = 200_000;

export interface TrainOptions {
  readonly signal?: AbortSignal;
  /** Also stream a gradient descent from the initializer where the solver is exact. */
  readonly watch?: boolean;
  /** Keep a trace of an iterative solver in the model. */
  readonly trace?: boolean;
  /** Milliseconds since some start; for the time a training took. */
  readonly now?: () => number;
}

/** One step of a descent, with what the panel draws. The arrays are made anew for each call. */
export interface DescentStep {
  readonly iteration: number;
  readonly dataLoss: number;
  readonly penalty: number;
  readonly gradientNorm: number;
  /** Data loss of the validation rows; null without any. */
  readonly validationLoss: number | null;
  /** k × p weights per standard deviation. */
  readonly weights: () => number[];
}

export type TrainEvent =
  | { readonly type: 'data'; readonly summary: DataSummary }
  /** The exact model stands; a watched descent may follow. */
  | { readonly type: 'model'; readonly model: TrainedModel }
  | { readonly type: 'step'; readonly step: DescentStep };

/**
 * Trains a spec on prepared data. Pausing, stepping and stopping are the caller's: it asks for the next event, or
 * returns the generator. Expected failures are {@link RidgelineError}s.
 */
export async function* train(
  spec: RunSpec,
  data: PreparedData,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, TrainedModel> {
  const clock = options.now ?? (() => 0);
  const started = clock();
  const fit = await prepareFit(spec, data, options.signal);
  const warnings = dataWarnings(data, spec);
  yield { type: 'data', summary: summarize(fit, warnings) };
  const finish = (scaled: LinearWeights, solver: string) =>
    assemble(fit, scaled, solver, warnings, () => clock() - started, options.signal);
  if (fit.iterative) return yield* trainIteratively(fit, fit.iterative, finish, options);
  const model = await finish(await exactWeights(fit, options.signal), fit.exactSolver);
  if (!options.watch) return model;
  yield { type: 'model', model };
  const watcher = solvers.get('gradientDescent') as IterativeSolver;
  const descent = yield* descend(fit, watcher, WATCH_TOLERANCE, null, options.signal);
  model.descent = descent.end;
  return model;
}

/** The exact solution on the optimized scale; refined over the rows where the moments could not be trusted. */
async function exactWeights(fit: Fit, signal?: AbortSignal): Promise<LinearWeights> {
  const { spec, data, scaling, problem, family } = fit;
  const total = lambdaTotal(fit, spec.lambda);
  const solved = family.solve(total);
  if (!worthRefining(fit) || (total === 0 && isSingular(family, problem))) return solved;
  const rows = () => data.rows('residuals in doubled precision', signal);
  const { weights } = await refine(rows, toOriginal(solved, scaling), problem, family, total);
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
  const { end, weights } = yield* descend(fit, solver, 0, trace, options.signal);
  const model = await finish(weights, solver.id);
  model.descent = end;
  model.trace = trace;
  return model;
}

/** Runs an iterative solver from the spec's start; fills `trace` where given. */
async function* descend(
  fit: Fit,
  solver: IterativeSolver,
  tolerance: number,
  trace: TraceEntry[] | null,
  signal?: AbortSignal,
): AsyncGenerator<TrainEvent, { end: DescentEnd; weights: LinearWeights }> {
  const { spec, data, scaling } = fit;
  const { train, validation } = data.moments;
  const objective = squaredObjective(train, scaling, spec.intercept, lambdaTotal(fit, spec.lambda));
  const held = validation.count > 0 ? squaredObjective(validation, scaling, spec.intercept, 0) : null;
  const start = packTheta(startWeights(fit), spec.intercept);
  const every = spec.traceEvery || Math.max(1, Math.ceil(spec.iterations / TRACE_ENTRIES));
  const steps = solver.run(objective, start, {
    iterations: spec.iterations,
    learningRate: spec.learningRate,
    tolerance,
  });
  let last: Iterate | null = null;
  for (;;) {
    const next = await steps.next();
    throwIfAborted(signal);
    if (next.done) {
      if (trace && last && trace.at(-1)?.iteration !== last.iteration) trace.push(traceEntry(fit, last));
      return { end: endOf(fit, next.value, objective), weights: unpack(fit, next.value.theta) };
    }
    last = next.value;
    if (trace && last.iteration % every === 0) trace.push(traceEntry(fit, last));
    yield { type: 'step', step: stepOf(fit, last, held) };
  }
}

function stepOf(fit: Fit, iterate: Iterate, held: SquaredObjective | null): DescentStep {
  const { iteration, dataLoss, penalty, gradientNorm, theta } = iterate;
  return {
    iteration,
    dataLoss,
    penalty,
    gradientNorm,
    validationLoss: held ? held.evaluate(theta, null).dataLoss : null,
    weights: () => {
      const { weights, p } = unpack(fit, theta);
      return Array.from(
        weights,
        (weight, at) => (weight / fit.scaling.scale[at % p]!) * fit.displayScale[at % p]!,
      );
    },
  };
}

function unpack(fit: Fit, theta: Float64Array): LinearWeights {
  const { p, k } = fit.data.moments.train;
  return unpackTheta(theta, p, k, fit.spec.intercept);
}

function traceEntry(fit: Fit, { iteration, dataLoss, penalty, theta }: Iterate): TraceEntry {
  const original = toOriginal(unpack(fit, theta), fit.scaling);
  const named = namedWeights(fit.data, original.weights, original.intercept);
  return { iteration, dataLoss, penalty, loss: dataLoss + penalty, ...named };
}

function endOf(fit: Fit, result: IterativeResult, objective: SquaredObjective): DescentEnd {
  const lipschitz = objective.lipschitz();
  const { reason, iterations, learningRate } = result;
  const advice = reason === 'diverged' ? divergenceAdvice(learningRate, lipschitz, fit) : null;
  return { reason, iterations, learningRate, lipschitz, advice };
}

/** The spec's start on the optimized scale: drawn by its initializer, or given in original units. */
function startWeights(fit: Fit): LinearWeights {
  const { spec, data, scaling } = fit;
  const { p, k } = data.moments.train;
  const entry = initializers.get(spec.initializer.id);
  const parameters: Record<string, number> = {};
  for (const parameter of entry.parameters) {
    parameters[parameter.id] = spec.initializer.parameters[parameter.id] ?? parameter.default;
  }
  const given = spec.initializer.values ? toScaled(givenStart(fit, spec.initializer.values), scaling) : null;
  const created = entry.create({
    inputs: p,
    outputs: k,
    random: stream(spec.seed, 'initializer'),
    parameters,
    given,
  });
  return withoutConstants(spec.intercept ? created : { ...created, intercept: new Float64Array(k) }, scaling);
}

function givenStart(fit: Fit, values: NonNullable<RunSpec['initializer']['values']>): LinearWeights {
  const { plan, moments } = fit.data;
  const start = zeroWeights(moments.train.p, moments.train.k);
  const names = new Map(plan.columns.map((column, j) => [column.name, j]));
  for (const [target, { coefficients, intercept }] of Object.entries(values)) {
    const t = plan.targets.findIndex((own) => own.name === target);
    if (t < 0) continue;
    start.intercept[t] = intercept;
    for (const [name, weight] of Object.entries(coefficients)) {
      const j = names.get(name);
      if (j === undefined) {
        throw new RidgelineError(
          'bad-spec',
          `The starting weights name "${name}", which is no column of the model.`,
        );
      }
      start.weights[t * moments.train.p + j] = weight;
    }
  }
  return start;
}

/** Scores the model beside λ = 0 and the mean, from the rows, and puts everything together. */
async function assemble(
  fit: Fit,
  scaled: LinearWeights,
  solver: string,
  warnings: readonly Warning[],
  elapsed: () => number,
  signal?: AbortSignal,
): Promise<TrainedModel> {
  const { data, spec, scaling } = fit;
  const zeroScaled = fit.family.solve(0);
  const models = [
    toOriginal(scaled, scaling),
    toOriginal(zeroScaled, scaling),
    baselineWeights(data.moments.train),
  ];
  const [now, zero, baseline] = await scoresFromRows(data, models, spec.intercept, signal);
  return new TrainedModel(fit, {
    scaled,
    now: now!,
    zero: zero!,
    baseline: baseline!,
    zeroScaled,
    optimum: optimumOf(fit),
    warnings,
    elapsedMs: elapsed(),
    solver,
  });
}

function optimumOf(fit: Fit): number {
  const { spec, data, scaling } = fit;
  const total = lambdaTotal(fit, spec.lambda);
  const objective = squaredObjective(data.moments.train, scaling, spec.intercept, total);
  const { dataLoss, penalty } = objective.evaluate(packTheta(fit.family.solve(total), spec.intercept), null);
  return dataLoss + penalty;
}
