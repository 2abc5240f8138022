import type { PartDetails, ResidualQuantiles } from '../inspectionReport.ts';
import { exponentials, logarithm } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import type { Scores } from '../report.ts';
import { KEPT_RESIDUALS, Residuals } from './residuals.ts';
import type { MetricTargets, MetricTile, PartMetrics } from './types.ts';

export interface NumberOptions {
  /** Targets. */
  readonly outputs: number;
  /** Whether R² measures variation from the mean, or from 0. */
  readonly intercept: boolean;
  /** True where scores are logs of rates; else they are the predictions. */
  readonly rates: boolean;
  readonly kernels?: Kernels | null;
  /** Residuals that are kept, over all targets, for exact quantiles. */
  readonly kept?: number;
}

/** Metrics of predicted numbers, or of counts whose rate's logarithm is predicted. */
export class NumberMetrics implements PartMetrics {
  readonly #options: NumberOptions;
  readonly #sums: NumberSums[];
  readonly #residuals: Residuals[];

  constructor(options: NumberOptions) {
    const { outputs, kept = KEPT_RESIDUALS } = options;
    this.#options = options;
    this.#sums = Array.from({ length: outputs }, () => new NumberSums());
    this.#residuals = Array.from({ length: outputs }, () => new Residuals(Math.floor(kept / outputs)));
  }

  add({ count, scores }: MetricTile, { y, weight }: MetricTargets): void {
    const { outputs, rates, kernels } = this.#options;
    const all = scores.subarray(0, outputs * count);
    const logs = rates ? all.slice() : null;
    if (logs) exponentials(kernels ?? null, all);
    for (let t = 0; t < outputs; t++) {
      const [sums, residuals] = [this.#sums[t]!, this.#residuals[t]!];
      for (let i = 0, at = t * count; i < count; i++, at++) {
        const own = weight ? weight[i]! : 1;
        if (own === 0) continue;
        sums.add(y[at]!, all[at]!, own);
        if (logs) sums.addDeviance(devianceOf(y[at]!, all[at]!, logs[at]!), own);
        residuals.add(y[at]! - all[at]!, own);
      }
    }
  }

  scores(): Scores[] | null {
    if (this.#sums[0]!.rows === 0) return null;
    const { intercept, rates } = this.#options;
    return this.#sums.map((sums) => ({
      ...(rates ? { deviance: finite(sums.deviance) } : {}),
      ...sums.scores(intercept),
    }));
  }

  details(): PartDetails | null {
    const residuals = this.#residuals.map((own) => own.quantiles());
    if (residuals.some((own) => own === null)) return null;
    return { classes: null, residuals: residuals as ResidualQuantiles[] };
  }
}

/** 2 (y ln(y / μ) − (y − μ)): what a row's log likelihood lacks of that of the rate y, twice. */
function devianceOf(y: number, rate: number, log: number): number {
  const saturated = y > 0 ? y * (logarithm(y) - log) : 0;
  return 2 * Math.max(0, saturated - (y - rate));
}

/** What one target's scores need, y measured from its first value so that a large offset costs no digits. */
class NumberSums {
  #origin: number | null = null;
  readonly #squaredErrors = new CompensatedSum();
  readonly #absoluteErrors = new CompensatedSum();
  readonly #offsets = new CompensatedSum();
  readonly #squaredOffsets = new CompensatedSum();
  readonly #squares = new CompensatedSum();
  readonly #deviances = new CompensatedSum();
  readonly #weights = new CompensatedSum();
  rows = 0;

  add(y: number, predicted: number, weight: number): void {
    this.#origin ??= y;
    const error = y - predicted;
    const offset = y - this.#origin;
    this.rows++;
    this.#weights.add(weight);
    this.#squaredErrors.add(weight * error * error);
    this.#absoluteErrors.add(weight * Math.abs(error));
    this.#offsets.add(weight * offset);
    this.#squaredOffsets.add(weight * offset * offset);
    this.#squares.add(weight * y * y);
  }

  addDeviance(deviance: number, weight: number): void {
    this.#deviances.add(weight * deviance);
  }

  get deviance(): number {
    return this.#deviances.value / this.#weights.value;
  }

  scores(intercept: boolean): Scores {
    const total = this.#weights.value;
    const rss = this.#squaredErrors.value;
    const offsets = this.#offsets.value;
    const centred = this.#squaredOffsets.value - (offsets * offsets) / total;
    const squares = intercept ? centred : this.#squares.value;
    return {
      mse: finite(rss / total),
      rmse: finite(Math.sqrt(rss / total)),
      mae: finite(this.#absoluteErrors.value / total),
      r2: squares > 0 ? finite(1 - rss / squares) : null,
    };
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
