import type { DesignBlock, Scaling } from '../../../../src/engine/data/types.ts';
import type { Kernels } from '../../../../src/engine/kernels/loader.ts';
import { rowTiles } from '../../../../src/engine/kernels/rowTiles.ts';
import { linearPredictor } from '../../../../src/engine/objectives/linearPredictor.ts';
import { networkPredictor } from '../../../../src/engine/objectives/network.ts';
import { elasticNetPenalty } from '../../../../src/engine/objectives/penalty.ts';
import { heldRows } from '../../../../src/engine/objectives/rowStore.ts';
import { scoreObjective } from '../../../../src/engine/objectives/scoreObjective.ts';
import type { Predictor } from '../../../../src/engine/objectives/types.ts';
import { stream } from '../../../../src/engine/random.ts';
import type { Evaluation, Objective } from '../../../../src/engine/solvers/types.ts';
import type { RunSpec } from '../../../../src/engine/spec.ts';
import type { LossCase } from './losses/cases.ts';

export interface ProblemChoice {
  readonly intercept?: boolean;
  readonly lambda?: number;
  readonly l1Ratio?: number;
  /** Hidden units; absent: linear. */
  readonly hidden?: readonly number[];
  readonly activation?: RunSpec['activation'];
  readonly kernels?: Kernels | null;
  /** What the columns were multiplied by. */
  readonly unit?: number;
}

/** An objective over held rows that answers at once. */
export interface HeldObjective extends Objective {
  evaluate(theta: Float64Array, gradient: Float64Array | null): Evaluation;
}

export const COLUMNS = 5;

/** Rows in columns of different size, one of them constant, with the loss's own targets; every sixth is left out. */
export function rowsFor({ targets, y }: LossCase, rows = 70, seed = 1): DesignBlock {
  const random = stream(seed, 'score problems');
  return {
    rows,
    x: Float64Array.from({ length: rows * COLUMNS }, (_, at) =>
      at % COLUMNS === 3 ? 4 : 10 + (1 + (at % COLUMNS)) * random.normal(),
    ),
    y: Float64Array.from({ length: rows * targets }, () => y(random)),
    part: Uint8Array.from({ length: rows }, (_, row) => (row % 6 === 5 ? 1 : 0)),
  };
}

/** Nearly standardizes the columns of {@link rowsFor}. */
export function scalingFor(intercept: boolean, unit = 1): Scaling {
  const each = Array.from({ length: COLUMNS }, (_, j) => j);
  return {
    shift: Float64Array.from(each, (j) => (intercept ? unit * (j === 3 ? 4 : 10) : 0)),
    scale: Float64Array.from(each, (j) => unit * (j === 3 ? 1 : 1 + j)),
    constant: Uint8Array.from(each, (j) => (j === 3 ? 1 : 0)),
  };
}

export function predictorFor({ make }: LossCase, choice: ProblemChoice): Predictor {
  const { intercept = true, hidden, activation = 'tanh', kernels = null, unit = 1 } = choice;
  const tiles = rowTiles(kernels);
  const scaling = scalingFor(intercept, unit);
  const { outputs } = make(null);
  if (!hidden) return linearPredictor(tiles, scaling, outputs, intercept);
  return networkPredictor({ tiles, kernels, scaling, outputs, hidden, activation });
}

/** The loss over the training rows of blocks, on the optimized scale. */
export function objectiveFor(
  own: LossCase,
  blocks: readonly DesignBlock[],
  choice: ProblemChoice = {},
): HeldObjective {
  const { lambda = 0, l1Ratio = 0, kernels = null } = choice;
  const predictor = predictorFor(own, choice);
  const factors = Float64Array.from(predictor.penalized);
  let total = 0;
  for (const { part, weight } of blocks)
    part.forEach((value, row) => {
      if (value === 0) total += weight ? weight[row]! : 1;
    });
  return scoreObjective({
    predictor,
    loss: own.make(kernels),
    penalty: elasticNetPenalty({ lambda, l1Ratio, factors }),
    store: heldRows(rowTiles(kernels), blocks),
    part: 0,
    total,
    features: new Set(),
    lipschitz: () => Number.NaN,
    batches: null,
  }) as HeldObjective;
}

export function thetaFor(size: number, seed = 2, spread = 0.4): Float64Array {
  const random = stream(seed, 'theta');
  return Float64Array.from({ length: size }, () => spread * random.normal());
}
