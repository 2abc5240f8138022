import { toOriginal, toScaled, withoutConstants, zeroWeights } from './data/scaling.ts';
import type { LinearWeights } from './data/types.ts';
import { RidgelineError } from './errors.ts';
import { divergenceAdvice } from './explain/advice.ts';
import { type Fit, lambdaTotal, objectiveOf } from './fit.ts';
import { initializers } from './initializers/index.ts';
import { namedWeights } from './model/describe.ts';
import type { TraceEntry } from './model/modelFile.ts';
import type { SquaredObjective } from './objectives/squared.ts';
import { packTheta, unpackTheta } from './objectives/theta.ts';
import { stream } from './random.ts';
import type { DescentEnd } from './report.ts';
import type { Iterate, IterativeResult, IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';

/** Entries in a trace where the spec leaves the spacing open. */
const TRACE_ENTRIES = 200;

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

/** How a descent ended, and its weights on the optimized scale. */
export interface Descent {
  readonly end: DescentEnd;
  readonly weights: LinearWeights;
}

/**
 * Runs an iterative solver from the spec's start; fills `trace` where given. An aborted signal ends it between two steps,
 * with the weights it had come to.
 */
export async function* descend(
  fit: Fit,
  solver: IterativeSolver,
  tolerance: number,
  trace: TraceEntry[] | null,
  signal?: AbortSignal,
): AsyncGenerator<DescentStep, Descent> {
  const { spec, data } = fit;
  const objective = objectiveOf(fit, 'train', lambdaTotal(fit, spec.lambda));
  const held = data.moments.validation.count > 0 ? objectiveOf(fit, 'validation', 0) : null;
  const start = packTheta(startWeights(fit), spec.intercept);
  const every = spec.traceEvery || Math.max(1, Math.ceil(spec.iterations / TRACE_ENTRIES));
  const steps = solver.run(objective, start, {
    iterations: spec.iterations,
    learningRate: spec.learningRate,
    tolerance,
  });
  let last: Iterate | null = null;
  for (;;) {
    const next: IteratorResult<Iterate, IterativeResult | Stopped> =
      signal?.aborted && last ? { done: true, value: stoppedAt(last, spec, objective) } : await steps.next();
    if (next.done) {
      if (trace && last && trace.at(-1)?.iteration !== last.iteration) trace.push(traceEntry(fit, last));
      return { end: endOf(fit, next.value, objective), weights: unpack(fit, next.value.theta) };
    }
    last = next.value;
    if (trace && last.iteration % every === 0) trace.push(traceEntry(fit, last));
    yield stepOf(fit, last, held);
  }
}

/** An end that the solver did not choose: its last state stands. */
interface Stopped extends Omit<IterativeResult, 'reason'> {
  readonly reason: 'stopped';
}

function stoppedAt({ iteration, theta }: Iterate, spec: RunSpec, objective: SquaredObjective): Stopped {
  const learningRate = spec.learningRate === 'auto' ? 1 / objective.lipschitz() : spec.learningRate;
  return { reason: 'stopped', iterations: iteration, theta, learningRate };
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

function endOf(fit: Fit, result: IterativeResult | Stopped, objective: SquaredObjective): DescentEnd {
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
