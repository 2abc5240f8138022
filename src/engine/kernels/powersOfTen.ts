/** The kernels know powers of ten from 10^-64 to 10^64. */
const LARGEST_EXPONENT = 64;
const BITS = 64;

/** The first 64 bits of each power of ten, the first one set, rounded down; from the smallest power on. */
export function powersOfTen(): BigUint64Array<ArrayBuffer> {
  return BigUint64Array.from({ length: 2 * LARGEST_EXPONENT + 1 }, (_, index) =>
    significand(index - LARGEST_EXPONENT),
  );
}

function significand(exponent: number): bigint {
  const power = 10n ** BigInt(Math.abs(exponent));
  const length = power.toString(2).length;
  if (exponent < 0) return (1n << BigInt(BITS - 1 + length)) / power;
  return length > BITS ? power >> BigInt(length - BITS) : power << BigInt(BITS - length);
}
