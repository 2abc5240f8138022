import { drawWeights, parameter } from './build.ts';
import type { Initializer } from './types.ts';

/**
 * A random matrix with orthogonal rows of length `gain` (columns, where there are more targets than features), each
 * orientation equally likely: Saxe, McClelland & Ganguli (2013).
 */
export const orthogonal: Initializer = {
  id: 'orthogonal',
  label: 'Orthogonal',
  description: 'Random directions at right angles, one per target, after Saxe and others.',
  parameters: [{ id: 'gain', label: 'Gain', description: 'Length of each direction.', default: 1, min: 0 }],
  given: 'none',
  create(context) {
    const { inputs, outputs, random } = context;
    const gain = parameter(context, 'gain');
    const result = drawWeights(context, () => random.normal());
    if (outputs <= inputs) orthonormalize(result.weights, outputs, inputs, inputs, 1);
    else orthonormalize(result.weights, inputs, outputs, 1, inputs);
    for (let at = 0; at < result.weights.length; at++) result.weights[at]! *= gain;
    return result;
  },
};

/**
 * Gram–Schmidt, twice for each vector so that rounding leaves them orthogonal. Vector v has its `length` numbers at
 * v · between + i · within. Normal numbers point everywhere alike, so the result does too.
 */
function orthonormalize(
  values: Float64Array,
  count: number,
  length: number,
  between: number,
  within: number,
) {
  const at = (vector: number, i: number) => vector * between + i * within;
  const dot = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[at(a, i)]! * values[at(b, i)]!;
    return sum;
  };
  for (let vector = 0; vector < count; vector++) {
    for (let earlier = 0; earlier < 2 * vector; earlier++) {
      const other = earlier % vector;
      const share = dot(vector, other);
      for (let i = 0; i < length; i++) values[at(vector, i)]! -= share * values[at(other, i)]!;
    }
    const size = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) values[at(vector, i)]! /= size;
  }
}
