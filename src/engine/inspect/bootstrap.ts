import { type RandomStream, stream } from '../random.ts';
import { countedProgress, type WorkProgress } from '../workReport.ts';

export interface BootstrapTask {
  /** Training rows, in the order in which `refit` takes their weights. */
  readonly rows: number;
  readonly resamples: number;
  readonly seed: number;
  /**
   * multinomial: as many rows as there are, drawn with replacement. poisson: each row counts Poisson(1) times on its
   * own, so that a row's count depends on no other row's.
   */
  readonly kind: 'multinomial' | 'poisson';
  /** The share of the resamples that an interval covers: 0.95. */
  readonly share: number;
  /**
   * The estimates on rows that count so many times, preprocessing included; null where these rows give none (a class
   * is missing). Yields between pieces of work; the weights are only valid until it has ended.
   */
  readonly refit: (weights: Float64Array) => AsyncGenerator<void, ArrayLike<number> | null>;
}

/** Percentile interval and standard deviation (n − 1) of one estimate over the resamples. */
export interface BootstrapInterval {
  readonly low: number;
  readonly high: number;
  readonly deviation: number;
}

export interface BootstrapResult {
  readonly intervals: BootstrapInterval[];
  /** Resamples that gave estimates. */
  readonly resamples: number;
  /** What the intervals are and are not. */
  readonly note: string;
}

/**
 * Bootstrap intervals of estimates (Efron & Tibshirani 1993, 13.3: percentiles). They tell how the shrunk estimate
 * moves with the sample; its bias towards 0 is in each resample too and in no interval. Each resample has a random
 * stream of its own. Yields before each refit and between its pieces of work; null where fewer than two resamples gave
 * estimates.
 */
export async function* bootstrap(task: BootstrapTask): AsyncGenerator<WorkProgress, BootstrapResult | null> {
  const weights = new Float64Array(task.rows);
  const estimates: Float64Array[] = [];
  for (let resample = 0; resample < task.resamples; resample++) {
    const progress = countedProgress('sample', resample, task.resamples);
    yield progress;
    draw(weights, task.kind, stream(task.seed, `bootstrap ${resample}`));
    const steps = task.refit(weights);
    let next = await steps.next();
    for (; !next.done; next = await steps.next()) yield progress;
    if (next.value) estimates.push(Float64Array.from(next.value));
  }
  const [first] = estimates;
  if (!first || estimates.length < 2) return null;
  return {
    intervals: Array.from(first, (_, at) =>
      intervalOf(
        estimates.map((own) => own[at]!),
        task.share,
      ),
    ),
    resamples: estimates.length,
    note: noteOf(estimates.length, task.share),
  };
}

function noteOf(resamples: number, share: number): string {
  return `${Math.round(100 * share)} % percentile intervals of ${resamples} bootstrap resamples, each fitted with the same λ. They show how the shrunk estimate varies; λ biases it towards 0, so they are no confidence intervals of the true weights.`;
}

function draw(weights: Float64Array, kind: BootstrapTask['kind'], random: RandomStream): void {
  if (kind === 'poisson') {
    for (let row = 0; row < weights.length; row++) weights[row] = poissonOfOne(random.uniform());
    return;
  }
  weights.fill(0);
  for (let row = 0; row < weights.length; row++) weights[random.integer(0, weights.length - 1)]!++;
}

/** 1/e. */
const NONE = 0.36787944117144233;

/** The count of mean 1 whose distribution function first exceeds u: P(c) = 1 / (e c!). */
function poissonOfOne(u: number): number {
  let count = 0;
  let chance = NONE;
  let below = chance;
  while (u >= below && count < 20) {
    count++;
    chance /= count;
    below += chance;
  }
  return count;
}

function intervalOf(values: number[], share: number): BootstrapInterval {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const tail = (1 - share) / 2;
  return {
    low: quantile(sorted, tail),
    high: quantile(sorted, 1 - tail),
    deviation: Math.sqrt(squares / (n - 1)),
  };
}

/** Between neighbours, Hyndman & Fan's (1996) type 7. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const at = Math.min(Math.floor(place), sorted.length - 2);
  return sorted[at]! + (place - at) * (sorted[at + 1]! - sorted[at]!);
}
