import type { HeldBlock, RowChoice, ScoredRows } from '../kernels/rowTiles.ts';
import { CompensatedSum } from '../linalg/compensated.ts';
import type { Feature } from '../registry.ts';
import type { BatchSource, Evaluation, Objective } from '../solvers/types.ts';
import type { Penalty } from './penalty.ts';
import type { RowStore } from './rowStore.ts';
import type { Predictor, ScoreLoss, TileTargets } from './types.ts';

/** A loss of scores, what makes the scores, and the rows of one part. */
export interface RowProblem {
  readonly predictor: Predictor;
  readonly loss: ScoreLoss;
  readonly penalty: Penalty;
  /** See {@link Objective.origin}. */
  readonly origin?: Float64Array;
  readonly store: RowStore;
  /** A PART. */
  readonly part: number;
  /** Sum of the part's row weights: their number where each counts once. */
  readonly total: number;
  readonly features: ReadonlySet<Feature>;
  readonly lipschitz: () => number;
  readonly batches: BatchSource | null;
}

/**
 * Mean loss of one part's rows + penalty. Each block is summed by itself and the blocks in their order, so that where
 * blocks end, not who sums them, decides the rounding. Answers at once where the rows are held.
 */
export function scoreObjective(problem: RowProblem): Objective {
  const { predictor, loss, penalty, store, total, part } = problem;
  const { size, p, k, intercept } = predictor;
  const { addHessian } = predictor;
  const { curvatures } = loss;
  const { features, batches } = problem;
  const origin = problem.origin ?? new Float64Array(size);
  const common = { p, k, intercept, size, features, penalty, origin, batches };
  const evaluate: Objective['evaluate'] = (theta, gradient) => {
    const sum = new CompensatedSum();
    gradient?.fill(0);
    const add = (held: HeldBlock) => addLoss(problem, held, part, theta, sum, gradient);
    const end = () => evaluated(sum.value, total, penalty, theta, gradient);
    return store.held ? finish(store.held, add, end) : finishLater(store.blocks(), add, end);
  };
  if (!addHessian || !curvatures) return { ...common, lipschitz: problem.lipschitz, evaluate };
  return {
    ...common,
    lipschitz: problem.lipschitz,
    evaluate,
    hessian(theta, hessian) {
      hessian.fill(0);
      const add = (held: HeldBlock) => {
        const targets = targetsOf(held, loss.outputs);
        const own = (tile: ScoredRows, out: Float64Array) => curvatures(tile, targets(tile), out);
        addHessian(held, part, theta, own, hessian);
      };
      const end = () => {
        mirrored(hessian, size, 1 / total);
        penalty.addHessian(hessian);
      };
      return store.held ? finish(store.held, add, end) : finishLater(store.blocks(), add, end);
    },
  };
}

/** Adds the loss of the chosen rows of a block to `sum`, and its gradient, a sum and no mean, to `gradient`. */
export function addLoss(
  { predictor, loss }: Pick<RowProblem, 'predictor' | 'loss'>,
  held: HeldBlock,
  rows: RowChoice,
  theta: Float64Array,
  sum: CompensatedSum,
  gradient: Float64Array | null,
): void {
  const targets = targetsOf(held, loss.outputs);
  const own = gradient ? new Float64Array(gradient.length) : null;
  predictor.fold(held, rows, theta, (tile) => loss.derive(tile, targets(tile), sum), own);
  if (own) for (let at = 0; at < own.length; at++) gradient![at]! += own[at]!;
}

/** Divides the sums by the rows, in place, and adds the penalty. */
export function evaluated(
  loss: number,
  total: number,
  penalty: Penalty,
  theta: Float64Array,
  gradient: Float64Array | null,
): Evaluation {
  if (gradient) {
    for (let at = 0; at < gradient.length; at++) gradient[at]! /= total;
    penalty.addGradient(theta, gradient);
  }
  return { dataLoss: loss / total, penalty: penalty.value(theta) };
}

/**
 * Gathers the targets of a tile's rows from their block, into the same arrays each time.
 * @param outputs scores a row: a block of classes has one y a row all the same
 * @param weights of the block's rows; null where each counts once
 */
export function targetsOf(
  { block }: HeldBlock,
  outputs: number,
  weights: Float64Array | null = block.weight ?? null,
): (tile: ScoredRows) => TileTargets {
  const own = block.rows === 0 ? outputs : block.y.length / block.rows;
  let y = new Float64Array(0);
  let weight = new Float64Array(0);
  return ({ rows, count }) => {
    if (y.length !== own * count) {
      y = new Float64Array(own * count);
      weight = new Float64Array(count);
    }
    for (let t = 0; t < own; t++) {
      for (let i = 0; i < count; i++) y[t * count + i] = block.y[rows[i]! * own + t]!;
    }
    if (!weights) return { y, weight: null };
    for (let i = 0; i < count; i++) weight[i] = weights[rows[i]!]!;
    return { y, weight };
  };
}

function finish<B, R>(blocks: Iterable<B>, add: (block: B) => void, end: () => R): R {
  for (const block of blocks) add(block);
  return end();
}

async function finishLater<B, R>(
  blocks: Iterable<B> | AsyncIterable<B>,
  add: (block: B) => void,
  end: () => R,
): Promise<R> {
  for await (const block of blocks) add(block);
  return end();
}

/** Multiplies the upper triangle by `factor` and writes it into the lower one too. */
function mirrored(matrix: Float64Array, size: number, factor: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const value = matrix[i * size + j]! * factor;
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
}
