import type { Coordinates } from './coordinates.ts';
import type { Observations } from './gaussianProcess.ts';
import { pointOf } from './space.ts';
import type { SearchSpace, Trial } from './types.ts';

/**
 * Losses that lie this many times as far above the least one as the median does are all alike: what matters is how the
 * good ones differ, which a single exploding fit would hide.
 */
const REACH = 3;

/**
 * What the trials tell a Gaussian process: losses with mean 0 and standard deviation 1, and their squared standard
 * errors in the same unit. A trial that could not be fitted counts as the worst. Null before two losses differ.
 */
export function observationsOf(
  space: SearchSpace,
  coordinates: Coordinates,
  trials: readonly Trial[],
): Observations | null {
  const known = trials.flatMap(({ mean }) => (mean === null ? [] : [mean])).sort((a, b) => a - b);
  const least = known[0] ?? 0;
  const median = known[Math.floor(known.length / 2)] ?? 0;
  const worst = known.at(-1) ?? 0;
  const ceiling = median > least ? Math.min(worst, least + REACH * (median - least)) : worst;
  const losses = trials.map(({ mean }) => Math.min(mean ?? ceiling, ceiling));
  const centre = losses.reduce((total, loss) => total + loss, 0) / losses.length;
  const squares = losses.reduce((total, loss) => total + (loss - centre) * (loss - centre), 0);
  const deviation = Math.sqrt(squares / losses.length);
  if (!(deviation > 0)) return null;
  return {
    points: trials.map((trial) => coordinates.of(pointOf(space, trial))),
    values: losses.map((loss) => (loss - centre) / deviation),
    // A loss that was cut off is surely not below the ceiling, whatever its own error.
    noise: trials.map(({ mean, se }) =>
      mean !== null && mean <= ceiling ? ((se ?? 0) / deviation) ** 2 : 0,
    ),
  };
}
