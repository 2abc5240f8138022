import type { PartDetails } from '../inspectionReport.ts';
import { exponentials } from '../kernels/exponential.ts';
import type { Kernels } from '../kernels/loader.ts';
import { onePlus } from '../objectives/losses/onePlus.ts';
import type { Scores } from '../report.ts';
import { Calibration } from './calibration.ts';
import { areasOf, detailsOf, KEPT_SCORES, sharesOf } from './classScores.ts';
import { Confusion } from './confusion.ts';
import { logsOfOnePlus, ProbabilitySums } from './probabilitySums.ts';
import { Ranking, type RankingScore } from './ranking.ts';
import type { MetricTargets, MetricTile, PartMetrics } from './types.ts';

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
