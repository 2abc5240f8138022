import type { RunSpec } from './spec.ts';

/** Settings that say how a minimum is walked to, and change nothing of where it lies nor of the rows it is of. */
export const WALK_SETTINGS: readonly (keyof RunSpec)[] = [
  'solver',
  'initializer',
  'learningRate',
  'solverParameters',
  'schedule',
  'batchSize',
  'clip',
  'patience',
  'iterations',
  'tolerance',
  'traceEvery',
];
