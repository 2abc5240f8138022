import type { HeldBlock, RowChoice, ScoredRows } from '../kernels/rowTiles.ts';
import type { CompensatedSum } from '../linalg/compensated.ts';
import type { DenseLayer } from './denseLayer.ts';

/** What the rows of a tile are held against. */
export interface TileTargets {
  /** Laid out target by target like the scores: `y[t·count + i]`; of classes, one index of a class a row. */
  readonly y: Float64Array;
  /** The weight of each row; null where each counts once. */
  readonly weight: Float64Array | null;
}

/**
 * A loss ℓ(y, s) of a row's k scores s: all that a kind of model has to say. Scores are laid out target by target,
 * `scores[t·count + i]`, and may stand in the kernels' memory: nothing is allocated there while they are worked on.
 */
export interface ScoreLoss {
  /** k. */
  readonly outputs: number;
  /** A bound of the largest second derivative in any direction of the scores; null where there is none (Poisson). */
  readonly curvature: number | null;
  /** True where the same number added to all k scores changes nothing: only differences of intercepts are told. */
  readonly shiftInvariant?: boolean;
  /** Adds Σ weight · ℓ to `sum` row after row, and overwrites the scores by weight · ∂ℓ/∂s. */
  derive(tile: ScoredRows, targets: TileTargets, sum: CompensatedSum): void;
  /**
   * Writes weight · ∂²ℓ/∂s_a∂s_b for the pairs a ≤ b in the order (0,0), (0,1) … (1,1) …, each of `count` numbers:
   * `curvatures[pair·count + i]`; the scores are left as they are. Absent where the loss has no second derivatives.
   */
  curvatures?(tile: ScoredRows, targets: TileTargets, curvatures: Float64Array): void;
  /** Overwrites scores (k × count) by what they predict: means, rates, probabilities. */
  predict(scores: Float64Array, count: number): void;
  /**
   * The intercepts (k) at which no column tells anything: of the mean, the share, the rate.
   * @param mean k weighted means of y over the training rows; of classes, the share of each class
   */
  nullScores(mean: Float64Array): Float64Array;
}

/** How θ makes k scores of a row: linear, or a network. */
export interface Predictor {
  /** Numbers in θ. */
  readonly size: number;
  readonly p: number;
  readonly k: number;
  readonly intercept: boolean;
  /** 1 for each number of θ that is a weight, 0 for an intercept or bias; length `size`. */
  readonly penalized: Uint8Array;
  /** Of a network: its layers in θ, from the inputs on. */
  readonly layers?: readonly DenseLayer[];
  /**
   * Visits the chosen rows tile by tile, in order, with their scores at θ. With `gradient` (length `size`), what the
   * visitor leaves in place of the scores, ∂/∂s, is carried back and added to it, row after row.
   */
  fold(
    held: HeldBlock,
    rows: RowChoice,
    theta: Float64Array,
    visit: (tile: ScoredRows) => void,
    gradient: Float64Array | null,
  ): void;
  /**
   * Adds Σ_i Σ_ab curvature_ab(i) ∂s_a/∂θ ∂s_b/∂θᵀ of the chosen rows to `hessian` (size × size, row-major, its upper
   * triangle alone). Absent where scores are not linear in θ.
   */
  addHessian?(
    held: HeldBlock,
    rows: RowChoice,
    theta: Float64Array,
    curvatures: (tile: ScoredRows, out: Float64Array) => void,
    hessian: Float64Array,
  ): void;
}
