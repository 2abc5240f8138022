import { exponential, logarithm } from '../../kernels/exponential.ts';
import type { RandomStream } from '../../random.ts';
import { climb, highest } from './compass.ts';
import { type GaussianProcess, gaussianProcess, type Observations } from './gaussianProcess.ts';

/** Between a function that changes within a twentieth of the space and one that is all but straight. */
const LENGTH_SCALE = [0.05, 5] as const;
/** In units of the values' own variance. */
const VARIANCE = [0.05, 20] as const;
/**
 * The share of the squared standard errors that is noise between trials. Trials are judged on the same folds, which
 * moves them up and down together: most of a standard error is common to all, so 1 is the most that it can be.
 */
const NOISE_SHARE = [1e-6, 1] as const;

const STARTS = 24;
const CLIMBS = 3;

/**
 * The Gaussian process whose length scales, variance and noise make the observations most likely (Rasmussen & Williams
 * 2006, 5.4.1), by compass search from the best of some random starts. `groups` tells each coordinate's length scale.
 */
export function likelyProcess(
  observations: Observations,
  groups: readonly number[],
  draw: RandomStream,
): GaussianProcess | null {
  const scales = 1 + Math.max(-1, ...groups);
  const build = (unit: Float64Array): GaussianProcess | null => {
    const lengths = Array.from({ length: scales }, (_, at) => inLogs(LENGTH_SCALE, unit[at]!));
    const variance = inLogs(VARIANCE, unit[scales]!);
    const share = inLogs(NOISE_SHARE, unit[scales + 1]!);
    const noise = Array.from(observations.noise, (own) => share * own);
    const kernel = { variance, lengthScales: groups.map((group) => lengths[group]!) };
    return gaussianProcess(kernel, { ...observations, noise });
  };
  const likelihood = (unit: Float64Array) => build(unit)?.logLikelihood ?? -Infinity;
  const starts = Array.from({ length: STARTS }, (_, start) =>
    Float64Array.from({ length: scales + 2 }, () => (start === 0 ? 0.5 : draw.uniform())),
  );
  const peaks = highest(starts, likelihood, CLIMBS).map((start) => climb(likelihood, start));
  return build(highest(peaks, ({ height }) => height, 1)[0]!.at);
}

function inLogs([low, high]: readonly [number, number], share: number): number {
  return exponential(logarithm(low) + share * (logarithm(high) - logarithm(low)));
}
