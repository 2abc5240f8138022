/**
 * Distinct texts of a column, by their bytes as written: open addressing over entries of 32 bytes, which hold the
 * first 16 bytes (zero where there are fewer), length, address and count.
 */

/** Sixteen bytes to keep and sixteen to clear: read from `16 - length` on, a mask of `length` bytes. */
const MASKS: usize = memory.data(32, 16);
memory.fill(MASKS, 255, 16);

const ENTRY: usize = 5;
/** 2^64 over the golden ratio, odd. */
const MULTIPLIER: u64 = ((<u64>0x9e37_79b9) << 32) | 0x7f4a_7c15;

/** Bytes of a table before its slots: the number of entries. */
export const HEADER: usize = 16;

/** The bytes at `at`, zero from `length` on (at most 16). */
export function masked(at: usize, length: i32): v128 {
  return v128.and(v128.load(at), v128.load(MASKS + <usize>(16 - min(length, 16))));
}

/** Empties a table. */
export function clear(table: usize, slots: i32): void {
  store<i32>(table, 0);
  memory.fill(table + HEADER, 0, (<usize>slots) << 1);
}

/**
 * The index of the text in `at..end`, counted; -1 where it is new and not to be held. A new one gets the next index,
 * which `size` tells before and after.
 */
export function intern(table: usize, slots: i32, most: i32, at: usize, end: usize): i32 {
  const length = <i32>(end - at);
  const key = masked(at, length);
  const low = <u64>i64x2.extract_lane(key, 0);
  const high = <u64>i64x2.extract_lane(key, 1);
  let hash = (low ^ rotl(high, 29) ^ <u64>length) * MULTIPLIER;
  if (length > 16) hash = longHash(hash, at + 16, end);
  const entries = table + HEADER + ((<usize>slots) << 1);
  const mask = <u32>slots - 1;
  let slot = <u32>(hash >> 40) & mask;
  for (;;) {
    const index = <i32>load<u16>(table + HEADER + ((<usize>slot) << 1)) - 1;
    if (index < 0) break;
    const entry = entries + ((<usize>index) << ENTRY);
    if (
      load<i32>(entry, 16) === length &&
      load<u64>(entry) === low &&
      load<u64>(entry, 8) === high &&
      (length <= 16 || memory.compare(load<i32>(entry, 20) + 16, at + 16, length - 16) === 0)
    ) {
      store<i32>(entry, load<i32>(entry, 24) + 1, 24);
      return index;
    }
    slot = (slot + 1) & mask;
  }
  const size = load<i32>(table);
  if (size === most || !holdable(at, end)) return -1;
  store<i32>(table, size + 1);
  store<u16>(table + HEADER + ((<usize>slot) << 1), size + 1);
  const entry = entries + ((<usize>size) << ENTRY);
  store<u64>(entry, low);
  store<u64>(entry, high, 8);
  store<i32>(entry, length, 16);
  store<i32>(entry, <i32>at, 20);
  store<i32>(entry, 1, 24);
  return size;
}

/** The number of texts in a table. */
export function size(table: usize): i32 {
  return load<i32>(table);
}

/**
 * False where a text has to be looked at each time it appears: it holds a NUL byte, a line end, U+FFFD or what is not
 * UTF-8.
 */
function holdable(at: usize, end: usize): bool {
  let to = at;
  while (to < end) {
    const byte = load<u8>(to);
    if (byte === 0 || byte === 10 || byte === 13) return false;
    const length = byte < 0x80 ? 1 : sequence(to, end);
    if (length === 0) return false;
    to += length;
  }
  return true;
}

/** Bytes of the character beyond ASCII at `at`; 0 where it is malformed or U+FFFD. */
function sequence(at: usize, end: usize): usize {
  const first = load<u8>(at);
  const length: usize = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4 || at + length > end) return 0;
  for (let next: usize = 1; next < length; next++) if ((load<u8>(at + next) & 0xc0) !== 0x80) return 0;
  const second = load<u8>(at, 1);
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return first === 0xef && second === 0xbf && load<u8>(at, 2) === 0xbd ? 0 : length;
}

function longHash(start: u64, at: usize, end: usize): u64 {
  let hash = start;
  let to = at;
  for (; to + 8 <= end; to += 8) hash = (rotl(hash, 23) ^ load<u64>(to)) * MULTIPLIER;
  for (; to < end; to++) hash = (rotl(hash, 23) ^ <u64>load<u8>(to)) * MULTIPLIER;
  return hash;
}
