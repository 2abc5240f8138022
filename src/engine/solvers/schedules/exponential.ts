import { logarithm, exponential as power } from '../../kernels/exponential.ts';
import { finalParameter, progress } from './final.ts';
import type { Schedule } from './types.ts';

/** final^(i / iterations): the same share of the rate is lost in each iteration. */
export const exponential: Schedule = {
  id: 'exponential',
  label: 'Exponential',
  description: 'The learning rate loses the same share of itself in each iteration.',
  parameters: [finalParameter(0.01, 1e-12)],
  create({ final }, iterations) {
    const rate = logarithm(final!);
    return (iteration) => power(rate * progress(iteration, iterations));
  },
};
