import { type Penalty, shrink } from '../objectives/penalty.ts';

/**
 * The proximal step of the L1 part, in place: each θ_j moves towards 0 by rate · scale_j · l1_j, and to exactly 0 where
 * that is nearer. With `scale` it is the proximal map in the metric of an adaptive step (Duchi, Hazan & Singer 2011, §3).
 */
export function proximalStep(
  theta: Float64Array,
  l1: Float64Array | null,
  rate: number,
  scale: Float64Array | null,
): void {
  if (!l1) return;
  shrink(theta, scale ? l1.map((own, j) => own * scale[j]!) : l1, rate);
}

/** Shortens a gradient to `longest`, in place; 0: never (Pascanu, Mikolov & Bengio 2013). */
export function clip(gradient: Float64Array, longest: number): void {
  if (!(longest > 0)) return;
  const length = norm(gradient);
  if (!(length > longest)) return;
  for (let j = 0; j < gradient.length; j++) gradient[j]! *= longest / length;
}

/**
 * Decoupled weight decay: takes the L2 penalty's gradient out of `gradient`, and moves the weights by rate × it instead,
 * both in place (Loshchilov & Hutter 2019). Overwrites `decay`.
 */
export function decayWeights(
  penalty: Penalty,
  theta: Float64Array,
  gradient: Float64Array,
  decay: Float64Array,
  rate: number,
): void {
  penalty.addGradient(theta, decay.fill(0));
  for (let j = 0; j < decay.length; j++) {
    gradient[j]! -= decay[j]!;
    theta[j]! -= rate * decay[j]!;
  }
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
