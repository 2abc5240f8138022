import { RidgelineError } from '../errors.ts';
import type { Initializer } from '../initializers/types.ts';
import { stream } from '../random.ts';
import { packTheta } from './theta.ts';
import type { Predictor } from './types.ts';

/**
 * θ at which a network starts: its initializer once a layer, with the layer's own fan-in and fan-out, one layer's
 * numbers drawn after the other's.
 * @param constant 1 for inputs that have no part in the scores: their weights start at 0
 * @throws `bad-spec` for initializers that need given weights, which a network has none of
 */
export function networkStart(
  { size, p, k, layers = [{ inputs: p, outputs: k, start: 0 }] }: Predictor,
  initializer: Initializer,
  parameters: Readonly<Record<string, number>>,
  seed: number,
  constant: Uint8Array = new Uint8Array(p),
): Float64Array {
  if (initializer.given === 'needed') {
    throw new RidgelineError(
      'bad-spec',
      `The initializer "${initializer.label}" needs a weight for every column, and a network has many for each. Choose one that draws its weights, such as Xavier or He.`,
    );
  }
  const random = stream(seed, 'initializer');
  const theta = new Float64Array(size);
  for (const { inputs, outputs, start } of layers) {
    const created = initializer.create({ inputs, outputs, random, parameters, given: null });
    theta.set(packTheta(created, true), start);
  }
  const [first] = layers;
  for (let unit = 0; unit < (first?.outputs ?? 0); unit++) {
    for (let j = 0; j < p; j++) if (constant[j]) theta[unit * (p + 1) + j] = 0;
  }
  return theta;
}
