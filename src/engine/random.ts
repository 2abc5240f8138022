import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { naturalLog } from './linalg/logarithm.ts';

type Generator = ReturnType<typeof xoroshiro128plusFromState>;

/**
 * A seeded source of random numbers. Only +, −, ×, ÷ and √ are used, so that a seed gives the same numbers
 * in every JavaScript engine. Drawing changes the stream and nothing else.
 */
export class RandomStream {
  readonly #generator: Generator;
  #spare: number | null = null;

  constructor(generator: Generator) {
    this.#generator = generator;
  }

  /** Uniform in [low, high); multiples of 2⁻⁵³ of the range. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * uniformFloat64(this.#generator);
  }

  /** Uniform among the integers low … high, both included. */
  integer(low: number, high: number): number {
    return uniformInt(this.#generator, low, high);
  }

  /** Normal with this mean and standard deviation: the polar method of Marsaglia & Bray (1964). */
  normal(mean = 0, standardDeviation = 1): number {
    const spare = this.#spare;
    if (spare !== null) {
      this.#spare = null;
      return mean + standardDeviation * spare;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * naturalLog(s)) / s);
      this.#spare = v * factor;
      return mean + standardDeviation * u * factor;
    }
  }

  /** Reorders `items` in place, every order equally likely (Fisher & Yates, in Durstenfeld's form); returns it. */
  shuffle<T extends { readonly length: number; [index: number]: unknown }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      const swapped = items[i];
      items[i] = items[j];
      items[j] = swapped;
    }
    return items;
  }
}

/**
 * The stream of one purpose: `stream(seed, 'initializer')` and `stream(seed, 'folds')` are independent, so that
 * drawing more numbers for one purpose changes nothing in another.
 */
export function stream(seed: number, label: string): RandomStream {
  let hash = mix(seed ^ 0x9e3779b9);
  for (let i = 0; i < label.length; i++) hash = mix(hash ^ Math.imul(label.charCodeAt(i) + 1, 0x85ebca6b));
  const state = [1, 2, 3, 4].map((word) => mix(hash + Math.imul(word, 0x9e3779b9)));
  return new RandomStream(xoroshiro128plusFromState(state));
}

/**
 * A number in [0, 1) that depends on seed and row index alone, as uniform as 32 bits allow: whether a row is held
 * out can be told without the rows before it. Indices up to 2⁵³ count.
 */
export function rowHash(seed: number, index: number): number {
  const low = index >>> 0;
  const high = Math.floor(index / 0x1_0000_0000);
  const salted = mix(seed ^ 0x632be5ab) ^ Math.imul(high, 0x9e3779b9);
  return (mix(mix(low ^ salted) + Math.imul(low, 0x85ebca6b) + salted) >>> 0) / 0x1_0000_0000;
}

/** A bijection of 32-bit words that lets each input bit flip each output bit half of the time (MurmurHash3's finalizer). */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
