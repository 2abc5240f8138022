const BINS = 16_384;

/** Sums of weights of so many kinds of numbers by bins of their size, the bins' ends taken from a sample. */
export class OrderedBins {
  readonly #edges: Float64Array;
  readonly #weights: Float64Array[];
  readonly #low: Float64Array;
  readonly #high: Float64Array;

  /** @param sample sorted; its 16,384 quantiles are where bins begin */
  constructor(sample: Float64Array, kinds: number) {
    this.#edges = edgesOf(sample);
    const bins = this.#edges.length + 1;
    this.#weights = Array.from({ length: kinds }, () => new Float64Array(bins));
    this.#low = new Float64Array(bins).fill(Number.POSITIVE_INFINITY);
    this.#high = new Float64Array(bins).fill(Number.NEGATIVE_INFINITY);
  }

  add(value: number, kind: number, weight: number): void {
    const bin = this.#binOf(value);
    this.#weights[kind]![bin]! += weight;
    if (value < this.#low[bin]!) this.#low[bin] = value;
    if (value > this.#high[bin]!) this.#high[bin] = value;
  }

  get length(): number {
    return this.#low.length;
  }

  weight(bin: number, kind: number): number {
    return this.#weights[kind]![bin]!;
  }

  /** The smallest and the largest number in a bin; equal where it holds one number, however often. */
  low(bin: number): number {
    return this.#low[bin]!;
  }

  high(bin: number): number {
    return this.#high[bin]!;
  }

  /** The number of edges at or below the value. */
  #binOf(value: number): number {
    const edges = this.#edges;
    let from = 0;
    let to = edges.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (edges[middle]! <= value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function edgesOf(sorted: Float64Array): Float64Array {
  const edges: number[] = [];
  for (let bin = 1; bin < BINS; bin++) {
    const edge = sorted[Math.floor((bin * sorted.length) / BINS)]!;
    if (edges.length === 0 || edge > edges.at(-1)!) edges.push(edge);
  }
  return Float64Array.from(edges);
}
