import { exponential } from '../../kernels/exponential.ts';

/** 1 / √(2π). */
const PEAK = 0.3989422804014327;
/** Below −3 the series loses digits to cancellation, and the continued fraction converges fast. */
const TAIL = 3;
const FRACTION_TERMS = 60;

/** φ(z), the density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return PEAK * exponential(-0.5 * z * z);
}

/**
 * E max(0, z + Z) = z Φ(z) + φ(z) of a standard normal Z. Φ by Marsaglia's (2004) series; in the lower tail Mills' ratio
 * as Laplace's continued fraction 1 / (x + 1 / (x + 2 / (x + …))), x = −z, from which the small difference is told
 * without subtracting.
 */
export function expectedExcess(z: number): number {
  const density = normalDensity(z);
  if (z < -TAIL) {
    const rest = laplaceRest(-z);
    return (density * rest) / (rest - z);
  }
  return z > TAIL ? z + expectedExcess(-z) : z * (0.5 + density * oddSeries(z)) + density;
}

/** 1 / (x + 2 / (x + 3 / (x + …))). */
function laplaceRest(x: number): number {
  let tail = x;
  for (let term = FRACTION_TERMS; term >= 2; term--) tail = x + term / tail;
  return 1 / tail;
}

/** z + z³/3 + z⁵/(3·5) + …, which is (Φ(z) − ½) / φ(z). */
function oddSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}
