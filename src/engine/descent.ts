import { divergenceAdvice } from './explain/advice.ts';
import { linearWeights, originalWeights } from './general/outputs.ts';
import type { Problem } from './general/problem.ts';
import type { TraceEntry } from './model/modelFile.ts';
import { namedOutputs } from './model/naming.ts';
import { withDefaults } from './registry.ts';
import type { DescentEnd } from './report.ts';
import { ARRIVED, kktAt, SETTLED } from './solvers/kkt.ts';
import { schedules } from './solvers/schedules/index.ts';
import type {
  Iterate,
  IterativeOptions,
  IterativeResult,
  IterativeSolver,
  Objective,
  SolverState,
} from './solvers/types.ts';

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
  /** ‖θ − θ*‖ from the exact optimum; null where that is not known. */
  readonly distance?: number | null;
  /** k × p weights per standard deviation; empty for networks. */
  readonly weights: () => number[];
}

/** How a descent ended, and its weights on the optimized scale. */
export interface Descent {
  readonly end: DescentEnd;
  readonly theta: Float64Array;
  /** What is needed to go on from here; null where the solver does not tell. */
  readonly state: SolverState | null;
}

export interface DescentOptions {
  /** λ on the total scale. */
  readonly lambdaTotal: number;
  /** The share of the first gradient at which it has arrived; null: the spec's, or the solver's own. */
  readonly tolerance: number | null;
  /** Filled where given. */
  readonly trace?: TraceEntry[] | null;
  /** The exact optimum, where it is known. */
  readonly optimum?: Float64Array | null;
  readonly resume?: SolverState | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs an iterative solver from the spec's start. An aborted signal ends it between two steps, with the weights it had
 * come to.
 */
export async function* descend(
  problem: Problem,
  solver: IterativeSolver,
  options: DescentOptions,
): AsyncGenerator<DescentStep, Descent> {
  const { spec } = problem;
  const { signal, trace = null } = options;
  const objective = problem.objective(options.lambdaTotal);
  const every = spec.traceEvery || Math.max(1, Math.ceil(spec.iterations / TRACE_ENTRIES));
  const steps = solver.run(objective, problem.start(), solverOptions(problem, solver, options));
  let last: Iterate | null = null;
  let validation: number | null = null;
  for (;;) {
    const next: IteratorResult<Iterate, IterativeResult | Stopped> =
      signal?.aborted && last
        ? { done: true, value: stoppedAt(last, problem, objective) }
        : await steps.next();
    if (next.done) {
      if (trace && last && trace.at(-1)?.iteration !== last.iteration) trace.push(traceEntry(problem, last));
      const end = await endOf(problem, solver, next.value, objective);
      return { end, theta: next.value.theta, state: last?.state?.() ?? null };
    }
    last = next.value;
    if (trace && !last.partial && last.iteration % every === 0) trace.push(traceEntry(problem, last));
    const step = await stepOf(problem, last, validation, options.optimum ?? null);
    validation = step.validationLoss;
    yield step;
  }
}

function solverOptions(
  { spec, validationLoss }: Problem,
  solver: IterativeSolver,
  { tolerance, resume }: DescentOptions,
): IterativeOptions {
  const schedule = schedules.get(spec.schedule.id);
  return {
    iterations: spec.iterations,
    learningRate: spec.learningRate,
    tolerance: tolerance ?? spec.tolerance ?? (solver.goal === 'tolerance' ? ARRIVED : 0),
    settled: tolerance === null && spec.tolerance === null ? SETTLED : 0,
    seed: spec.seed,
    batchSize: spec.batchSize,
    parameters: withDefaults(solver.parameters, spec.solverParameters),
    schedule: schedule.create(withDefaults(schedule.parameters, spec.schedule.parameters), spec.iterations),
    clip: spec.clip,
    patience: spec.patience,
    ...(validationLoss ? { validationLoss } : {}),
    ...(resume ? { resume } : {}),
  };
}

/** An end that the solver did not choose: its last state stands. */
interface Stopped extends Omit<IterativeResult, 'reason'> {
  readonly reason: 'stopped';
}

function stoppedAt({ iteration, theta, state }: Iterate, { spec }: Problem, objective: Objective): Stopped {
  const automatic = () => state?.().numbers['rate'] ?? 1 / objective.lipschitz();
  const learningRate = spec.learningRate === 'auto' ? automatic() : spec.learningRate;
  return { reason: 'stopped', iterations: iteration, theta, learningRate };
}

async function stepOf(
  problem: Problem,
  iterate: Iterate,
  validationBefore: number | null,
  optimum: Float64Array | null,
): Promise<DescentStep> {
  const { iteration, dataLoss, penalty, gradientNorm, theta, partial } = iterate;
  const { validationLoss } = problem;
  const shown = theta.slice();
  return {
    iteration,
    dataLoss,
    penalty,
    gradientNorm,
    // Between epochs the validation rows would cost more than the steps: the last known loss stands.
    validationLoss: !validationLoss ? null : partial ? validationBefore : await validationLoss(theta),
    distance: optimum ? finiteOrNull(distance(theta, optimum)) : null,
    weights: () => shownWeights(problem, shown),
  };
}

/** k × p weights per standard deviation; a network has none to show. */
export function shownWeights(problem: Problem, theta: Float64Array): number[] {
  const { model, predictor, loss, scaling, displayScale } = problem;
  if (model.network) return [];
  const { weights, p } = linearWeights(theta, predictor, loss.shiftInvariant === true);
  return Array.from(weights, (weight, at) => (weight / scaling.scale[at % p]!) * displayScale[at % p]!);
}

/** Weights of columns as they are may be too far apart for a double. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

function traceEntry(problem: Problem, { iteration, dataLoss, penalty, theta }: Iterate): TraceEntry {
  const losses = { iteration, dataLoss, penalty, loss: dataLoss + penalty };
  const { model, outputs, data } = problem;
  if (model.network) return { ...losses, coefficients: {}, intercept: 0 };
  const original = originalWeights(problem, theta);
  const names = data.plan.columns.map((column) => column.name);
  return { ...losses, ...namedOutputs(outputs, names, original.weights, original.intercept) };
}

async function endOf(
  problem: Problem,
  solver: IterativeSolver,
  result: IterativeResult | Stopped,
  objective: Objective,
): Promise<DescentEnd> {
  const bound = objective.lipschitz();
  const lipschitz = Number.isFinite(bound) ? bound : null;
  const { reason, iterations, learningRate, theta } = result;
  const advice =
    reason === 'diverged'
      ? divergenceAdvice({
          learningRate,
          lipschitz,
          rateLimit: 'rateLimit' in result ? result.rateLimit : undefined,
          bounded: problem.loss.curvature !== null,
          solver,
          spec: problem.spec,
        })
      : null;
  // The residual costs two goes over the rows: a stopped run is to stand at once.
  const kktResidual = reason === 'stopped' || reason === 'diverged' ? null : await kktAt(objective, theta);
  return { reason, iterations, learningRate, lipschitz, kktResidual, advice };
}
