import type { CodedBlock, DesignBlock, LinearWeights } from '../data/types.ts';
import type { PartDetails, ResidualQuantiles } from '../inspectionReport.ts';
import { KEPT_RESIDUALS, Residuals } from './residuals.ts';
import { type RegressionScore, TargetSums } from './targetSums.ts';

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
