import { subgradient } from '../objectives/penalty.ts';
import { thetaWidth } from '../objectives/theta.ts';
import type { Objective } from './types.ts';

/** The relative KKT residual at which a solver has arrived, where nothing else is asked for. */
export const ARRIVED = 1e-8;
/** How far off the minimum may lie, as a share of the largest number of theta, where nothing else is asked for. */
export const SETTLED = 1e-8;

/**
 * What KKT residuals are relative to: the largest absolute value of the data loss's gradient at w = 0, the intercepts
 * at their best where the objective knows them. It is taken over the weights alone: an intercept's slope would tell how
 * far the target lies from 0, and hide what is left of the weights'. 1 where that is 0 or not finite.
 * @param known a point and the gradient of the smooth part there, which saves a pass over the rows where it is that point
 */
export async function kktScale(
  objective: Objective,
  known?: { readonly theta: Float64Array; readonly gradient: Float64Array },
): Promise<number> {
  const origin = objective.origin ?? new Float64Array(objective.size);
  if (known?.theta.every((value, j) => value === origin[j])) return scaleOf(objective, known.gradient);
  const gradient = new Float64Array(objective.size);
  await objective.evaluate(origin, gradient);
  return scaleOf(objective, gradient);
}

function scaleOf({ size, p, k, intercept }: Objective, gradient: Float64Array): number {
  const width = thetaWidth(p, intercept);
  const linear = intercept && p > 0 && size === k * width;
  let scale = 0;
  for (let j = 0; j < size; j++) {
    if (!linear || j % width !== p) scale = Math.max(scale, Math.abs(gradient[j]!));
  }
  return scale > 0 && Number.isFinite(scale) ? scale : 1;
}

/**
 * How far theta is from a minimum: the largest absolute value of the subgradient that is nearest to 0, over `scale` of
 * {@link kktScale}. NaN where the gradient has one.
 * @param gradient of the smooth part (data loss and L2) at theta
 */
export function kktResidual(
  { penalty: { l1 } }: Pick<Objective, 'penalty'>,
  theta: Float64Array,
  gradient: Float64Array,
  scale: number,
): number {
  let residual = 0;
  for (let j = 0; j < theta.length; j++) {
    if (Number.isNaN(gradient[j]!)) return Number.NaN;
    residual = Math.max(residual, Math.abs(subgradient(theta[j]!, gradient[j]!, l1 ? l1[j]! : 0)));
  }
  return residual / scale;
}

/** The relative KKT residual at theta: one or two passes over the rows. */
export async function kktAt(objective: Objective, theta: Float64Array): Promise<number> {
  const gradient = new Float64Array(theta.length);
  await objective.evaluate(theta, gradient);
  return kktResidual(objective, theta, gradient, await kktScale(objective, { theta, gradient }));
}
