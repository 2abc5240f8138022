import type { ResidualQuantiles } from '../inspectionReport.ts';
import { NumberList } from './numberList.ts';
import { OrderedBins } from './orderedBins.ts';
import { RESIDUAL_SHARES } from './types.ts';

/** Residuals of a part that are kept for their quantiles: 8 MB. More are counted in bins. */
export const KEPT_RESIDUALS = 2 ** 20;

/**
 * Quantiles of numbers, folded over them. Up to `limit` numbers are kept: then, where each counts once, quantiles lie
 * between neighbours as numpy's do (Hyndman & Fan 1996, type 7), else they are the first number at which the share of
 * the weights is reached. Past it they are counted in bins and lie in the right one of 16,384.
 */
export class Residuals {
  readonly #limit: number;
  #values = new NumberList();
  #weights = new NumberList();
  #weighted = false;
  #bins: OrderedBins | null = null;
  #broken = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(value: number, weight: number): void {
    if (weight === 0) return;
    if (!Number.isFinite(value)) this.#broken = true;
    if (this.#bins) {
      this.#bins.add(value, 0, weight);
      return;
    }
    this.#values.push(value);
    this.#weights.push(weight);
    if (weight !== 1) this.#weighted = true;
    if (this.#values.length > this.#limit) this.#count();
  }

  /** Null without numbers, or where one of them is not finite. */
  quantiles(): ResidualQuantiles | null {
    if (this.#broken) return null;
    if (this.#bins) return binned(this.#bins);
    if (this.#values.length === 0) return null;
    const values = this.#weighted ? this.#weightedQuantiles() : this.#plainQuantiles();
    return { values, error: 0 };
  }

  #plainQuantiles(): number[] {
    const sorted = this.#values.values.slice().sort();
    return RESIDUAL_SHARES.map((share) => {
      const place = share * (sorted.length - 1);
      const at = Math.floor(place);
      const below = sorted[at]!;
      const above = sorted[Math.min(at + 1, sorted.length - 1)]!;
      return below + (place - at) * (above - below);
    });
  }

  #weightedQuantiles(): number[] {
    const [values, weights] = [this.#values.values, this.#weights.values];
    const order = Uint32Array.from(values, (_, at) => at).sort((a, b) => values[a]! - values[b]! || a - b);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return RESIDUAL_SHARES.map((share) => {
      let reached = 0;
      for (const at of order) {
        reached += weights[at]!;
        if (reached >= share * total) return values[at]!;
      }
      return values[order.at(-1)!]!;
    });
  }

  #count(): void {
    const bins = new OrderedBins(this.#values.values.slice().sort(), 1);
    const weights = this.#weights.values;
    this.#values.values.forEach((value, at) => void bins.add(value, 0, weights[at]!));
    this.#bins = bins;
    this.#values = new NumberList();
    this.#weights = new NumberList();
  }
}

/** Quantiles within their bins as if each bin's numbers were evenly spread; off by the bin's width at most. */
function binned(bins: OrderedBins): ResidualQuantiles {
  let total = 0;
  for (let bin = 0; bin < bins.length; bin++) total += bins.weight(bin, 0);
  let error = 0;
  const values = RESIDUAL_SHARES.map((share) => {
    let before = 0;
    let bin = 0;
    while (bin < bins.length - 1 && before + bins.weight(bin, 0) < share * total)
      before += bins.weight(bin++, 0);
    const width = bins.high(bin) - bins.low(bin);
    error = Math.max(error, width);
    return bins.low(bin) + (width * (share * total - before)) / bins.weight(bin, 0);
  });
  return { values, error };
}
