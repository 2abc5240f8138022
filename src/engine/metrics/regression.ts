import type { CodedBlock, ColumnMoments, DesignBlock, LinearWeights, Moments } from '../data/types.ts';
import type { PartDetails, ResidualQuantiles } from '../inspectionReport.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import { KEPT_RESIDUALS, Residuals } from './residuals.ts';

/** How well predictions fit one target on one part of the rows. */
export interface RegressionScore {
  readonly mse: number;
  readonly rmse: number;
  /** Null where only moments are known: absolute errors need the rows. */
  readonly mae: number | null;
  /** 1 − RSS / Σ(y − ȳ)², or 1 − RSS / Σy² without an intercept; null where the target does not vary. */
  readonly r2: number | null;
}

/** A score from moments, with what rounding may have done to its MSE. */
export interface MomentsScore extends RegressionScore {
  /** Bound of the MSE's relative error. */
  readonly errorBound: number;
  /** False where the error bound is 1e-8 or more: the rows must be read again. */
  readonly trustworthy: boolean;
}

const TRUST = 1e-8;

/**
 * MSE and R² of a model in original units on the rows that `moments` (of one part) count, for each of the k targets.
 * R² measures variation from the part's own mean with an intercept, else from 0. Null without rows.
 */
export function scoreMoments(
  moments: Moments,
  { p, k, weights, intercept }: LinearWeights,
  hasIntercept: boolean,
): MomentsScore[] | null {
  const { count, mean, scatter } = moments;
  if (count === 0) return null;
  const d = p + k;
  return Array.from({ length: k }, (_, t) => {
    const own = weights.subarray(t * p, (t + 1) * p);
    const form = residualForm(scatter, d, p, t, own);
    let bias = mean[p + t]! - intercept[t]!;
    let biasSize = Math.abs(mean[p + t]!) + Math.abs(intercept[t]!);
    for (let j = 0; j < p; j++) {
      bias -= own[j]! * mean[j]!;
      biasSize += Math.abs(own[j]! * mean[j]!);
    }
    const rss = Math.max(form.value, 0) + count * bias * bias;
    const error = roundings(p, count) * Number.EPSILON * (form.size + 2 * count * Math.abs(bias) * biasSize);
    const squares = scatter[(p + t) * (d + 1)]! + (hasIntercept ? 0 : count * mean[p + t]! * mean[p + t]!);
    const errorBound = error === 0 ? 0 : error / rss;
    return { ...scoreOf(rss, count, squares, null), errorBound, trustworthy: errorBound < TRUST };
  });
}

/** How many units of rounding a term carries: of its own sums, of a tile's and, by chance alone, of the tiles' merging. */
function roundings(p: number, count: number): number {
  return p + 16 + Math.sqrt(count) / 16;
}

/** (−w, 1)ᵀ S (−w, 1) of target t, and the sum of its terms' magnitudes, which bounds the rounding. */
function residualForm(scatter: Float64Array, d: number, p: number, t: number, weights: Float64Array) {
  const target = p + t;
  let value = scatter[target * (d + 1)]!;
  let size = value;
  for (let i = 0; i < p; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    let sum = 0;
    let total = 0;
    for (let j = 0, at = i * d; j < p; j++, at++) {
      const term = scatter[at]! * weights[j]!;
      sum += term;
      total += Math.abs(term);
    }
    const cross = scatter[i * d + target]!;
    value += weight * (sum - 2 * cross);
    size += Math.abs(weight) * (total + 2 * Math.abs(cross));
  }
  return { value, size };
}

function scoreOf(rss: number, count: number, squares: number, mae: number | null): RegressionScore {
  const mse = rss / count;
  return { mse, rmse: Math.sqrt(mse), mae, r2: squares > 0 ? 1 - rss / squares : null };
}

/** Scores folded over blocks of rows, one target after the other: for what moments cannot tell, or not well enough. */
export class RegressionMetrics {
  readonly #weights: LinearWeights;
  readonly #hasIntercept: boolean;
  readonly #sums: TargetSums[];
  readonly #residuals: Residuals[] | null;
  #count = 0;

  /**
   * @param weights in original units; they must not change while blocks are added
   * @param residuals whether quantiles of the residuals are wanted too
   */
  constructor(weights: LinearWeights, hasIntercept: boolean, residuals = false) {
    const { k } = weights;
    this.#residuals = residuals ? Array.from({ length: k }, () => new Residuals(KEPT_RESIDUALS / k)) : null;
    this.#weights = weights;
    this.#hasIntercept = hasIntercept;
    this.#sums = Array.from({ length: weights.k }, () => new TargetSums());
  }

  /** Adds the block's rows of one part. */
  add(block: DesignBlock, part: number): void {
    const { p, k, weights, intercept } = this.#weights;
    for (let row = 0; row < block.rows; row++) {
      if (block.part[row] !== part) continue;
      this.#count++;
      const counts = block.weight ? block.weight[row]! : 1;
      for (let t = 0; t < k; t++) {
        let predicted = intercept[t]!;
        for (let j = 0; j < p; j++) {
          const cell = block.x[row * p + j]!;
          // Most cells of one-hot columns are zero.
          if (cell !== 0) predicted += weights[t * p + j]! * cell;
        }
        this.#sums[t]!.add(block.y[row * k + t]!, predicted, counts);
        this.#residuals?.[t]?.add(block.y[row * k + t]! - predicted, counts);
      }
    }
  }

