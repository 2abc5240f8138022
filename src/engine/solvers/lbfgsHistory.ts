import { dot } from './point.ts';

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  /** sᵀy. */
  readonly product: number;
}

/** Steps s and what they changed of the gradient, y: at most `limit` pairs, the oldest leave first. */
export class CurvatureHistory {
  #pairs: Pair[] = [];

  constructor(private readonly limit: number) {}

  get length(): number {
    return this.#pairs.length;
  }

  clear(): void {
    this.#pairs = [];
  }

  /** Takes a step over; one along which the slope did not rise, as far as digits tell, is left out. */
  add(s: Float64Array, y: Float64Array): void {
    const pair = pairOf(s, y);
    if (!pair) return;
    this.#pairs.push(pair);
    if (this.#pairs.length > this.limit) this.#pairs.shift();
  }

  /**
   * −H g, H the approximation of the inverse Hessian: the two-loop recursion of Nocedal (1980).
   * @param free 1 for each coordinate that may move, where others stay: the steps count as far as they lie among these
   */
  direction(gradient: Float64Array, free: Uint8Array | null = null): Float64Array {
    const pairs = free ? this.#among(free) : this.#pairs;
    const direction = gradient.map((slope, j) => (free && !free[j] ? 0 : -slope));
    const weights = new Float64Array(pairs.length);
    for (let at = pairs.length - 1; at >= 0; at--) {
      const { s, y, product } = pairs[at]!;
      weights[at] = dot(s, direction) / product;
      addScaled(direction, -weights[at]!, y);
    }
    const last = pairs.at(-1);
    if (last) {
      const scale = last.product / dot(last.y, last.y);
      for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
    }
    for (const [at, { s, y, product }] of pairs.entries()) {
      addScaled(direction, weights[at]! - dot(y, direction) / product, s);
    }
    return direction;
  }

  #among(free: Uint8Array): Pair[] {
    const part = (vector: Float64Array) => vector.map((value, j) => (free[j] ? value : 0));
    return this.#pairs.flatMap(({ s, y }) => pairOf(part(s), part(y)) ?? []);
  }

  /** All s, and all y, one after the other. */
  save(): { steps: number[]; changes: number[] } {
    return {
      steps: this.#pairs.flatMap(({ s }) => Array.from(s)),
      changes: this.#pairs.flatMap(({ y }) => Array.from(y)),
    };
  }

  /** The inverse of {@link save}. */
  load(steps: ArrayLike<number>, changes: ArrayLike<number>, size: number): void {
    const [all, rises] = [Float64Array.from(steps), Float64Array.from(changes)];
    this.clear();
    for (let at = 0; at + size <= all.length && size > 0; at += size)
      this.add(all.slice(at, at + size), rises.slice(at, at + size));
  }
}

function pairOf(s: Float64Array, y: Float64Array): Pair | null {
  const product = dot(s, y);
  return product > Number.EPSILON * dot(y, y) ? { s, y, product } : null;
}

function addScaled(to: Float64Array, factor: number, vector: Float64Array): void {
  for (let j = 0; j < to.length; j++) to[j]! += factor * vector[j]!;
}
