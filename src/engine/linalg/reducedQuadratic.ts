import { factorCholesky, solveCholesky } from './cholesky.ts';
import type { Quadratic } from './quadratic.ts';

/** A quadratic problem without the coordinates that nothing penalizes sharply, and the way back. */
export interface Reduced {
  readonly problem: Quadratic;
  /** The coordinates that are left of a point. */
  take(theta: Float64Array): Float64Array;
  /** Writes the whole point: those coordinates, and the others where they are best. */
  restore(reduced: Float64Array, theta: Float64Array): void;
}

/**
 * Eliminates the coordinates without an L1 part, such as intercepts, where others have one: the Schur complement.
 * Coordinate descent then never has to follow, in small steps, what all others have in common.
 */
export function withoutFree(problem: Quadratic): Reduced {
  const { n, hessian, l1 } = problem;
  const free: number[] = [];
  const rest: number[] = [];
  for (let j = 0; j < n; j++) {
    if (l1 && l1[j] === 0 && hessian[j * (n + 1)]! > 0) free.push(j);
    else rest.push(j);
  }
  const factor = l1 && free.length > 0 && rest.length > 0 ? factorFree(problem, free) : null;
  if (!factor) {
    return {
      problem,
      take: (theta) => theta.slice(),
      restore: (reduced, theta) => theta.set(reduced),
    };
  }
  return eliminate(problem, free, rest, factor);
}

function factorFree({ n, hessian }: Quadratic, free: readonly number[]): Float64Array | null {
  const size = free.length;
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) matrix[a * size + b] = hessian[free[a]! * n + free[b]!]!;
  }
  return factorCholesky(matrix, size, 1e-10);
}

function eliminate(
  { n, hessian, linear, l1 }: Quadratic,
  free: readonly number[],
  rest: readonly number[],
  factor: Float64Array,
): Reduced {
  const size = rest.length;
  const solved = (right: Float64Array) => {
    solveCholesky(factor, right.length, right);
    return right;
  };
  const centre = solved(Float64Array.from(free, (f) => linear[f]!));
  const reduced = { n: size, hessian: new Float64Array(size * size), linear: new Float64Array(size) };
  for (const [a, i] of rest.entries()) {
    const slopes = solved(Float64Array.from(free, (f) => hessian[i * n + f]!));
    reduced.linear[a] = linear[i]! - free.reduce((sum, f, q) => sum + hessian[i * n + f]! * centre[q]!, 0);
    for (let b = 0; b <= a; b++) {
      const row = rest[b]! * n;
      let value = hessian[row + i]!;
      for (let q = 0; q < free.length; q++) value -= hessian[row + free[q]!]! * slopes[q]!;
      reduced.hessian[a * size + b] = value;
      reduced.hessian[b * size + a] = value;
    }
  }
  return {
    problem: { ...reduced, l1: Float64Array.from(rest, (j) => l1![j]!) },
    take: (theta) => Float64Array.from(rest, (j) => theta[j]!),
    restore(own, theta) {
      for (const [a, j] of rest.entries()) theta[j] = own[a]!;
      const right = Float64Array.from(free, (f) =>
        rest.reduce((sum, j, a) => sum - hessian[f * n + j]! * own[a]!, linear[f]!),
      );
      for (const [q, value] of solved(right).entries()) theta[free[q]!] = value;
    },
  };
}
