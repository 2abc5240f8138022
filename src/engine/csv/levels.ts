/**
 * A dictionary from byte strings to codes 0, 1, 2 … in the order they were added: open addressing over one arena of
 * bytes, so that a cell is looked up without making a string of it.
 */
export class LevelTable {
  /** How often each code was counted; the caller adds to it. */
  counts = new Float64Array(16);
  size = 0;
  private slots = new Int32Array(64);
  private hashes = new Int32Array(16);
  /** Level k lies in the arena from `ends[k - 1]` to `ends[k]`. */
  private ends = new Float64Array(16);
  private arena = new Uint8Array(256);

  /** The code of the level in `start..end` whose hash is given, -1 where it is new. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = mixed(hash) & mask; ; slot = (slot + 1) & mask) {
      const code = this.slots[slot] - 1;
      if (code < 0) return -1;
      if (this.hashes[code] === hash && this.equals(code, bytes, start, end)) return code;
    }
  }

  /** True where the level of this code is the one in `start..end`. */
  is(code: number, bytes: Uint8Array, start: number, end: number, hash: number): boolean {
    return this.hashes[code] === hash && this.equals(code, bytes, start, end);
  }

  /** Adds a level that is known to be new; its code. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const code = this.size++;
    if (code === this.hashes.length) this.growLevels();
    const from = code === 0 ? 0 : this.ends[code - 1];
    const to = from + end - start;
    if (to > this.arena.length) this.growArena(to);
    for (let at = start, into = from; at < end; at++, into++) this.arena[into] = bytes[at];
    this.ends[code] = to;
    this.hashes[code] = hash;
    if (this.size * 2 > this.slots.length) this.growSlots();
    else this.place(code);
    return code;
  }

  /** Bytes of level text held. */
  get bytes(): number {
    return this.size === 0 ? 0 : this.ends[this.size - 1];
  }

  hash(code: number): number {
    return this.hashes[code];
  }

  /** The bytes that {@link start} and {@link end} point into, valid until the next `add`. */
  get text(): Uint8Array {
    return this.arena;
  }

  /** Where the level's bytes begin in `text`. */
  start(code: number): number {
    return code === 0 ? 0 : this.ends[code - 1];
  }

  /** Where they end. */
  end(code: number): number {
    return this.ends[code];
  }

  /** Negative, 0 or positive as the first level stands before, at or after the second in code-point order. */
  compare(first: number, second: number): number {
    let left = first === 0 ? 0 : this.ends[first - 1];
    let right = second === 0 ? 0 : this.ends[second - 1];
    const length = Math.min(this.ends[first] - left, this.ends[second] - right);
    for (const end = left + length; left < end; left++, right++) {
      if (this.arena[left] !== this.arena[right]) return this.arena[left] - this.arena[right];
    }
    return this.ends[first] - left - (this.ends[second] - right);
  }

  private equals(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    let into = code === 0 ? 0 : this.ends[code - 1];
    if (this.ends[code] - into !== end - start) return false;
    for (let at = start; at < end; at++) if (this.arena[into++] !== bytes[at]) return false;
    return true;
  }

  private place(code: number): void {
    const mask = this.slots.length - 1;
    let slot = mixed(this.hashes[code]) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = code + 1;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 4);
    for (let code = 0; code < this.size; code++) this.place(code);
  }

  private growLevels(): void {
    const { counts, hashes, ends } = this;
    this.counts = new Float64Array(counts.length * 2);
    this.counts.set(counts);
    this.hashes = new Int32Array(hashes.length * 2);
    this.hashes.set(hashes);
    this.ends = new Float64Array(ends.length * 2);
    this.ends.set(ends);
  }

  private growArena(needed: number): void {
    const { arena } = this;
    this.arena = new Uint8Array(Math.max(arena.length * 2, needed));
    this.arena.set(arena);
  }
}

export const HASH_SEED = -2128831035;
export const HASH_PRIME = 16777619;

/** The 32-bit FNV-1a hash of the bytes in `start..end`. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], HASH_PRIME);
  return hash;
}

function mixed(hash: number): number {
  return hash ^ (hash >>> 15);
}
