import { Registry } from '../registry.ts';
import { cholesky } from './cholesky.ts';
import { gradientDescent } from './gradientDescent.ts';
import { svd } from './svd.ts';
import type { Solver } from './types.ts';

/** Every solver, in the order in which they are offered. A new one is one file and one line here. */
export const solvers = new Registry<Solver>('solver', [cholesky, svd, gradientDescent]);
