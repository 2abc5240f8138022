import type { Fit } from '../fit.ts';
import { lambdaTotal } from '../fit.ts';

/** Shares of the degrees of freedom that the columns can have, at the ends of the range. */
const NEARLY_ALL = 0.99;
const NEARLY_NONE = 0.01;
/** Powers of ten past which nothing is looked for. */
const DECADES = 40;
const HALVINGS = 40;

/**
 * λ (in the spec's scale, the largest first) between which ridge takes the columns from a hundredth of their degrees of
 * freedom to all but a hundredth: outside of it, another λ changes nothing. Null where the degrees of freedom would cost
 * too much.
 */
export function freedomRange(fit: Fit): [number, number] | null {
  const { family, spec, data } = fit;
  if (!family.knowsSpectrum) return null;
  const intercept = spec.intercept ? 1 : 0;
  const whole = family.degreesOfFreedom(0) - intercept;
  if (!(whole > 0)) return null;
  const unit = spec.lambdaScale === 'total' ? 1 : data.weights.train;
  const reaches = (share: number): number => {
    let low = -DECADES;
    let high = DECADES;
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      const freedom = family.degreesOfFreedom(lambdaTotal(fit, 10 ** middle / unit)) - intercept;
      if (freedom > share * whole) low = middle;
      else high = middle;
    }
    return 10 ** ((low + high) / 2) / unit;
  };
  return [reaches(NEARLY_NONE), reaches(NEARLY_ALL)];
}

/** So many λ that fall evenly by powers of ten from the first to the last. */
export function evenly([high, low]: readonly [number, number], count: number): number[] {
  if (count === 1) return [high];
  const step = Math.log10(low / high) / (count - 1);
  return Array.from({ length: count }, (_, i) => high * 10 ** (step * i));
}
