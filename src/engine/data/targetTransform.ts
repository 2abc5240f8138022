import type { Column } from '../csv/types.ts';
import { RidgelineError } from '../errors.ts';
import { exponential, logarithm } from '../kernels/exponential.ts';
import type { RunSpec } from '../spec.ts';

/** What a target is trained on as, and the way back to its own unit. */
export interface TargetTransform {
  forward(y: number): number;
  back(prediction: number): number;
}

const PLAIN: TargetTransform = { forward: (y) => y, back: (prediction) => prediction };

/** Both without losing the digits of small numbers, and the same in every engine (Kahan's ways). */
const LOG1P: TargetTransform = {
  forward(y) {
    const sum = 1 + y;
    return sum === 1 ? y : (logarithm(sum) * y) / (sum - 1);
  },
  back(prediction) {
    const power = exponential(prediction);
    if (power === 1) return prediction;
    const less = power - 1;
    return less === -1 || !Number.isFinite(power) ? less : (less * prediction) / logarithm(power);
  },
};

/** The transform of a spec's targets; metrics and predictions are told in the target's own unit, through `back`. */
export function targetTransform({ targetTransform: id }: Pick<RunSpec, 'targetTransform'>): TargetTransform {
  return id === 'log1p' ? LOG1P : PLAIN;
}

/** Throws with a way out where a target cannot be transformed. */
export function checkTransform(
  targets: readonly Column[],
  { targetTransform: id }: Pick<RunSpec, 'targetTransform'>,
  takesNumbers: boolean,
): void {
  if (id === 'none') return;
  if (!takesNumbers) {
    throw new RidgelineError(
      'bad-spec',
      `ln(1 + y) of a target is for numbers on any scale; this model predicts "${targets[0]?.name ?? ''}" as classes or counts. Leave the transform out, or choose a linear model.`,
    );
  }
  const low = targets.find(({ min }) => min <= -1);
  if (!low) return;
  throw new RidgelineError(
    'bad-spec',
    `"${low.name}" goes down to ${low.min}, and ln(1 + y) needs numbers above −1. Leave the transform out, or choose another target.`,
  );
}
