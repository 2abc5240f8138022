import { Registry } from '../registry.ts';
import { constant } from './constant.ts';
import { normal } from './normal.ts';
import type { Initializer } from './types.ts';
import { xavierUniform } from './xavierUniform.ts';
import { zeros } from './zeros.ts';

/** Every way to start, in the order in which they are offered. A new one is one file and one line here. */
export const initializers = new Registry<Initializer>('initializer', [
  zeros,
  constant,
  normal,
  xavierUniform,
]);
