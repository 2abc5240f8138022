import * as v from 'valibot';

/** What is told of solvers on their way, alone and in a race: plain data, as in `report.ts`. */

const num = v.number();
const maybe = v.nullable(v.number());
const nums = v.array(v.number());

/** noMinimum: weights grow without end, however small the gradient has become (separable classes without a penalty). */
const endReason = v.picklist([
  'iterations',
  'converged',
  'diverged',
  'stopped',
  'stalled',
  'earlyStopping',
  'noMinimum',
]);

export const DescentEndSchema = v.object({
  reason: endReason,
  iterations: num,
  learningRate: num,
  /** L: learning rates below 2 / L converge; null where the loss has no such bound. */
  lipschitz: maybe,
  /** Largest subgradient at the end, relative to the gradient at w = 0; null where it was not measured. */
  kktResidual: v.exactOptional(maybe),
  /** Set when diverged: why, and what would fix it; `suggestedRate` is 0.9 / L. */
  advice: v.nullable(v.object({ message: v.string(), suggestedRate: num })),
});

/** Iterations since the last message, column by column; `weights` is the newest standardized state, k × p. */
export const IteratesSchema = v.object({
  iteration: nums,
  dataLoss: nums,
  penalty: nums,
  /** Empty without a validation part. */
  validation: nums,
  gradientNorm: nums,
  /** ‖w − w*‖ from the exact optimum; absent where that is not known. */
  distance: v.exactOptional(nums),
  /** Snapshots kept for the trajectory: their iterations, and the weights at each. */
  weightsAt: nums,
  weights: v.array(nums),
});

/** How one racer of a race fared. */
export const RacerResultSchema = v.object({
  label: v.string(),
  solver: v.string(),
  initializer: v.string(),
  /** Null where the solver takes none. */
  learningRate: maybe,
  iterations: num,
  reason: endReason,
  /** Its last loss, data and penalty. */
  loss: maybe,
  /** Iterations and milliseconds until it was within 1 % of the lowest loss; null where it never was. */
  iterationsToNear: maybe,
  millisecondsToNear: maybe,
});

/** A race of solvers, starts and learning rates on the same data. */
export const RaceResultSchema = v.object({
  /** The lowest loss. */
  optimum: num,
  /** True where that is the convex optimum; false where it is the lowest that a racer reached. */
  exact: v.boolean(),
  racers: v.array(RacerResultSchema),
  /** Sentences on who does not race, and why. */
  notes: v.exactOptional(v.array(v.string())),
});

export type DescentEnd = v.InferOutput<typeof DescentEndSchema>;
export type RacerResult = v.InferOutput<typeof RacerResultSchema>;
export type RaceResult = v.InferOutput<typeof RaceResultSchema>;
export type Iterates = v.InferOutput<typeof IteratesSchema>;
