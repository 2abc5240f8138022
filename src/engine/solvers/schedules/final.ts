import type { Parameter } from '../../registry.ts';

/** Of schedules that lower the rate throughout a run. */
export function finalParameter(value: number, min: number): Parameter {
  return {
    id: 'final',
    label: 'Left at the end',
    description: 'Share of the learning rate that is left after the last iteration.',
    default: value,
    min,
    max: 1,
  };
}

/** How much of a run is done: 0 at the start, 1 after the last iteration and beyond. */
export function progress(iteration: number, iterations: number): number {
  return iteration < iterations ? iteration / iterations : 1;
}
