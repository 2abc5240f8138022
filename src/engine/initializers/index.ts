import { Registry } from '../registry.ts';
import { constant } from './constant.ts';
import { heNormal } from './heNormal.ts';
import { heUniform } from './heUniform.ts';
import { lecunNormal } from './lecunNormal.ts';
import { noise } from './noise.ts';
import { normal } from './normal.ts';
import { orthogonal } from './orthogonal.ts';
import type { Initializer } from './types.ts';
import { uniform } from './uniform.ts';
import { values } from './values.ts';
import { warmStart } from './warmStart.ts';
import { xavierNormal } from './xavierNormal.ts';
import { xavierUniform } from './xavierUniform.ts';
import { zeros } from './zeros.ts';

/** Every way to start, in the order in which they are offered. A new one is one file and one line here. */
export const initializers = new Registry<Initializer>('initializer', [
  zeros,
  constant,
  uniform,
  normal,
  xavierUniform,
  xavierNormal,
  heUniform,
  heNormal,
  lecunNormal,
  orthogonal,
  noise,
  warmStart,
  values,
]);
