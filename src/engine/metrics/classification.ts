import { exponentials, logarithm } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import { onePlus } from '../objectives/losses/onePlus.ts';
import type { Scores } from '../report.ts';
import { Calibration } from './calibration.ts';
import { Confusion } from './confusion.ts';
import { Ranking, type RankingScore } from './ranking.ts';
import type { MetricTargets, MetricTile, PartDetails, PartMetrics } from './types.ts';

/** Scores of a part that are kept for its ROC and precision–recall curves: 8 MB. More are counted in bins. */
const KEPT_SCORES = 2 ** 20;

/** Metrics of one score a row: above 0 the second of two classes is predicted. */
export class TwoClassMetrics implements PartMetrics {
  readonly #confusion = new Confusion(2);
  readonly #calibration = new Calibration();
  readonly #ranking: Ranking;
  readonly #sums = new ProbabilitySums();

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
    for (let i = 0; i < count; i++) {
      const own = weight ? weight[i]! : 1;
      this.#ranking.add(given[i]!, y[i] === 1, own);
      this.#confusion.add(y[i]!, given[i]! > 0 ? 1 : 0, own);
    }
    if (this.logits) this.#addProbabilities(given, scores.subarray(0, count), y, weight);
    else for (let i = 0; i < count; i++) this.#sums.count(weight ? weight[i]! : 1);
  }

  /** ln(1 + e^s) − y s and 1 / (1 + e^−s) by e^−|s|, which neither overflows nor loses digits. */
  #addProbabilities(
    logits: Float64Array,
    powers: Float64Array,
    y: Float64Array,
    weight: Float64Array | null,
  ): void {
    for (let i = 0; i < logits.length; i++) powers[i] = -Math.abs(logits[i]!);
    exponentials(this.kernels, powers);
    for (let i = 0; i < logits.length; i++) {
      const own = weight ? weight[i]! : 1;
      const [logit, power] = [logits[i]!, powers[i]!];
      const happened = y[i] === 1;
      const probability = (logit < 0 ? power : 1) / (1 + power);
      const other = (logit < 0 ? 1 : power) / (1 + power);
      const loss = Math.max(logit, 0) - (happened ? logit : 0) + onePlus(power, logarithm(1 + power));
      this.#sums.add(loss, (happened ? other : probability) ** 2, own);
      this.#calibration.add(probability, happened, own);
    }
  }

  scores(): Scores[] | null {
    if (this.#sums.rows === 0) return null;
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
    if (this.#sums.rows === 0) return null;
    const calibration = this.logits ? this.#calibration.bins() : null;
    return detailsOf(this.#confusion, calibration, areasOf([this.#ranking.score()]));
  }
}

/** Metrics of k logits a row, one a class: the largest tells the class that is predicted, the first of equal ones. */
export class ManyClassMetrics implements PartMetrics {
  readonly #confusion: Confusion;
  readonly #calibration = new Calibration();
  readonly #rankings: Ranking[];
  readonly #sums = new ProbabilitySums();

  /** @param kept scores that are kept, over all classes, for the exact areas under the curves */
  constructor(
    readonly classes: number,
    private readonly kernels: Kernels | null = null,
    kept = KEPT_SCORES,
  ) {
    this.#confusion = new Confusion(classes);
    this.#rankings = Array.from({ length: classes }, () => new Ranking(Math.floor(kept / classes)));
  }

  add({ count, scores }: MetricTile, { y, weight }: MetricTargets): void {
    const { classes } = this;
    const all = scores.subarray(0, classes * count);
    const [top, predicted] = largest(all, count, classes);
    const gaps = Float64Array.from(top, (score, i) => score - all[y[i]! * count + i]!);
    for (let at = 0; at < all.length; at++) all[at]! -= top[at % count]!;
    exponentials(this.kernels, all);
    for (let i = 0; i < count; i++)
      this.#addRow(all, count, i, y[i]!, predicted[i]!, gaps[i]!, weight ? weight[i]! : 1);
  }

  /** @param powers e^(score − largest) of every class; ln Σ of them, the largest's 1 apart, is what the loss needs. */
  #addRow(
    powers: Float64Array,
    count: number,
    i: number,
    actual: number,
    predicted: number,
    gap: number,
    weight: number,
  ): void {
    const { classes } = this;
    let rest = 0;
    for (let c = 0; c < classes; c++) if (c !== predicted) rest += powers[c * count + i]!;
    let distance = 0;
    for (let c = 0; c < classes; c++) {
      const probability = powers[c * count + i]! / (1 + rest);
      this.#rankings[c]!.add(probability, c === actual, weight);
      distance += (probability - (c === actual ? 1 : 0)) ** 2;
    }
    this.#sums.add(gap + onePlus(rest, logarithm(1 + rest)), distance, weight);
    this.#confusion.add(actual, predicted, weight);
    this.#calibration.add(1 / (1 + rest), actual === predicted, weight);
  }

  scores(): Scores[] | null {
    if (this.#sums.rows === 0) return null;
    const { logLoss, brier } = this.#sums;
    return [{ logLoss, ...sharesOf(this.#confusion, this.#areas()), brier }];
  }

  details(): PartDetails | null {
    if (this.#sums.rows === 0) return null;
    return detailsOf(this.#confusion, this.#calibration.bins(), this.#areas());
  }

  #areas(): RankingScore | null {
    return areasOf(this.#rankings.map((ranking) => ranking.score()));
  }
}

/** Each row's largest score, and whose it is. */
function largest(scores: Float64Array, count: number, classes: number): [Float64Array, Int32Array] {
  const top = scores.slice(0, count);
  const owner = new Int32Array(count);
  for (let c = 1; c < classes; c++) {
    for (let i = 0; i < count; i++) {
      const score = scores[c * count + i]!;
      if (!(score > top[i]!)) continue;
      top[i] = score;
      owner[i] = c;
    }
  }
  return [top, owner];
}

/** Weighted sums of log losses and squared distances. */
class ProbabilitySums {
  readonly #losses = new CompensatedSum();
  readonly #distances = new CompensatedSum();
  readonly #weights = new CompensatedSum();
  rows = 0;

  add(loss: number, distance: number, weight: number): void {
    this.count(weight);
    if (weight === 0) return;
    this.#losses.add(weight * loss);
    this.#distances.add(weight * distance);
  }

  count(weight: number): void {
    this.rows++;
    this.#weights.add(weight);
  }

  get logLoss(): number | null {
    return finite(this.#losses.value / this.#weights.value);
  }

  get brier(): number | null {
    return finite(this.#distances.value / this.#weights.value);
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The means over the classes that have rows on both sides; null where none has. */
function areasOf(scores: readonly (RankingScore | null)[]): RankingScore | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  const mean = (of: keyof RankingScore) => known.reduce((sum, score) => sum + score[of], 0) / known.length;
  return {
    rocAuc: mean('rocAuc'),
    prAuc: mean('prAuc'),
    rocAucError: mean('rocAucError'),
    prAucError: mean('prAucError'),
  };
}

function sharesOf({ accuracy, balancedAccuracy }: Confusion, areas: RankingScore | null): Scores {
  return { accuracy, balancedAccuracy, rocAuc: areas?.rocAuc ?? null, prAuc: areas?.prAuc ?? null };
}

function detailsOf(
  confusion: Confusion,
  calibration: ReturnType<Calibration['bins']> | null,
  areas: RankingScore | null,
): PartDetails {
  const rankingError = areas && { rocAuc: areas.rocAucError, prAuc: areas.prAucError };
  return {
    classes: { confusion: confusion.table, perClass: confusion.perClass, calibration, rankingError },
    residuals: null,
  };
}
