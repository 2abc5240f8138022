import { ARRIVED } from '../solvers/kkt.ts';
import { minimizeObjective } from './optimum.ts';
import type { Problem } from './problem.ts';

/** How much closer to a vanishing gradient is looked. */
const FURTHER = 1e-3;
/** Steps towards either point. */
const STEPS = 50;
/** At a minimum both points are the same but for rounding; without one a constant is added to scores with each step. */
const MOVED = 0.01;

/**
 * True where weights that nothing restrains grow without end although the gradient vanishes: of classes that columns tell
 * apart perfectly (Albert & Anderson, 1984), or of a level that has no counts at all. A tolerance a thousand times
 * smaller then leads on to other weights. Yields after every step.
 */
export async function* runsAway(
  problem: Problem,
  lambdaTotal: number,
  theta: Float64Array,
  signal?: AbortSignal,
): AsyncGenerator<void, boolean> {
  if (!mayRunAway(problem, lambdaTotal)) return false;
  const objective = problem.objective(lambdaTotal);
  // A run that was taken further than usual is judged from where it is.
  const tolerance = Math.min(ARRIVED, problem.spec.tolerance ?? ARRIVED);
  const near = yield* minimizeObjective(problem, objective, theta, {
    signal,
    steps: STEPS,
    tolerance,
  });
  const far = yield* minimizeObjective(problem, objective, near.theta, {
    signal,
    steps: STEPS,
    tolerance: FURTHER * tolerance,
  });
  let moved = 0;
  let size = 0;
  for (let j = 0; j < theta.length; j++) {
    moved = Math.max(moved, Math.abs(far.theta[j]! - near.theta[j]!));
    size = Math.max(size, Math.abs(far.theta[j]!));
  }
  return moved > MOVED * size;
}

/** Losses that fall for ever along some direction, and a weight without a penalty. */
function mayRunAway({ features, model, data, spec }: Problem, lambdaTotal: number): boolean {
  const kind = model.predicts(data.plan.classes);
  const falls = kind === 'probabilities' || kind === 'counts';
  const free = lambdaTotal === 0 || Object.values(spec.penaltyFactors).some((factor) => factor === 0);
  return features.has('convex') && falls && free;
}

/** What is said of it. */
export function runawayNote({ data }: Problem, without: string): string {
  return data.plan.classes
    ? `${without} there is no best model: the columns settle the class of some rows for certain, so that weights grow without end.`
    : `${without} there is no best model: the columns tell of some rows for certain that their count is 0, so that weights grow without end.`;
}

/** The same of a model at its own λ, with the way out. */
export function noMinimumNote(problem: Problem): string {
  return `${runawayNote(problem, 'Without a penalty')} Choose a λ above 0.`;
}
