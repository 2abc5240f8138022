import { logarithms } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { CompensatedSum } from '../linalg/compensated.ts';

/**
 * ln(1 + value) of each value, in `room`: where that lies in the kernels' memory no memory is taken, which could move
 * the scores away while they are visited.
 */
export function logsOfOnePlus(
  values: Float64Array,
  room: Float64Array,
  kernels: Kernels | null,
): Float64Array {
  for (let i = 0; i < values.length; i++) room[i] = 1 + values[i]!;
  logarithms(kernels, room);
  return room;
}

/** Weighted sums of log losses and squared distances. */
export class ProbabilitySums {
  readonly #losses = new CompensatedSum();
  readonly #distances = new CompensatedSum();
  readonly #weights = new CompensatedSum();
  #next = { losses: new Float64Array(0), distances: new Float64Array(0) };

  /** Arrays for the next rows' losses and distances: to be written to, then added. */
  next(count: number): { readonly losses: Float64Array; readonly distances: Float64Array } {
    if (this.#next.losses.length !== count)
      this.#next = { losses: new Float64Array(count), distances: new Float64Array(count) };
    return this.#next;
  }

  /** Adds what {@link next} gave; rows of weight 0 count nothing, whatever their loss. */
  add(weight: Float64Array | null): void {
    const { losses, distances } = this.#next;
    let [loss, distance, total] = [0, 0, 0];
    for (let i = 0; i < losses.length; i++) {
      const counts = weight ? weight[i]! : 1;
      if (counts === 0) continue;
      loss += counts * losses[i]!;
      distance += counts * distances[i]!;
      total += counts;
    }
    this.#losses.add(loss);
    this.#distances.add(distance);
    this.#weights.add(total);
  }

  get logLoss(): number | null {
    return finite(this.#losses.value / this.#weights.value);
  }

  get brier(): number | null {
    return finite(this.#distances.value / this.#weights.value);
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
