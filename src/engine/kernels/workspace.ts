import type { Kernels } from './loader.ts';

/** Numbers of undefined value that are worked on for a while. */
export interface Workspace {
  /** Valid until others allocate in the kernels' memory. */
  view(): Float64Array;
  /** Gives memory back; not to be used after it. */
  release(): void;
}

/** Room in the kernels' memory where there is some; its view is made anew after others have allocated. */
export function workspace(kernels: Kernels | null, length: number): Workspace {
  if (!kernels) {
    const own = new Float64Array(length);
    return { view: () => own, release() {} };
  }
  const { heap } = kernels;
  const address = heap.allocate(length * 8);
  return { view: () => heap.doubles(address, length), release: () => heap.release(address) };
}
