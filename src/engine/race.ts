import type { PreparedData } from './data/prepare.ts';
import { type Descent, type DescentStep, descend } from './descent.ts';
import { RidgelineError } from './errors.ts';
import { createProblem } from './general/createProblem.ts';
import { chosenSolver, minimize, takesBatches } from './general/optimum.ts';
import type { Problem } from './general/problem.ts';
import { initializers } from './initializers/index.ts';
import type { RaceResult, RacerResult } from './report.ts';
import { solvers } from './solvers/index.ts';
import type { IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';
import { MEMORY_LIMIT } from './training.ts';

/** A loss within this share above the lowest has as good as arrived. */
const NEAR = 0.01;
/** More racers cannot be told apart in one chart. */
export const MOST_RACERS = 24;

/** What differs between the racers; everything else is the spec's. */
export interface RaceLanes {
  readonly solvers: readonly string[];
  readonly initializers: readonly string[];
  readonly learningRates: readonly (number | 'auto')[];
}

export type RaceEvent =
  | { readonly type: 'racers'; readonly labels: string[]; readonly optimum: number | null }
  | { readonly type: 'step'; readonly racer: number; readonly iteration: number; readonly loss: number };

export interface RaceOptions {
  readonly signal?: AbortSignal;
  readonly memoryLimitBytes?: number;
  /** Milliseconds since some start. */
  readonly now?: () => number;
}

/** The specs of the racers, one for each solver × initializer × learning rate, in that order. */
export function racersOf(spec: RunSpec, lanes: RaceLanes): RunSpec[] {
  const rates = ratesOf(lanes);
  const racers = [...new Set(lanes.solvers)].flatMap((solver) =>
    [...new Set(lanes.initializers)].flatMap((id) =>
      rates.map((learningRate): RunSpec => {
        const initializer =
          id === spec.initializer.id ? spec.initializer : { id, parameters: {}, values: null };
        return { ...spec, solver: iterative(solver).id, initializer, learningRate };
      }),
    ),
  );
  if (racers.length > 0 && racers.length <= MOST_RACERS) return racers;
  throw new RidgelineError(
    'bad-spec',
    `A race takes 1 to ${MOST_RACERS} racers, and these choices make ${racers.length}. Choose ${racers.length === 0 ? 'at least one solver, start and learning rate' : 'fewer solvers, starts or learning rates'}.`,
  );
}

function ratesOf({ learningRates }: RaceLanes): (number | 'auto')[] {
  const bad = learningRates.find((rate) => rate !== 'auto' && !(rate > 0 && Number.isFinite(rate)));
  if (bad === undefined) return [...new Set(learningRates)];
  throw new RidgelineError('bad-spec', `A learning rate is a number above 0, and ${bad} is not. Change it.`);
}

function iterative(id: string): IterativeSolver {
  const solver = solvers.get(id);
  if (solver.kind === 'iterative') return solver;
  throw new RidgelineError(
    'bad-spec',
    `The solver "${solver.label}" has no steps to race with. Choose solvers that iterate.`,
  );
}

/**
 * Runs several solvers, starts and learning rates on the same data, a step each in turn, so that all can be watched
 * together. The lowest loss is the convex optimum, or for networks the lowest that any racer reached. A stopped race
 * ends with what it has.
 */
export async function* race(
  spec: RunSpec,
  data: PreparedData,
  lanes: RaceLanes,
  options: RaceOptions = {},
): AsyncGenerator<RaceEvent, RaceResult> {
  const { signal, now = () => 0 } = options;
  const racers: Racer[] = [];
  for (const own of racersOf(spec, lanes)) racers.push(await racerOf(own, data, options));
  const optimum = await lowest(racers[0]!.problem, signal);
  const labels = labelsOf(racers.map(({ problem }) => problem.spec));
  yield { type: 'racers', labels, optimum };
  const running = new Set(racers.keys());
  while (running.size > 0 && !signal?.aborted) {
    for (const at of running) {
      const racer = racers[at]!;
      const step = await racer.advance(now);
      if (!step) running.delete(at);
      else yield { type: 'step', racer: at, iteration: step.iteration, loss: step.dataLoss + step.penalty };
    }
  }
  const best = optimum ?? Math.min(...racers.map((racer) => racer.best));
  return {
    optimum: best,
    exact: optimum !== null,
    racers: racers.map((racer, at) => racer.told(labels[at]!, best)),
  };
}

async function racerOf(spec: RunSpec, data: PreparedData, options: RaceOptions): Promise<Racer> {
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const solver = iterative(spec.solver);
  const problem = await createProblem(spec, data, { memoryLimitBytes, rows: takesBatches(spec, solver) });
  chosenSolver(problem);
  return new Racer(problem, solver, options.signal);
}

/** The convex optimum; null for networks. */
async function lowest(problem: Problem, signal?: AbortSignal): Promise<number | null> {
  if (!problem.features.has('convex')) return null;
  const { lambdaTotal, predictor } = problem;
  const steps = minimize(problem, lambdaTotal, new Float64Array(predictor.size), signal);
  for (;;) {
    const next = await steps.next();
    if (!next.done) continue;
    const { dataLoss, penalty } = await problem.objective(lambdaTotal).evaluate(next.value.theta, null);
    return dataLoss + penalty;
  }
}

/** One solver on its way. */
class Racer {
  /** Its lowest loss until now. */
  best = Number.POSITIVE_INFINITY;
  readonly #steps: AsyncGenerator<DescentStep, Descent>;
  readonly #seen: { iteration: number; loss: number; elapsedMs: number }[] = [];
  #elapsedMs = 0;
  #end: Descent['end'] | null = null;

  constructor(
    readonly problem: Problem,
    solver: IterativeSolver,
    signal?: AbortSignal,
  ) {
    this.#steps = descend(problem, solver, { lambdaTotal: problem.lambdaTotal, tolerance: null, signal });
  }

  /** The next step that tells the loss of all rows; null at the end. */
  async advance(now: () => number): Promise<DescentStep | null> {
    const before = now();
    const next = await this.#steps.next();
    this.#elapsedMs += now() - before;
    if (next.done) {
      this.#end = next.value.end;
      return null;
    }
    const { iteration, dataLoss, penalty } = next.value;
    const loss = dataLoss + penalty;
    this.best = Math.min(this.best, loss);
    this.#seen.push({ iteration, loss, elapsedMs: this.#elapsedMs });
    return next.value;
  }

  told(label: string, optimum: number): RacerResult {
    const { solver, initializer, learningRate } = this.problem.spec;
    const near = optimum + NEAR * Math.abs(optimum);
    const arrived = this.#seen.find(({ loss }) => loss <= near);
    const last = this.#seen.at(-1);
    return {
      label,
      solver,
      initializer: initializer.id,
      learningRate: this.#end?.learningRate ?? (learningRate === 'auto' ? null : learningRate),
      iterations: this.#end?.iterations ?? last?.iteration ?? 0,
      reason: this.#end?.reason ?? 'stopped',
      loss: last?.loss ?? null,
      iterationsToNear: arrived?.iteration ?? null,
      millisecondsToNear: arrived?.elapsedMs ?? null,
    };
  }
}

/** What tells the racers apart, in words. */
function labelsOf(specs: readonly RunSpec[]): string[] {
  const differ = (of: (spec: RunSpec) => unknown) => new Set(specs.map(of)).size > 1;
  const starts = differ((spec) => spec.initializer.id);
  const rates = differ((spec) => spec.learningRate);
  return specs.map((spec) =>
    [
      solvers.get(spec.solver).label,
      ...(starts ? [initializers.get(spec.initializer.id).label] : []),
      ...(rates ? [`η ${spec.learningRate}`] : []),
    ].join(' · '),
  );
}
