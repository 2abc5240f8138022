import { factorCholesky, solveCholesky } from './cholesky.ts';
import type { Quadratic } from './quadratic.ts';

/**
 * Minimizes over the coordinates that are not 0, with the signs that they have: their linear system by Cholesky, and
 * where a coordinate would change its sign, as far as to the first such point, where it becomes 0 and leaves (the
 * feature-sign search of Lee, Battle, Raina & Ng 2007). Never raises the objective but for rounding. Changes `theta`
 * in place.
 * @returns whether anything was done: false where the system is singular to working precision
 */
export function solveSigned(problem: Quadratic, theta: Float64Array): boolean {
  let moved = false;
  for (;;) {
    const active = activeOf(problem, theta);
    const target = active.length > 0 ? solveActive(problem, theta, active) : null;
    if (!target) return moved;
    moved = true;
    if (!moveTo(problem, theta, active, target)) return true;
  }
}

/** Coordinates that are not 0, or have no L1 part to keep them there. */
function activeOf({ n, hessian, l1 }: Quadratic, theta: Float64Array): Int32Array {
  const active: number[] = [];
  for (let j = 0; j < n; j++) {
    const free = l1 ? l1[j] === 0 : true;
    if (hessian[j * (n + 1)]! > 0 && (free || theta[j] !== 0)) active.push(j);
  }
  return Int32Array.from(active);
}

/** Shares of the diagonal that are added where the system is singular: a proximal step, which has the same end. */
const RIDGES = [0, 1e-12, 1e-9, 1e-6];

/** Where H_AA θ_A = c_A − l1_A sign θ_A, from θ_A on, its columns brought to one size; with one step of refinement. */
function solveActive(problem: Quadratic, theta: Float64Array, active: Int32Array): Float64Array | null {
  const { n, hessian } = problem;
  const unit = Float64Array.from(active, (j) => 1 / Math.sqrt(hessian[j * (n + 1)]!));
  const factor = factorActive(problem, active, unit);
  if (!factor) return null;
  const target = Float64Array.from(active, (j) => theta[j]!);
  const signs = target.map((value, a) => (problem.l1 ? problem.l1[active[a]!]! * Math.sign(value) : 0));
  for (let pass = 0; pass < 2; pass++) {
    const step = restOf(problem, active, target, signs);
    for (let a = 0; a < step.length; a++) step[a]! *= unit[a]!;
    solveCholesky(factor, step.length, step);
    for (let a = 0; a < step.length; a++) target[a]! += step[a]! * unit[a]!;
  }
  return target;
}

/** c_A − l1_A sign θ_A − H_AA θ_A. */
function restOf(
  { n, hessian, linear }: Quadratic,
  active: Int32Array,
  target: Float64Array,
  signs: Float64Array,
): Float64Array {
  return target.map((_, a) => {
    const row = active[a]! * n;
    let sum = linear[active[a]!]! - signs[a]!;
    for (let b = 0; b < target.length; b++) sum -= hessian[row + active[b]!]! * target[b]!;
    return sum;
  });
}

function factorActive(
  { n, hessian }: Quadratic,
  active: Int32Array,
  unit: Float64Array,
): Float64Array | null {
  const size = active.length;
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const row = active[a]! * n;
    for (let b = 0; b <= a; b++) matrix[a * size + b] = hessian[row + active[b]!]! * unit[a]! * unit[b]!;
  }
  for (const ridge of RIDGES) {
    for (let a = 0; a < size; a++) matrix[a * (size + 1)] = 1 + ridge;
    const factor = factorCholesky(matrix, size);
    if (factor) return factor;
  }
  return null;
}

/** Moves the active coordinates to the target, or to the first sign change; true where there was one. */
function moveTo({ l1 }: Quadratic, theta: Float64Array, active: Int32Array, target: Float64Array): boolean {
  let step = 1;
  let first = -1;
  for (const [a, j] of active.entries()) {
    const from = theta[j]!;
    const to = target[a]!;
    if (!l1 || l1[j] === 0 || from * to > 0) continue;
    const own = from / (from - to);
    if (first >= 0 && own >= step) continue;
    step = own;
    first = j;
  }
  for (const [a, j] of active.entries()) {
    theta[j] = first < 0 ? target[a]! : theta[j]! + step * (target[a]! - theta[j]!);
  }
  if (first >= 0) theta[first] = 0;
  return first >= 0;
}
