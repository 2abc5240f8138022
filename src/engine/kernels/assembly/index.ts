export { centreTile, crossProducts, selectRows } from './moments';

/** The first byte that no constant occupies. */
export function heapBase(): usize {
  return __heap_base;
}
