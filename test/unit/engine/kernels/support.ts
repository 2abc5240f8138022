import { type Kernels, loadKernels } from '../../../../src/engine/kernels/loader.ts';
import { stream } from '../../../../src/engine/random.ts';

/** Fresh kernels: every machine that runs the tests has WebAssembly with SIMD. */
export function kernels(): Kernels {
  const loaded = loadKernels();
  if (!loaded) throw new Error('This Node has no WebAssembly with SIMD.');
  return loaded;
}

/** Numbers that rounding, signs and ranges stumble over. */
export const AWKWARD: readonly number[] = [
  ...[0, -0, 1, -1, 5e-324, -5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-300, -1e300],
  ...[2 ** 53, 2 ** 53 + 2, 0.1, 1 / 3, 1e9 + 1e-6, 1e22, 1e23, 9007199254740992, 1e-10, Math.PI],
];

/** Doubles of all magnitudes, every third an awkward one. */
export function doubles(length: number, seed: number, extreme: boolean): Float64Array {
  const random = stream(seed, 'kernels');
  return Float64Array.from({ length }, () => {
    const pick = random.uniform();
    if (extreme && pick < 0.3) return AWKWARD[Math.floor(random.uniform() * AWKWARD.length)]!;
    const magnitude = extreme ? 10 ** Math.floor(random.uniform() * 40 - 20) : 1;
    return random.normal() * magnitude + (pick < 0.5 ? 3 : 0);
  });
}
