import { toOriginal } from '../data/scaling.ts';
import { type Fit, lambdaTotal } from '../fit.ts';
import { exponential } from '../kernels/index.ts';
import { naturalLog } from '../linalg/logarithm.ts';
import { scoreMoments } from '../metrics/momentsScore.ts';

/** Shares of the degrees of freedom that the columns can have, at the ends of the range. */
const NEARLY_ALL = 0.99;
const NEARLY_NONE = 0.01;
/** Powers of e past which nothing is looked for. */
const FARTHEST = 92;
const HALVINGS = 40;

/** A share of what noise asks for, below which no λ is of use. */
const BELOW_NOISE = 0.01;
/** It makes the range longer by six powers of ten at most. */
const LONGER = 1e-6;

/**
 * λ (in the spec's scale, the largest first) between which ridge takes the columns from a hundredth of their degrees of
 * freedom to all but a hundredth; on many rows down to a hundredth of d.f. σ² / ‖w‖², where the noise of the weights asks for
 * it (Hoerl, Kennard & Baldwin 1975). Null where the degrees of freedom would cost too much.
 */
export function freedomRange(fit: Fit): [number, number] | null {
  const { family, spec, data } = fit;
  if (!family.knowsSpectrum) return null;
  const intercept = spec.intercept ? 1 : 0;
  const whole = family.degreesOfFreedom(0) - intercept;
  if (!(whole > 0)) return null;
  const unit = spec.lambdaScale === 'total' ? 1 : data.weights.train;
  const reaches = (share: number): number => {
    let low = -FARTHEST;
    let high = FARTHEST;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      const freedom = family.degreesOfFreedom(lambdaTotal(fit, exponential(middle) / unit)) - intercept;
      if (freedom > share * whole) low = middle;
      else high = middle;
    }
    return exponential((low + high) / 2) / unit;
  };
  const low = reaches(NEARLY_ALL);
  const noise = (BELOW_NOISE * noiseLambda(fit, low, whole)) / unit;
  return [reaches(NEARLY_NONE), Math.min(low, Math.max(noise, LONGER * low))];
}

/** d.f. σ² / ‖w‖² over all targets, as a total λ: from the model at a small λ. */
function noiseLambda(fit: Fit, small: number, freedom: number): number {
  const { train } = fit.data.moments;
  const scaled = fit.family.solve(lambdaTotal(fit, small));
  const squares = scaled.weights.reduce((sum, weight) => sum + weight * weight, 0);
  if (!('scatter' in train) || squares === 0) return Number.POSITIVE_INFINITY;
  const scores = scoreMoments(train, toOriginal(scaled, fit.scaling), fit.spec.intercept) ?? [];
  const spare = Math.max(1, train.count - freedom - 1);
  const noise = scores.reduce((sum, { mse }) => sum + (mse! * train.count) / spare, 0);
  return (freedom * noise) / squares;
}

/** So many λ that fall evenly by powers of ten from the first to the last. */
export function evenly([high, low]: readonly [number, number], count: number): number[] {
  if (count === 1) return [high];
  const step = naturalLog(low / high) / (count - 1);
  return Array.from({ length: count }, (_, i) => high * exponential(step * i));
}