  /** The same from codes: the same bits. */
  addCoded(block: CodedBlock, part: number): void {
    if (!block.part.includes(part)) return;
    const { k } = this.#weights;
    for (let t = 0; t < k; t++) {
      const predicted = codedPredictions(block, this.#weights, t);
      const sums = this.#sums[t]!;
      for (let row = 0; row < block.rows; row++) {
        if (block.part[row] === part)
          sums.add(block.y[row * k + t]!, predicted[row]!, block.weight ? block.weight[row]! : 1);
      }
      this.#addResiduals(block, part, t, predicted);
    }
    for (let row = 0; row < block.rows; row++) if (block.part[row] === part) this.#count++;
  }

  #addResiduals(
    { y, part: parts, rows, weight }: CodedBlock,
    part: number,
    t: number,
    predicted: Float64Array,
  ): void {
    const residuals = this.#residuals?.[t];
    if (!residuals) return;
    const { k } = this.#weights;
    for (let row = 0; row < rows; row++) {
      if (parts[row] === part) residuals.add(y[row * k + t]! - predicted[row]!, weight ? weight[row]! : 1);
    }
  }

  /** Adds rows counted elsewhere, after the own ones: the same weights are assumed. Their residuals are left out. */
  merge(other: RegressionMetrics): void {
    this.#count += other.#count;
    for (const [t, sums] of this.#sums.entries()) sums.merge(other.#sums[t]!);
  }

  get count(): number {
    return this.#count;
  }

  /** One score per target; null without rows. */
  scores(): RegressionScore[] | null {
    if (this.#count === 0) return null;
    return this.#sums.map((sums) => sums.score(this.#hasIntercept));
  }

  /** Quantiles of the residuals, one a target; null where they were not wanted, or without rows. */
  details(): PartDetails | null {
    const residuals = this.#residuals?.map((own) => own.quantiles()) ?? [null];
    if (residuals.some((own) => own === null)) return null;
    return { classes: null, residuals: residuals as ResidualQuantiles[] };
  }
}

/** Predictions of target t for every row, column by column: each row's terms are added in the columns' order. */
function codedPredictions(
  { rows, columns }: CodedBlock,
  { p, weights, intercept }: LinearWeights,
  t: number,
): Float64Array {
  const predicted = new Float64Array(rows).fill(intercept[t]!);
  const own = weights.subarray(t * p, (t + 1) * p);
  for (const column of columns) {
    if ('values' in column) {
      const weight = own[column.place]!;
      const { values } = column;
      if (weight !== 0) for (let row = 0; row < rows; row++) predicted[row]! += weight * values[row]!;
      continue;
    }
    const { codes, places } = column;
    const ofCode = Float64Array.from(places, (place) => (place < 0 ? 0 : own[place]!));
    for (let row = 0; row < rows; row++) {
      const code = codes[row]!;
      if (code >= 0 && code < ofCode.length) predicted[row]! += ofCode[code]!;
    }
  }
  return predicted;
}

/** What one target's score needs, y measured from its first value so that a large offset costs no digits. */
class TargetSums {
  #origin: number | null = null;
  readonly #squaredErrors = new CompensatedSum();
  readonly #absoluteErrors = new CompensatedSum();
  readonly #offsets = new CompensatedSum();
  readonly #squaredOffsets = new CompensatedSum();
  readonly #squares = new CompensatedSum();
  /** Sum of the rows' weights. */
  #count = 0;

  add(y: number, predicted: number, weight: number): void {
    if (weight === 0) return;
    this.#origin ??= y;
    const error = y - predicted;
    const offset = y - this.#origin;
    this.#count += weight;
    this.#squaredErrors.add(weight * error * error);
    this.#absoluteErrors.add(weight * Math.abs(error));
    this.#offsets.add(weight * offset);
    this.#squaredOffsets.add(weight * offset * offset);
    this.#squares.add(weight * y * y);
  }

  merge(other: TargetSums): void {
    const origin = other.#origin;
    if (origin === null) return;
    this.#origin ??= origin;
    const moved = origin - this.#origin;
    const count = other.#count;
    this.#count += count;
    this.#squaredErrors.add(other.#squaredErrors.value);
    this.#absoluteErrors.add(other.#absoluteErrors.value);
    this.#squares.add(other.#squares.value);
    this.#offsets.add(other.#offsets.value + moved * count);
    this.#squaredOffsets.add(
      other.#squaredOffsets.value + moved * (2 * other.#offsets.value + moved * count),
    );
  }

  score(hasIntercept: boolean): RegressionScore {
    const count = this.#count;
    const offsets = this.#offsets.value;
    const centred = this.#squaredOffsets.value - (offsets * offsets) / count;
    const squares = hasIntercept ? centred : this.#squares.value;
    return scoreOf(this.#squaredErrors.value, count, squares, this.#absoluteErrors.value / count);
  }
}

/** The model that predicts the training mean of each target: what a useful model must beat. */
export function baselineWeights({ p, k, mean }: Moments | ColumnMoments): LinearWeights {
  return { p, k, weights: new Float64Array(k * p), intercept: mean.slice(p) };
}
