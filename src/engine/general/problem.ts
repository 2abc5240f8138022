import type { PreparedData } from '../data/prepare.ts';
import type { Scaling } from '../data/types.ts';
import type { Judgement } from '../metrics/index.ts';
import type { ModelKind } from '../models/types.ts';
import type { RowStore } from '../objectives/rowStore.ts';
import type { Predictor, ScoreLoss } from '../objectives/types.ts';
import type { Feature } from '../registry.ts';
import type { Objective } from '../solvers/types.ts';
import type { RunSpec } from '../spec.ts';

/** A spec on its data as solvers see it: what is minimized, and from where. */
export interface Problem {
  readonly spec: RunSpec;
  readonly data: PreparedData;
  readonly model: ModelKind;
  readonly judgement: Judgement;
  readonly scaling: Scaling;
  /** Per design column: original weight × this = weight per standard deviation, as it is shown. */
  readonly displayScale: Float64Array;
  /** What the weights are keyed by: the targets, the positive class, or every class. */
  readonly outputs: readonly string[];
  /** Sum of the training rows' weights: their number where each counts once. */
  readonly total: number;
  /** The spec's λ on the total scale. */
  readonly lambdaTotal: number;
  readonly features: ReadonlySet<Feature>;
  /** The factor of λ for each number of theta; 0 for intercepts. */
  readonly factors: Float64Array;
  readonly predictor: Predictor;
  readonly loss: ScoreLoss;
  /** The rows, where the loss is summed over them or they are taken in batches; null where moments do. */
  readonly store: RowStore | null;
  /** The objective on the training rows at a λ on the total scale. */
  objective(lambdaTotal: number): Objective;
  /** The same over one training row in so many; null where rows are not held. */
  sample(lambdaTotal: number, every: number): Objective | null;
  /** Mean data loss on the validation rows; null without any. */
  readonly validationLoss: ((theta: Float64Array) => number | Promise<number>) | null;
  /** Where iterative solvers start. A new array. */
  start(): Float64Array;
  /** Sentences on what was decided on the way. */
  readonly notes: string[];
}

/** A problem whose loss is summed over rows. */
export interface RowSide {
  readonly predictor: Predictor;
  readonly loss: ScoreLoss;
  readonly store: RowStore;
}
