import type { CalibrationBin } from '../inspectionReport.ts';

const BINS = 10;

/** Probabilities beside how often they came true, in ten bins of equal width. */
export class Calibration {
  readonly #count = new Float64Array(BINS);
  readonly #predicted = new Float64Array(BINS);
  readonly #observed = new Float64Array(BINS);

  add(probability: number, happened: boolean, weight: number): void {
    const bin = Math.min(BINS - 1, Math.floor(BINS * probability));
    if (!(bin >= 0)) return;
    this.#count[bin]! += weight;
    this.#predicted[bin]! += weight * probability;
    if (happened) this.#observed[bin]! += weight;
  }

  bins(): CalibrationBin[] {
    return Array.from(this.#count, (count, bin) => ({
      low: bin / BINS,
      high: (bin + 1) / BINS,
      count,
      predicted: count > 0 ? this.#predicted[bin]! / count : null,
      observed: count > 0 ? this.#observed[bin]! / count : null,
    }));
  }
}
