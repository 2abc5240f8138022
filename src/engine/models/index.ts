import { Registry } from '../registry.ts';
import { huber } from './huber.ts';
import { linear } from './linear.ts';
import { logistic } from './logistic.ts';
import { mlp } from './mlp.ts';
import { poisson } from './poisson.ts';
import { softmax } from './softmax.ts';
import { squaredHinge } from './squaredHinge.ts';
import type { ModelKind } from './types.ts';

/** Every kind of model, in the order in which they are offered. A new one is one file and one line here. */
export const models = new Registry<ModelKind>('model', [
  linear,
  huber,
  logistic,
  softmax,
  squaredHinge,
  poisson,
  mlp,
]);
