import type { Kernels } from '../../../../../src/engine/kernels/loader.ts';
import type { ScoredRows } from '../../../../../src/engine/kernels/rowTiles.ts';
import { CompensatedSum } from '../../../../../src/engine/linalg/compensated.ts';
import { huberLoss } from '../../../../../src/engine/objectives/losses/huber.ts';
import { logisticLoss } from '../../../../../src/engine/objectives/losses/logistic.ts';
import { poissonLoss } from '../../../../../src/engine/objectives/losses/poisson.ts';
import { softmaxLoss } from '../../../../../src/engine/objectives/losses/softmax.ts';
import { squaredLoss } from '../../../../../src/engine/objectives/losses/squared.ts';
import { squaredHingeLoss } from '../../../../../src/engine/objectives/losses/squaredHinge.ts';
import type { ScoreLoss } from '../../../../../src/engine/objectives/types.ts';
import type { RandomStream } from '../../../../../src/engine/random.ts';

/** A loss with targets that it may meet. */
export interface LossCase {
  readonly name: string;
  readonly make: (kernels: Kernels | null) => ScoreLoss;
  /** Targets a row. */
  readonly targets: number;
  readonly y: (random: RandomStream) => number;
}

const number = (random: RandomStream) => 3 * random.normal();
const side = (random: RandomStream) => random.integer(0, 1);

export const LOSSES: readonly LossCase[] = [
  { name: 'squared', make: () => squaredLoss(2), targets: 2, y: number },
  { name: 'huber', make: () => huberLoss(2, 1.35), targets: 2, y: number },
  { name: 'logistic', make: (kernels) => logisticLoss(kernels), targets: 1, y: side },
  { name: 'squared hinge', make: () => squaredHingeLoss(), targets: 1, y: side },
  {
    name: 'poisson',
    make: (kernels) => poissonLoss(2, kernels),
    targets: 2,
    y: (random) => random.integer(0, 9),
  },
  {
    name: 'softmax',
    make: (kernels) => softmaxLoss(4, kernels),
    targets: 1,
    y: (random) => random.integer(0, 3),
  },
];

/** The losses' sum and derivatives at these scores; the scores stay. */
export function derived(
  loss: ScoreLoss,
  scores: Float64Array,
  y: Float64Array,
  weight: Float64Array | null = null,
): { value: number; slopes: Float64Array } {
  const tile = tileOf(loss, scores.slice());
  const sum = new CompensatedSum();
  loss.derive(tile, { y, weight }, sum);
  return { value: sum.value, slopes: tile.scores };
}

export function tileOf(loss: ScoreLoss, scores: Float64Array): ScoredRows {
  const count = scores.length / loss.outputs;
  return { count, rows: Int32Array.from({ length: count }, (_, row) => row), scores };
}
