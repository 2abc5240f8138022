import type { LinearWeights } from '../data/types.ts';
import { RidgelineError } from '../errors.ts';
import type { InitializerContext } from './types.ts';

/** Weights drawn one after the other, target by target; intercepts start at 0, as is usual for biases. */
export function drawWeights({ inputs, outputs }: InitializerContext, draw: () => number): LinearWeights {
  const weights = new Float64Array(outputs * inputs);
  for (let at = 0; at < weights.length; at++) weights[at] = draw();
  return { p: inputs, k: outputs, weights, intercept: new Float64Array(outputs) };
}

/** The parameter's value; a parameter that its entry does not declare is a bug. */
export function parameter(context: InitializerContext, id: string): number {
  const value = context.parameters[id];
  if (value === undefined) throw new Error(`The initializer has no parameter "${id}".`);
  return value;
}

/** A copy of the given weights; throws `bad-spec` without them. */
export function givenWeights({ given, inputs, outputs }: InitializerContext, label: string): LinearWeights {
  if (!given || given.p !== inputs || given.k !== outputs) {
    throw new RidgelineError(
      'bad-spec',
      `The initializer "${label}" needs weights for every column: give them.`,
    );
  }
  return { p: inputs, k: outputs, weights: given.weights.slice(), intercept: given.intercept.slice() };
}
