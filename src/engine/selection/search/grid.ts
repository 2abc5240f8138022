import { RidgelineError } from '../../errors.ts';
import { candidateAt, isFree, type UnitPoint } from './space.ts';
import type { Candidate, Search, SearchSettings, SearchSpace } from './types.ts';

/** Fewer λ than this show no minimum between two worse ones. */
const FEWEST = 3;

/** Every combination of evenly spaced values; the trials are shared out among the λ of each. */
export const grid: Search = {
  id: 'grid',
  label: 'Grid',
  description: 'Every combination of evenly spaced values; λ in equal ratios, as many as the trials allow.',
  parameters: [
    {
      id: 'l1Ratios',
      label: 'L1 ratios',
      description: 'Values of the l1Ratio between the ends of its range, which are among them.',
      default: 5,
      min: 2,
      integer: true,
    },
  ],
  prepare: (space, settings) => {
    const candidates = gridOf(space, settings);
    return (trials) => candidates.find((own) => !trials.some((trial) => isSame(own, trial))) ?? null;
  },
};

function gridOf(space: SearchSpace, { trials, parameters }: SearchSettings): Candidate[] {
  const ratios = isFree(space.l1Ratio) ? shares(parameters['l1Ratios']!) : [0];
  const levels = combinations(space.choices.map(({ values }) => values.length));
  const others = ratios.length * levels.length;
  const lambdas = isFree(space.lambda) ? shares(lambdasOf(trials, others)) : [0];
  const points: UnitPoint[] = levels.flatMap((own) =>
    ratios.flatMap((l1Ratio) => lambdas.map((lambda) => ({ lambda, l1Ratio, levels: own }))),
  );
  return points.map((point) => candidateAt(space, point));
}

function lambdasOf(trials: number, others: number): number {
  const lambdas = Math.floor(trials / others);
  if (lambdas >= FEWEST) return lambdas;
  throw new RidgelineError(
    'bad-spec',
    `A grid of ${others} combinations with at least ${FEWEST} λ each takes ${FEWEST * others} trials, not ${trials}. Allow more, or search at random.`,
  );
}

/** 0 … 1 in `count` equal steps, both ends included. */
function shares(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at / (count - 1));
}

/** Every list that holds at each place a whole number below that place's count; the last place changes first. */
function combinations(counts: readonly number[]): number[][] {
  return counts.reduce<number[][]>(
    (lists, count) => lists.flatMap((list) => Array.from({ length: count }, (_, level) => [...list, level])),
    [[]],
  );
}

function isSame(one: Candidate, other: Candidate): boolean {
  return (
    one.lambda === other.lambda &&
    one.l1Ratio === other.l1Ratio &&
    Object.entries(one.choices).every(([id, value]) => other.choices[id] === value)
  );
}
