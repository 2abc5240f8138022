export { significands } from './decimal';
export { addRowProducts, mixRows } from './dense';
export { exponentialsOf, logarithmsOf } from './exponential';
export { addProducts, scaleTile, weightTile } from './hessian';
export { addTile, centreTile, selectRows } from './moments';
export { parse, tableBytes } from './parse';
export { addGradient, scoreRows } from './rows';
export { columnStats } from './stats';

/** The first byte that no constant occupies. */
export function heapBase(): usize {
  return __heap_base;
}
