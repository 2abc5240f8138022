/**
 * Gathering, centring and multiplying a tile of rows. A tile lies in panels of four columns: row after row of four
 * numbers, so that a block of 4 × 4 products walks through two panels in order.
 */

/** Bytes of a panel's row. */
const ROW: usize = 32;

/**
 * Lists rows of `part`, from row `from` on, until `limit` are found: their indices at `list`. Returns the row to
 * go on with and leaves the number found in `found`.
 */
export function selectRows(
  parts: usize,
  part: i32,
  from: i32,
  rows: i32,
  limit: i32,
  list: usize,
  found: usize,
): i32 {
  let count = 0;
  let row = from;
  for (; row < rows && count < limit; row++) {
    store<i32>(list + ((<usize>count) << 2), row);
    count += <i32>(load<u8>(parts + <usize>row) === part);
  }
  store<i32>(found, count);
  return row;
}

/**
 * Copies the listed rows into a tile and centres each column about its first row and then by the mean of what is
 * left. `columns` holds a base address and a distance of rows in bytes for each column, for a multiple of four.
 */
export function centreTile(
  columns: usize,
  panels: i32,
  list: usize,
  count: i32,
  tile: usize,
  origin: usize,
  offset: usize,
): void {
  const size = <usize>count * ROW;
  const rows = f64x2.splat(<f64>count);
  for (let panel = 0; panel < panels; panel++) {
    const table = columns + ((<usize>panel) << 5);
    const to = tile + <usize>panel * size;
    if (adjacent(table)) gatherRows(load<i32>(table), load<i32>(table, 4), list, count, to);
    else gatherColumns(table, list, count, to);
    const first = v128.load(to);
    const second = v128.load(to, 16);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    const end = to + size;
    for (let at = to; at < end; at += ROW) {
      const a = f64x2.sub(v128.load(at), first);
      const b = f64x2.sub(v128.load(at, 16), second);
      v128.store(at, a);
      v128.store(at, b, 16);
      low = f64x2.add(low, a);
      high = f64x2.add(high, b);
    }
    low = f64x2.div(low, rows);
    high = f64x2.div(high, rows);
    for (let at = to; at < end; at += ROW) {
      v128.store(at, f64x2.sub(v128.load(at), low));
      v128.store(at, f64x2.sub(v128.load(at, 16), high), 16);
    }
    const into = (<usize>panel) << 5;
    v128.store(origin + into, first);
    v128.store(origin + into, second, 16);
    v128.store(offset + into, low);
    v128.store(offset + into, high, 16);
  }
}

/** True where a panel's four columns stand side by side in rows. */
function adjacent(table: usize): bool {
  const base = load<i32>(table);
  const step = load<i32>(table, 4);
  return (
    load<i32>(table, 8) === base + 8 &&
    load<i32>(table, 16) === base + 16 &&
    load<i32>(table, 24) === base + 24 &&
    load<i32>(table, 12) === step &&
    load<i32>(table, 20) === step &&
    load<i32>(table, 28) === step
  );
}

function gatherRows(base: usize, step: i32, list: usize, count: i32, tile: usize): void {
  const end = list + ((<usize>count) << 2);
  let to = tile;
  for (let at = list; at < end; at += 4) {
    const from = base + <usize>(load<i32>(at) * step);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    to += ROW;
  }
}

function gatherColumns(table: usize, list: usize, count: i32, tile: usize): void {
  const end = list + ((<usize>count) << 2);
  for (let column: usize = 0; column < 4; column++) {
    const base: usize = load<i32>(table + (column << 3));
    const step = load<i32>(table + (column << 3), 4);
    let to = tile + (column << 3);
    for (let at = list; at < end; at += 4) {
      store<f64>(to, load<f64>(base + <usize>(load<i32>(at) * step)));
      to += ROW;
    }
  }
}

/**
 * Adds ZᵀZ + weight · δδᵀ of a tile of d columns to the upper triangle of `scatter`, d × d and row-major; what lies
 * below the diagonal is undefined. Each entry of ZᵀZ is one plain sum over the rows in their order; δ is at `delta`.
 * `block` is scratch for 16 numbers.
 */
export function addTile(
  tile: usize,
  d: i32,
  count: i32,
  scatter: usize,
  delta: usize,
  weight: f64,
  block: usize,
): void {
  const size = <usize>count * ROW;
  for (let i = 0; i < d; i += 8) {
    for (let j = i; j < d; j += 4) {
      const right = tile + <usize>(j >> 2) * size;
      const end = i + 4 <= j ? i + 8 : i + 4;
      for (let row = i; row < end; row += 4) {
        const left = tile + <usize>(row >> 2) * size;
        if (j + 2 < d) multiply4(left, right, size, block);
        else multiply2(left, right, size, block);
        addBlock(block, scatter, d, row, j, delta, weight);
      }
    }
  }
}

