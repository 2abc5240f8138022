const DRAWS = 4;
/** Mean and standard deviation of a sum of four uniform draws from [0, 2³²). */
const SUM_MEAN = (DRAWS * (2 ** 32 - 1)) / 2;
const SUM_DEVIATION = 2 ** 32 * Math.sqrt(DRAWS / 12);

/**
 * A seeded stream of random numbers (Chris Doty-Humphrey's sfc32). Whole-number arithmetic and correctly rounded
 * operations alone, so that every machine makes the same data.
 *
 * @param {number} seed
 */
export function randomStream(seed) {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88, 1];
  /** A whole number in [0, 2³²). */
  function bits() {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  }
  for (let warm = 0; warm < 15; warm++) bits();
  return {
    /** Uniform in [0, 1). */
    uniform: () => bits() / 2 ** 32,
    /** Near to the standard normal (a sum of four uniforms): mean 0, deviation 1, no tails past 3.5. */
    normal: () => (bits() + bits() + bits() + bits() - SUM_MEAN) / SUM_DEVIATION,
  };
}
