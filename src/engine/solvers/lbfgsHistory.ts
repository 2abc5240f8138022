import { dot } from './point.ts';

/** Steps s and what they changed of the gradient, y: at most `limit` pairs, the oldest leave first. */
export class CurvatureHistory {
  #pairs: { readonly s: Float64Array; readonly y: Float64Array; readonly product: number }[] = [];

  constructor(private readonly limit: number) {}

  get length(): number {
    return this.#pairs.length;
  }

  clear(): void {
    this.#pairs = [];
  }

  /** Takes a step over; one along which the slope did not rise, as far as digits tell, is left out. */
  add(s: Float64Array, y: Float64Array): void {
    const product = dot(s, y);
    if (!(product > Number.EPSILON * dot(y, y))) return;
    this.#pairs.push({ s, y, product });
    if (this.#pairs.length > this.limit) this.#pairs.shift();
  }

  /** −H g, H the approximation of the inverse Hessian: the two-loop recursion of Nocedal (1980). */
  direction(gradient: Float64Array): Float64Array {
    const direction = gradient.map((slope) => -slope);
    const weights = new Float64Array(this.#pairs.length);
    for (let at = this.#pairs.length - 1; at >= 0; at--) {
      const { s, y, product } = this.#pairs[at]!;
      weights[at] = dot(s, direction) / product;
      addScaled(direction, -weights[at]!, y);
    }
    const last = this.#pairs.at(-1);
    if (last) {
      const scale = last.product / dot(last.y, last.y);
      for (let j = 0; j < direction.length; j++) direction[j]! *= scale;
    }
    for (const [at, { s, y, product }] of this.#pairs.entries()) {
      addScaled(direction, weights[at]! - dot(y, direction) / product, s);
    }
    return direction;
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

function addScaled(to: Float64Array, factor: number, vector: Float64Array): void {
  for (let j = 0; j < to.length; j++) to[j]! += factor * vector[j]!;
}
