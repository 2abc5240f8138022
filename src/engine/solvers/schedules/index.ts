import { Registry } from '../../registry.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { exponential } from './exponential.ts';
import { inverseTime } from './inverseTime.ts';
import { step } from './step.ts';
import type { Schedule } from './types.ts';
import { warmUp } from './warmUp.ts';

export type { Schedule } from './types.ts';

/** Every schedule, in the order in which they are offered. A new one is one file and one line here. */
export const schedules = new Registry<Schedule>('schedule', [
  constant,
  step,
  exponential,
  cosine,
  inverseTime,
  warmUp,
]);
