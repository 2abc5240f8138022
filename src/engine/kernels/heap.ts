/** What the heap needs of a WebAssembly memory. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE = 65_536;
/** Regions begin at multiples of a cache line. */
const ALIGNMENT = 64;
/** SIMD loads may read so many bytes past the end of a region. */
const SLACK = 64;
/** The share by which the memory grows at least. */
const AMPLE = 0.25;

interface Region {
  readonly address: number;
  readonly size: number;
}

/**
 * Regions of one linear memory, by first fit. Growing the memory detaches its buffer: views are made anew by
 * `bytes`, `ints` and `doubles` after every `allocate`, and never kept across one.
 */
export class Heap {
  private readonly used = new Map<number, number>();
  private free: Region[] = [];
  private top: number;

  constructor(
    private readonly memory: LinearMemory,
    base: number,
  ) {
    this.top = Math.ceil(base / ALIGNMENT) * ALIGNMENT;
  }

  /** The address of a new region of so many bytes; what it holds is undefined. Throws RangeError out of memory. */
  allocate(bytes: number): number {
    const size = Math.ceil((bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    const at = this.free.findIndex((region) => region.size >= size);
    if (at < 0) return this.extend(size);
    const region = this.free[at] as Region;
    const rest = { address: region.address + size, size: region.size - size };
    this.free.splice(at, 1, ...(rest.size > 0 ? [rest] : []));
    this.used.set(region.address, size);
    return region.address;
  }

  /** Gives a region back; address 0 stands for none. */
  release(address: number): void {
    const size = this.used.get(address);
    if (size === undefined) return;
    this.used.delete(address);
    this.free.push({ address, size });
    this.free.sort((a, b) => a.address - b.address);
    this.free = joined(this.free);
    const last = this.free.at(-1);
    if (last && last.address + last.size === this.top) {
      this.top = last.address;
      this.free.pop();
    }
  }

  /** True for a view of this memory. */
  owns(view: ArrayBufferView): boolean {
    return view.buffer === this.memory.buffer;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  ints(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  /** Grows by more than is missing, so that many regions cost few growths: what is never written takes no memory. */
  private grow(missing: number): void {
    const ample = Math.max(missing, this.memory.buffer.byteLength * AMPLE);
    try {
      this.memory.grow(Math.ceil(ample / PAGE));
    } catch {
      this.memory.grow(Math.ceil(missing / PAGE));
    }
  }

  private extend(size: number): number {
    const address = this.top;
    const missing = address + size - this.memory.buffer.byteLength;
    if (missing > 0) this.grow(missing);
    this.top += size;
    this.used.set(address, size);
    return address;
  }
}

/** Neighbouring free regions, in order of address, as one. */
function joined(regions: readonly Region[]): Region[] {
  const result: Region[] = [];
  for (const region of regions) {
    const last = result.at(-1);
    if (last && last.address + last.size === region.address) {
      result[result.length - 1] = { address: last.address, size: last.size + region.size };
    } else result.push(region);
  }
  return result;
}
