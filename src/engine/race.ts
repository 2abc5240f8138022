import type { PreparedData } from './data/prepare.ts';
import { type Descent, type DescentStep, descend } from './descent.ts';
import { createProblem } from './general/createProblem.ts';
import { chosenSolver, minimize, takesBatches } from './general/optimum.ts';
import type { Problem } from './general/problem.ts';
import { noMinimumNote, runsAway } from './general/runaway.ts';
import { iterative, labelsOf, type RaceLanes, racersOf, takesRate } from './racers.ts';
import type { RaceResult, RacerResult } from './report.ts';
import type { IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';
import { MEMORY_LIMIT } from './training.ts';

/** A loss within this share above the lowest has as good as arrived. */
const NEAR = 0.01;
export type RaceEvent =
  | { readonly type: 'racers'; readonly labels: string[]; readonly optimum: number | null }
  | { readonly type: 'step'; readonly racer: number; readonly iteration: number; readonly loss: number };

export interface RaceOptions {
  readonly signal?: AbortSignal;
  readonly memoryLimitBytes?: number;
  /** Milliseconds since some start. */
  readonly now?: () => number;
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
  const { specs, notes } = racersOf(spec, lanes);
  for (const own of specs) racers.push(await racerOf(own, data, options));
  const { optimum, note } = await lowest(racers[0]!.problem, signal);
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
    racers: racers.map((racer, at) => racer.told(labels[at]!, best, note === null)),
    notes: [...notes, ...(note === null ? [] : [note])],
  };
}

async function racerOf(spec: RunSpec, data: PreparedData, options: RaceOptions): Promise<Racer> {
  const memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT;
  const solver = iterative(spec.solver);
  const problem = await createProblem(spec, data, { memoryLimitBytes, rows: takesBatches(spec, solver) });
  chosenSolver(problem);
  return new Racer(problem, solver, options.signal);
}

/** The convex optimum; null for networks, and where there is none, which is noted. */
async function lowest(
  problem: Problem,
  signal?: AbortSignal,
): Promise<{ readonly optimum: number | null; readonly note: string | null }> {
  if (!problem.features.has('convex')) return { optimum: null, note: null };
  const { lambdaTotal, predictor } = problem;
  const { theta } = await ended(minimize(problem, lambdaTotal, new Float64Array(predictor.size), signal));
  if (await ended(runsAway(problem, lambdaTotal, theta, signal)))
    return { optimum: null, note: noMinimumNote(problem) };
  const { dataLoss, penalty } = await problem.objective(lambdaTotal).evaluate(theta, null);
  return { optimum: dataLoss + penalty, note: null };
}

async function ended<T>(steps: AsyncGenerator<void, T>): Promise<T> {
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
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
    private readonly solver: IterativeSolver,
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

  /** @param exists false where weights grow without end: nobody can have arrived */
  told(label: string, optimum: number, exists: boolean): RacerResult {
    const { solver, initializer, learningRate } = this.problem.spec;
    const near = optimum + NEAR * Math.abs(optimum);
    const arrived = this.#seen.find(({ loss }) => loss <= near);
    const last = this.#seen.at(-1);
    const reason = this.#end?.reason ?? 'stopped';
    return {
      label,
      solver,
      initializer: initializer.id,
      learningRate: !takesRate(this.solver)
        ? null
        : (this.#end?.learningRate ?? (learningRate === 'auto' ? null : learningRate)),
      iterations: this.#end?.iterations ?? last?.iteration ?? 0,
      reason: reason === 'converged' && !exists ? 'noMinimum' : reason,
      loss: last?.loss ?? null,
      iterationsToNear: arrived?.iteration ?? null,
      millisecondsToNear: arrived?.elapsedMs ?? null,
    };
  }
}
