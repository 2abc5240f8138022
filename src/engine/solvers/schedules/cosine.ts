import { finalParameter, progress } from './final.ts';
import type { Schedule } from './types.ts';

/** final + (1 − final) ½ (1 + cos(π i / iterations)): Loshchilov & Hutter (2017), without restarts. */
export const cosine: Schedule = {
  id: 'cosine',
  label: 'Cosine',
  description:
    'Half a cosine wave: the learning rate falls slowly at first and at the end, and fast in between.',
  parameters: [finalParameter(0, 0)],
  create({ final }, iterations) {
    return (iteration) => {
      const wave = 0.5 * (1 + cosineOfPi(progress(iteration, iterations)));
      return final! + (1 - final!) * wave;
    };
  },
};

/**
 * cos(π x) for x from 0 to 1 from the four operations alone, which `Math.cos` does not promise to give the same bits of:
 * brought to an angle of at most π / 4, where 10 terms of the Taylor series leave less than 2⁻⁵³. Within 1e-15.
 */
export function cosineOfPi(x: number): number {
  if (x > 0.5) return -cosineOfPi(1 - x);
  return x > 0.25 ? taylor(Math.PI * (0.5 - x), 1) : taylor(Math.PI * x, 0);
}

/** The sine (odd = 1) or cosine (odd = 0) of an angle of at most π / 4, summed from the smallest term. */
function taylor(angle: number, odd: 0 | 1): number {
  const square = angle * angle;
  let sum = 1;
  for (let term = 18 + odd; term > odd; term -= 2) sum = 1 - (sum * square) / (term * (term - 1));
  return odd ? angle * sum : sum;
}
