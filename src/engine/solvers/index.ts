import { Registry } from '../registry.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { cholesky } from './cholesky.ts';
import { coordinateDescent } from './coordinateDescent.ts';
import { gradientDescent } from './gradientDescent.ts';
import { lbfgs } from './lbfgs.ts';
import { miniBatch } from './miniBatch.ts';
import { momentum } from './momentum.ts';
import { nesterov } from './nesterov.ts';
import { newton } from './newton.ts';
import { rmsprop } from './rmsprop.ts';
import { stochastic } from './stochastic.ts';
import { svd } from './svd.ts';
import type { Solver } from './types.ts';

/** Every solver, in the order in which they are offered. A new one is one file and one line here. */
export const solvers = new Registry<Solver>('solver', [
  cholesky,
  svd,
  newton,
  lbfgs,
  coordinateDescent,
  gradientDescent,
  stochastic,
  miniBatch,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  adam,
  adamw,
]);
