import type { PartDetails } from '../inspectionReport.ts';
import { exponentials, logarithms } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import { onePlus } from '../objectives/losses/onePlus.ts';
import type { Scores } from '../report.ts';
import { Calibration } from './calibration.ts';
import { Confusion } from './confusion.ts';
import { Ranking, type RankingScore } from './ranking.ts';
import type { MetricTargets, MetricTile, PartMetrics } from './types.ts';

/** Scores of a part that are kept for its ROC and precision–recall curves: 8 MB. More are counted in bins. */
const KEPT_SCORES = 2 ** 20;

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

/** Metrics of k logits a row, one a class: the largest tells the class that is predicted, the first of equal ones. */
export class ManyClassMetrics implements PartMetrics {
  readonly #confusion: Confusion;
  readonly #calibration = new Calibration();
  readonly #rankings: Ranking[];
  readonly #sums = new ProbabilitySums();
  #rows = 0;

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
    const gaps = top.map((score, i) => score - all[y[i]! * count + i]!);
    for (let c = 0; c < classes; c++) {
      const own = all.subarray(c * count, (c + 1) * count);
      for (let i = 0; i < count; i++) own[i]! -= top[i]!;
    }
    exponentials(this.kernels, all);
    this.#addRows(all, predicted, gaps, y, weight);
    this.#rows += count;
  }

  /** @param powers e^(score − largest) of every class; ln Σ of them, the largest's 1 apart, is what the loss needs. */
  #addRows(
    powers: Float64Array,
    predicted: Int32Array,
    gaps: Float64Array,
    y: Float64Array,
    weight: Float64Array | null,
  ): void {
    const count = gaps.length;
    const rest = othersOf(powers, predicted);
    const lead = powers.slice(0, count);
    const logs = logsOfOnePlus(rest, powers.subarray(0, count), this.kernels).slice();
    powers.set(lead);
    const { losses, distances } = this.#sums.next(count);
    distances.fill(0);
    for (let c = 0; c < this.classes; c++) {
      const own = powers.subarray(c * count, (c + 1) * count);
      for (let i = 0; i < count; i++) {
        own[i]! /= 1 + rest[i]!;
        distances[i]! += (own[i]! - (y[i] === c ? 1 : 0)) ** 2;
      }
      this.#rankings[c]!.addRows(own, y, c, weight);
    }
    for (let i = 0; i < count; i++) {
      const counts = weight ? weight[i]! : 1;
      losses[i] = gaps[i]! + onePlus(rest[i]!, logs[i]!);
      this.#confusion.add(y[i]!, predicted[i]!, counts);
      this.#calibration.add(1 / (1 + rest[i]!), y[i] === predicted[i], counts);
    }
    this.#sums.add(weight);
  }

  scores(): Scores[] | null {
    if (this.#rows === 0) return null;
    const { logLoss, brier } = this.#sums;
    return [{ logLoss, ...sharesOf(this.#confusion, this.#areas()), brier }];
  }

  details(): PartDetails | null {
    if (this.#rows === 0) return null;
    return detailsOf(this.#confusion, this.#calibration.bins(), this.#areas());
  }

  #areas(): RankingScore | null {
    return areasOf(this.#rankings.map((ranking) => ranking.score()));
  }
}

/**
 * ln(1 + value) of each value, in `room`: where that lies in the kernels' memory no memory is taken, which could move
 * the scores away while they are visited.
 */
function logsOfOnePlus(values: Float64Array, room: Float64Array, kernels: Kernels | null): Float64Array {
  for (let i = 0; i < values.length; i++) room[i] = 1 + values[i]!;
  logarithms(kernels, room);
  return room;
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

/** Each row's sum over the classes but the predicted one. */
function othersOf(powers: Float64Array, predicted: Int32Array): Float64Array {
  const count = predicted.length;
  const rest = new Float64Array(count);
  for (let c = 0, at = 0; at < powers.length; c++) {
    for (let i = 0; i < count; i++, at++) if (c !== predicted[i]) rest[i]! += powers[at]!;
  }
  return rest;
}

/** Weighted sums of log losses and squared distances. */
class ProbabilitySums {
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
