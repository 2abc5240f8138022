import { stream } from '../../random.ts';
import { climb, highest } from './compass.ts';
import { type Coordinates, coordinatesOf } from './coordinates.ts';
import type { GaussianProcess, Observations } from './gaussianProcess.ts';
import { latinHypercube } from './latinHypercube.ts';
import { likelyProcess } from './likelyProcess.ts';
import { expectedExcess } from './normal.ts';
import { observationsOf } from './observations.ts';
import { drawPoint } from './random.ts';
import { candidateAt, pointOf, type UnitPoint } from './space.ts';
import type { Search, SearchSpace, Trial } from './types.ts';

/** Points at which the expected improvement is told, and how many of the best of them are climbed from. */
const DRAWN = 300;
const CLIMBS = 4;
/** The same folds give the same loss again: trials keep this share of the ranges apart. */
const SPACING = 1 / 500;

/** Jones, Schonlau & Welch (1998); Snoek, Larochelle & Adams (2012). */
export const bayesian: Search = {
  id: 'bayesian',
  label: 'Bayesian',
  description:
    'Learns from the trials so far, with a Gaussian process, and tries next where it expects the most improvement.',
  parameters: [
    {
      id: 'initial',
      label: 'First trials',
      description: 'Trials that fill the space evenly before anything is learned from them.',
      default: 6,
      min: 2,
      integer: true,
    },
  ],
  prepare: (space, { trials: count, seed, parameters }) => {
    const first = latinHypercube(space, parameters['initial']!, seed);
    const coordinates = coordinatesOf(space);
    return (trials) => {
      if (trials.length >= count) return null;
      const point = first[trials.length] ?? nextPoint(space, coordinates, trials, seed);
      return point && candidateAt(space, point);
    };
  },
};

/** Where the expected improvement is greatest; null where every point has been tried. */
function nextPoint(
  space: SearchSpace,
  coordinates: Coordinates,
  trials: readonly Trial[],
  seed: number,
): UnitPoint | null {
  const draw = stream(seed, `trial ${trials.length}`);
  const observations = observationsOf(space, coordinates, trials);
  const process = observations && likelyProcess(observations, coordinates.groups, draw);
  const worth = process ? improvement(process, observations) : () => 0;
  const tried = trials.map((trial) => pointOf(space, trial));
  const height = (point: UnitPoint) =>
    tried.some((own) => isNear(coordinates, own, point)) ? -Infinity : worth(coordinates.of(point));
  const drawn = Array.from({ length: DRAWN }, () => drawPoint(space, draw));
  const peaks = highest(drawn, height, CLIMBS).map((start) => climbFrom(start, coordinates, height));
  const best = highest(peaks, height, 1)[0]!;
  return height(best) > -Infinity ? best : null;
}

/**
 * E max(0, best − f(x)); the best is the least loss that the process believes in at a point that was tried, since a
 * noisy one may have been lucky (Picheny, Wagner & Ginsbourger 2013). Where it is too small for a number, less than 0,
 * the more so the surer the process is.
 */
function improvement(process: GaussianProcess, { points }: Observations): (at: Float64Array) => number {
  const best = Math.min(...points.map((point) => process.predict(point).mean));
  return (at) => {
    const { mean, variance } = process.predict(at);
    return expectedImprovement(best, mean, variance) || -1 / variance;
  };
}

/** E max(0, best − F) of a normal F: s (z Φ(z) + φ(z)) with z = (best − mean) / s, s² the variance. */
export function expectedImprovement(best: number, mean: number, variance: number): number {
  const deviation = Math.sqrt(variance);
  return deviation > 0 ? deviation * expectedExcess((best - mean) / deviation) : Math.max(best - mean, 0);
}

function climbFrom(start: UnitPoint, { axes }: Coordinates, height: (point: UnitPoint) => number): UnitPoint {
  const pointAt = (at: Float64Array): UnitPoint => ({
    ...start,
    ...Object.fromEntries(axes.map((axis, index) => [axis, at[index]!])),
  });
  const from = Float64Array.from(axes, (axis) => start[axis]);
  return pointAt(climb((at) => height(pointAt(at)), from).at);
}

function isNear({ axes }: Coordinates, one: UnitPoint, other: UnitPoint): boolean {
  return (
    one.levels.every((level, at) => level === other.levels[at]) &&
    axes.every((axis) => Math.abs(one[axis] - other[axis]) < SPACING)
  );
}
