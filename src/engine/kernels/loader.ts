import { Heap } from './heap.ts';
import { powersOfTen } from './powersOfTen.ts';
import { KERNELS_BASE64 } from './wasm.generated.ts';

/** A module of one function that returns a vector, `i8x16.splat 0`: valid only where SIMD is known. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
);

/** The functions of assembly/index.ts. Addresses and counts are numbers; see there for what they mean. */
export interface KernelFunctions {
  heapBase(): number;
  selectRows(
    parts: number,
    part: number,
    from: number,
    rows: number,
    limit: number,
    list: number,
    found: number,
  ): number;
  centreTile(
    columns: number,
    panels: number,
    list: number,
    count: number,
    tile: number,
    origin: number,
    offset: number,
  ): void;
  significands(): number;
  parse(job: number): number;
  tableBytes(slots: number, most: number): number;
  scoreRows(
    x: number,
    p: number,
    list: number,
    count: number,
    weights: number,
    shift: number,
    intercept: number,
    scores: number,
  ): void;
  addGradient(
    x: number,
    p: number,
    list: number,
    count: number,
    errors: number,
    shift: number,
    gradient: number,
  ): void;
  mixRows(
    factors: number,
    unitStride: number,
    termStride: number,
    units: number,
    terms: number,
    values: number,
    count: number,
    out: number,
  ): void;
  addRowProducts(
    slopes: number,
    units: number,
    values: number,
    inputs: number,
    count: number,
    gradient: number,
    stride: number,
  ): void;
  exponentialsOf(from: number, to: number, count: number): void;
  logarithmsOf(from: number, to: number, count: number): void;
  columnStats(a: number, b: number, c: number, d: number, rows: number, out: number): void;
  addTile(
    tile: number,
    d: number,
    count: number,
    scatter: number,
    delta: number,
    weight: number,
    block: number,
  ): void;
  scaleTile(
    x: number,
    p: number,
    ones: number,
    list: number,
    count: number,
    shift: number,
    factor: number,
    tile: number,
  ): void;
  weightTile(tile: number, weights: number, count: number, panels: number, to: number): void;
  addProducts(left: number, right: number, panels: number, count: number, squares: number): void;
}

/** One instance of the kernels with its own memory: made once a worker and passed in. */
export interface Kernels {
  readonly functions: KernelFunctions;
  readonly heap: Heap;
}

/**
 * Compiles and instantiates the kernels that the bundle carries; takes a few milliseconds. Null where there is no
 * WebAssembly with SIMD: the plain TypeScript beside each kernel gives the same bits, slower.
 */
export function loadKernels(): Kernels | null {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(SIMD_PROBE)) return null;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(decodeBase64(KERNELS_BASE64)));
  const functions = instance.exports as unknown as KernelFunctions & { memory: WebAssembly.Memory };
  new BigUint64Array(functions.memory.buffer, functions.significands()).set(powersOfTen());
  return { functions, heap: new Heap(functions.memory, functions.heapBase()) };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
