export { significands } from './decimal';
export { centreTile, crossProducts, selectRows } from './moments';
export { parse, tableBytes } from './parse';
export { columnStats } from './stats';

/** The first byte that no constant occupies. */
export function heapBase(): usize {
  return __heap_base;
}
