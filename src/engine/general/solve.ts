import { type Descent, descend } from '../descent.ts';
import type { TraceEntry } from '../model/modelFile.ts';
import type { DescentEnd } from '../report.ts';
import { kktAt } from '../solvers/kkt.ts';
import type { IterativeSolver } from '../solvers/types.ts';
import { asEvents, type TrainEvent, type TrainOptions, working } from '../training.ts';
import { automaticSolver, minimize } from './optimum.ts';
import type { Problem } from './problem.ts';
import { roughStart } from './roughStart.ts';
import { noMinimumNote, runsAway } from './runaway.ts';

/** The model's numbers, and how they were come by. */
export interface Solved {
  readonly theta: Float64Array;
  /** Of the chosen solver; null where the model is the optimum. */
  readonly descent: Descent | null;
  /** Null where a chosen solver's steps are not held against it, and where there is none. */
  readonly optimum: Optimum | null;
  readonly solver: string;
  readonly end: DescentEnd;
  readonly trace: TraceEntry[] | null;
}

/** A minimum, and how it was reached. */
export interface Optimum {
  readonly theta: Float64Array;
  readonly dataLoss: number;
  /** Data loss and penalty. */
  readonly value: number;
  readonly end: DescentEnd;
  readonly solver: string;
}

/** The numbers at the problem's λ: its minimum, or what the chosen solver comes to. */
export function solve(
  problem: Problem,
  chosen: IterativeSolver | null,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, Solved> {
  return chosen ? byDescent(problem, chosen, options) : byMinimum(problem, options);
}

async function* byMinimum(problem: Problem, options: TrainOptions): AsyncGenerator<TrainEvent, Solved> {
  const optimum = yield* working(toOptimum(problem, options));
  const { theta, solver, end } = optimum;
  return { theta, descent: null, optimum: existing(optimum), solver, end, trace: options.trace ? [] : null };
}

async function* byDescent(
  problem: Problem,
  chosen: IterativeSolver,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, Solved> {
  const trace: TraceEntry[] | null = options.trace ? [] : null;
  const watched = options.watch === true && problem.features.has('convex');
  const minimum = watched ? yield* working(toOptimum(problem, options)) : null;
  const optimum = minimum && existing(minimum);
  const { lambdaTotal } = problem;
  const { resume, signal } = options;
  const settings = { lambdaTotal, tolerance: null, trace, optimum: optimum?.theta ?? null, resume, signal };
  const descent = yield* asEvents(descend(problem, chosen, settings));
  const { theta } = descent;
  const known = optimum !== null || !isArrival(descent.end) || signal?.aborted === true;
  const end = known ? descent.end : yield* working(endAt(problem, theta, descent.end, signal));
  return { theta, descent, optimum, solver: chosen.id, end, trace };
}

const isArrival = ({ reason }: DescentEnd): boolean => reason === 'converged' || reason === 'stalled';

/** Null where weights grow without end. */
const existing = (optimum: Optimum): Optimum | null => (optimum.end.reason === 'noMinimum' ? null : optimum);

/** The minimum for the problem's λ, its objective, and how it was reached. */
async function* toOptimum(problem: Problem, { signal }: TrainOptions): AsyncGenerator<void, Optimum> {
  const { lambdaTotal } = problem;
  const objective = problem.objective(lambdaTotal);
  const start = problem.model.network ? problem.start() : yield* roughStart(problem, lambdaTotal, signal);
  // A convex problem ends by itself; a network may creep on for as long as it is let.
  const steps = problem.model.network ? problem.spec.iterations : undefined;
  const result = yield* minimize(problem, lambdaTotal, start, signal, steps);
  const { theta, reason, iterations, learningRate, last } = result;
  const bound = objective.lipschitz();
  const reached = {
    reason,
    iterations,
    learningRate,
    lipschitz: Number.isFinite(bound) ? bound : null,
    kktResidual: last.kktResidual ?? (await kktAt(objective, theta)),
    advice: null,
  };
  const end = yield* endAt(problem, theta, reached, signal);
  const { dataLoss, penalty } = last;
  return { theta, dataLoss, value: dataLoss + penalty, end, solver: automaticSolver(problem, objective).id };
}

/** How a run ended: where weights grow without end there is nothing to arrive at, however small the gradient. It is noted. */
async function* endAt(
  problem: Problem,
  theta: Float64Array,
  end: DescentEnd,
  signal?: AbortSignal,
): AsyncGenerator<void, DescentEnd> {
  if (!(yield* runsAway(problem, problem.lambdaTotal, theta, signal))) return end;
  const note = noMinimumNote(problem);
  if (!problem.notes.includes(note)) problem.notes.push(note);
  return { ...end, reason: 'noMinimum' };
}
