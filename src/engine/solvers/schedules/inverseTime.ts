import { finalParameter, progress } from './final.ts';
import type { Schedule } from './types.ts';

/**
 * 1 / (1 + c i), c such that `final` is left at the end: the 1 / t of Robbins & Monro (1951), whose rates sum to infinity
 * and their squares do not, so that single rows reach the minimum.
 */
export const inverseTime: Schedule = {
  id: 'inverseTime',
  label: '1 / t',
  description: 'The learning rate falls like 1 / t: fast at first and slower and slower.',
  parameters: [finalParameter(0.01, 1e-12)],
  create({ final }, iterations) {
    const fall = 1 / final! - 1;
    return (iteration) => 1 / (1 + fall * progress(iteration, iterations));
  },
};