/** Adds a block of products and its part of weight · δδᵀ to its place, leaving out what lies past the last row or column. */
function addBlock(block: usize, scatter: usize, d: i32, i: i32, j: i32, delta: usize, weight: f64): void {
  let to = scatter + ((<usize>(i * d + j)) << 3);
  const step = (<usize>d) << 3;
  const left = delta + ((<usize>i) << 3);
  const right = delta + ((<usize>j) << 3);
  if (i + 4 <= d && j + 4 <= d) {
    const factor = f64x2.splat(weight);
    const first = v128.load(right);
    const second = v128.load(right, 16);
    for (let row: usize = 0; row < 4; row++) {
      const own = v128.load_splat<f64>(left + (row << 3));
      const from = block + (row << 5);
      const a = f64x2.add(v128.load(from), f64x2.mul(f64x2.mul(own, first), factor));
      const b = f64x2.add(v128.load(from, 16), f64x2.mul(f64x2.mul(own, second), factor));
      v128.store(to, f64x2.add(v128.load(to), a));
      v128.store(to, f64x2.add(v128.load(to, 16), b), 16);
      to += step;
    }
    return;
  }
  const rows = min(4, d - i);
  const columns = min(4, d - j);
  for (let row = 0; row < rows; row++) {
    const own = load<f64>(left + ((<usize>row) << 3));
    for (let column = 0; column < columns; column++) {
      const at = to + ((<usize>column) << 3);
      const product = load<f64>(block + ((<usize>(row * 4 + column)) << 3));
      const other = load<f64>(right + ((<usize>column) << 3));
      store<f64>(at, load<f64>(at) + (product + own * other * weight));
    }
    to += step;
  }
}

/** Four columns times four. */
function multiply4(left: usize, right: usize, size: usize, block: usize): void {
  let a = left;
  let b = right;
  let p0 = f64x2.splat(0);
  let p1 = f64x2.splat(0);
  let q0 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  let r0 = f64x2.splat(0);
  let r1 = f64x2.splat(0);
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (const end = left + size; a < end; a += ROW) {
    const first = v128.load(b);
    const second = v128.load(b, 16);
    let factor = v128.load_splat<f64>(a);
    p0 = f64x2.add(p0, f64x2.mul(factor, first));
    p1 = f64x2.add(p1, f64x2.mul(factor, second));
    factor = v128.load_splat<f64>(a, 8);
    q0 = f64x2.add(q0, f64x2.mul(factor, first));
    q1 = f64x2.add(q1, f64x2.mul(factor, second));
    factor = v128.load_splat<f64>(a, 16);
    r0 = f64x2.add(r0, f64x2.mul(factor, first));
    r1 = f64x2.add(r1, f64x2.mul(factor, second));
    factor = v128.load_splat<f64>(a, 24);
    s0 = f64x2.add(s0, f64x2.mul(factor, first));
    s1 = f64x2.add(s1, f64x2.mul(factor, second));
    b += ROW;
  }
  v128.store(block, p0);
  v128.store(block, p1, 16);
  v128.store(block, q0, 32);
  v128.store(block, q1, 48);
  v128.store(block, r0, 64);
  v128.store(block, r1, 80);
  v128.store(block, s0, 96);
  v128.store(block, s1, 112);
}

/** Four columns times the first two of a panel. */
function multiply2(left: usize, right: usize, size: usize, block: usize): void {
  let a = left;
  let b = right;
  let p = f64x2.splat(0);
  let q = f64x2.splat(0);
  let r = f64x2.splat(0);
  let s = f64x2.splat(0);
  for (const end = left + size; a < end; a += ROW) {
    const first = v128.load(b);
    p = f64x2.add(p, f64x2.mul(v128.load_splat<f64>(a), first));
    q = f64x2.add(q, f64x2.mul(v128.load_splat<f64>(a, 8), first));
    r = f64x2.add(r, f64x2.mul(v128.load_splat<f64>(a, 16), first));
    s = f64x2.add(s, f64x2.mul(v128.load_splat<f64>(a, 24), first));
    b += ROW;
  }
  v128.store(block, p);
  v128.store(block, q, 32);
  v128.store(block, r, 64);
  v128.store(block, s, 96);
}
