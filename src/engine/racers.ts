import { RidgelineError } from './errors.ts';
import { initializers } from './initializers/index.ts';
import { solvers } from './solvers/index.ts';
import type { IterativeSolver } from './solvers/types.ts';
import type { RunSpec } from './spec.ts';

/** More racers cannot be told apart in one chart. */
export const MOST_RACERS = 24;

/** What differs between the racers; everything else is the spec's. */
export interface RaceLanes {
  readonly solvers: readonly string[];
  readonly initializers: readonly string[];
  readonly learningRates: readonly (number | 'auto')[];
}

/** Who races, and what is said of those who do not. */
export interface Racers {
  readonly specs: readonly RunSpec[];
  readonly notes: readonly string[];
}

/**
 * The racers, one for each solver × initializer × learning rate, in that order; a solver that takes no learning rate
 * races once with each start, however many rates there are, and nobody twice.
 */
export function racersOf(spec: RunSpec, lanes: RaceLanes): Racers {
  const rates = ratesOf(lanes);
  const entered = [...new Set(lanes.solvers)].map(iterative);
  const specs = entered.flatMap((solver) =>
    [...new Set(lanes.initializers)].flatMap((id) =>
      (takesRate(solver) ? rates : rates.slice(0, 1)).map((rate): RunSpec => {
        const initializer =
          id === spec.initializer.id ? spec.initializer : { id, parameters: {}, values: null };
        const learningRate = takesRate(solver) ? rate : 'auto';
        return { ...spec, solver: solver.id, initializer, learningRate };
      }),
    ),
  );
  if (specs.length > 0 && specs.length <= MOST_RACERS)
    return { specs, notes: notesOf(entered, lanes, rates.length) };
  throw new RidgelineError(
    'bad-spec',
    `A race takes 1 to ${MOST_RACERS} racers, and these choices make ${specs.length}. Choose ${specs.length === 0 ? 'at least one solver, start and learning rate' : 'fewer solvers, starts or learning rates'}.`,
  );
}

/** False of solvers to tolerance, which find the length of their steps themselves. */
export const takesRate = ({ goal }: IterativeSolver): boolean => goal === 'watch';

function notesOf(entered: readonly IterativeSolver[], lanes: RaceLanes, rates: number): string[] {
  const notes: string[] = [];
  const without = rates > 1 ? entered.filter((solver) => !takesRate(solver)) : [];
  if (without.length > 0) {
    const [who, races] = without.length === 1 ? ['has', 'it races'] : ['have', 'each races'];
    notes.push(
      `${listed(without.map(({ label }) => label))} ${who} no learning rate: ${races} once with each start.`,
    );
  }
  const { solvers: named, initializers: starts, learningRates } = lanes;
  if ([named, starts, learningRates].some((lane) => new Set<unknown>(lane).size < lane.length))
    notes.push('What was named twice races once.');
  return notes;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function ratesOf({ learningRates }: RaceLanes): (number | 'auto')[] {
  const bad = learningRates.find((rate) => rate !== 'auto' && !(rate > 0 && Number.isFinite(rate)));
  if (bad === undefined) return [...new Set(learningRates)];
  throw new RidgelineError('bad-spec', `A learning rate is a number above 0, and ${bad} is not. Change it.`);
}

/** The solver of that id; throws `bad-spec` where it takes no steps. */
export function iterative(id: string): IterativeSolver {
  const solver = solvers.get(id);
  if (solver.kind === 'iterative') return solver;
  throw new RidgelineError(
    'bad-spec',
    `The solver "${solver.label}" has no steps to race with. Choose solvers that iterate.`,
  );
}

/** What tells the racers apart, in words. */
export function labelsOf(specs: readonly RunSpec[]): string[] {
  const differ = (of: (spec: RunSpec) => unknown, among = specs) => new Set(among.map(of)).size > 1;
  const starts = differ((spec) => spec.initializer.id);
  const rated = specs.filter((spec) => takesRate(iterative(spec.solver)));
  const rates = differ((spec) => spec.learningRate, rated);
  return specs.map((spec) =>
    [
      solvers.get(spec.solver).label,
      ...(starts ? [initializers.get(spec.initializer.id).label] : []),
      ...(rates && takesRate(iterative(spec.solver)) ? [`η ${spec.learningRate}`] : []),
    ].join(' · '),
  );
}
