import type { PartDetails, ResidualQuantiles } from '../inspectionReport.ts';
import { exponentials, logarithm } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import type { Scores } from '../report.ts';
import { KEPT_RESIDUALS, Residuals } from './residuals.ts';
import { TargetSums } from './targetSums.ts';
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
  readonly #sums: TargetSums[];
  /** Of rates: of each target. */
  readonly #deviances: CompensatedSum[];
  readonly #residuals: Residuals[];

  constructor(options: NumberOptions) {
    const { outputs, kept = KEPT_RESIDUALS } = options;
    this.#options = options;
    this.#sums = Array.from({ length: outputs }, () => new TargetSums());
    this.#deviances = Array.from({ length: outputs }, () => new CompensatedSum());
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
        if (logs) this.#deviances[t]!.add(own * devianceOf(y[at]!, all[at]!, logs[at]!));
        residuals.add(y[at]! - all[at]!, own);
      }
    }
  }

  scores(): Scores[] | null {
    if (this.#sums[0]!.count === 0) return null;
    const { intercept, rates } = this.#options;
    return this.#sums.map((sums, t) => {
      const { mse, rmse, mae, r2 } = sums.score(intercept);
      const errors = { mse: finite(mse), rmse: finite(rmse), mae: finite(mae), r2: finite(r2) };
      return rates ? { deviance: finite(this.#deviances[t]!.value / sums.count), ...errors } : errors;
    });
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

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;
