import type { PartDetails } from '../inspectionReport.ts';
import { exponentials } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { onePlus } from '../objectives/losses/onePlus.ts';
import type { Scores } from '../report.ts';
import { Calibration } from './calibration.ts';
import { areasOf, detailsOf, KEPT_SCORES, sharesOf } from './classScores.ts';
import { Confusion } from './confusion.ts';
import { logsOfOnePlus, ProbabilitySums } from './probabilitySums.ts';
import { Ranking } from './ranking.ts';
import type { MetricTargets, MetricTile, PartMetrics } from './types.ts';

/** Metrics of one score a row: above 0 the second of two classes is predicted. */
export class TwoClassMetrics implements PartMetrics {
  readonly #confusion = new Confusion(2);
  readonly #calibration = new Calibration();
  readonly #ranking: Ranking;
  readonly #sums = new ProbabilitySums();
  #rows = 0;

  /**
   * @param logits whether the scores are logits, so that they tell probabilities
   * @param kept scores that are kept for the exact areas under the curves
   */
  constructor(
    private readonly logits: boolean,
    private readonly kernels: Kernels | null = null,
    kept = KEPT_SCORES,
  ) {
    this.#ranking = new Ranking(kept);
  }

  add({ count, scores }: MetricTile, { y, weight }: MetricTargets): void {
    const given = scores.slice(0, count);
    this.#ranking.addRows(given, y, 1, weight);
    for (let i = 0; i < count; i++)
      this.#confusion.add(y[i]!, given[i]! > 0 ? 1 : 0, weight ? weight[i]! : 1);
    this.#rows += count;
    if (this.logits) this.#addProbabilities(given, scores.subarray(0, count), y, weight);
  }

  /** ln(1 + e^s) − y s and 1 / (1 + e^−s) by e^−|s|, which neither overflows nor loses digits. @param given overwritten */
  #addProbabilities(
    logits: Float64Array,
    given: Float64Array,
    y: Float64Array,
    weight: Float64Array | null,
  ): void {
    for (let i = 0; i < logits.length; i++) given[i] = -Math.abs(logits[i]!);
    exponentials(this.kernels, given);
    const powers = given.slice();
    const logs = logsOfOnePlus(powers, given, this.kernels);
    const { losses, distances } = this.#sums.next(logits.length);
    for (let i = 0; i < logits.length; i++) {
      const [logit, power] = [logits[i]!, powers[i]!];
      const happened = y[i] === 1;
      const sure = 1 / (1 + power);
      const probability = logit < 0 ? power * sure : sure;
      const other = logit < 0 ? sure : power * sure;
      losses[i] = Math.max(logit, 0) - (happened ? logit : 0) + onePlus(power, logs[i]!);
      distances[i] = (happened ? other : probability) ** 2;
      this.#calibration.add(probability, happened, weight ? weight[i]! : 1);
    }
    this.#sums.add(weight);
  }

  scores(): Scores[] | null {
    if (this.#rows === 0) return null;
    const areas = areasOf([this.#ranking.score()]);
    return [
      {
        ...(this.logits ? { logLoss: this.#sums.logLoss } : {}),
        ...sharesOf(this.#confusion, areas),
        ...(this.logits ? { brier: this.#sums.brier } : {}),
      },
    ];
  }

  details(): PartDetails | null {
    if (this.#rows === 0) return null;
    const calibration = this.logits ? this.#calibration.bins() : null;
    return detailsOf(this.#confusion, calibration, areasOf([this.#ranking.score()]));
  }
}
