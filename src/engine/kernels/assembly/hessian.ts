/**
 * Weighted products of rows: Σ weight · z zᵀ of scaled rows z. Tiles lie in panels of four columns, row after row of four
 * numbers, as those of moments.ts do.
 */

/** Bytes of a panel's row, and of its square of products. */
const ROW: usize = 32;
const SQUARE: usize = 128;

/**
 * Copies the listed rows (p numbers each from `x` on) into a tile of panels, each column as (x − shift) · factor; behind
 * them stands a column of ones where `ones` is 1, and zeros fill the last panel.
 */
export function scaleTile(
  x: usize,
  p: i32,
  ones: i32,
  list: usize,
  count: i32,
  shift: usize,
  factor: usize,
  tile: usize,
): void {
  const step = (<usize>p) << 3;
  const end = list + ((<usize>count) << 2);
  const whole = p >> 2;
  let to = tile;
  for (let panel = 0; panel < whole; panel++) {
    const first = (<usize>panel) << 5;
    const shiftA = v128.load(shift + first);
    const shiftB = v128.load(shift + first, 16);
    const factorA = v128.load(factor + first);
    const factorB = v128.load(factor + first, 16);
    const column = x + first;
    for (let at = list; at < end; at += 4) {
      const from = column + <usize>load<i32>(at) * step;
      v128.store(to, f64x2.mul(f64x2.sub(v128.load(from), shiftA), factorA));
      v128.store(to, f64x2.mul(f64x2.sub(v128.load(from, 16), shiftB), factorB), 16);
      to += ROW;
    }
  }
  if (whole << 2 === p + ones) return;
  for (let at = list; at < end; at += 4) {
    const from = x + <usize>load<i32>(at) * step;
    for (let j = whole << 2; j < (whole << 2) + 4; j++) {
      const own = (<usize>j) << 3;
      let value: f64 = j === p && ones === 1 ? 1 : 0;
      if (j < p) value = (load<f64>(from + own) - load<f64>(shift + own)) * load<f64>(factor + own);
      store<f64>(to + (own & 31), value);
    }
    to += ROW;
  }
}

/** Copies a tile with each row multiplied by its weight. */
export function weightTile(tile: usize, weights: usize, count: i32, panels: i32, to: usize): void {
  const end = weights + ((<usize>count) << 3);
  let from = tile;
  let into = to;
  for (let panel = 0; panel < panels; panel++) {
    for (let at = weights; at < end; at += 8) {
      const weight = v128.load_splat<f64>(at);
      v128.store(into, f64x2.mul(weight, v128.load(from)));
      v128.store(into, f64x2.mul(weight, v128.load(from, 16)), 16);
      from += ROW;
      into += ROW;
    }
  }
}

/**
 * Adds the products of the columns of two tiles to squares of 4 × 4 sums, those of the panels (0, 0), (0, 1) … (1, 1) …
 * one after the other. Each sum goes on row after row from where it stood.
 */
export function addProducts(left: usize, right: usize, panels: i32, count: i32, squares: usize): void {
  const size = <usize>count * ROW;
  for (let i = 0; i < panels; i += 2) {
    // Two rows of panels take turns, so that a panel of the right tile is still in the nearest cache for the second.
    const upper = squares + <usize>(i * panels - ((i * (i - 1)) >> 1)) * SQUARE;
    const lower = upper + <usize>(panels - i) * SQUARE;
    const a = left + <usize>i * size;
    const b = a + size;
    for (let j = i; j < panels; j++) {
      const other = right + <usize>j * size;
      addSquare(a, other, size, upper + <usize>(j - i) * SQUARE);
      if (j > i) addSquare(b, other, size, lower + <usize>(j - i - 1) * SQUARE);
    }
  }
}

function addSquare(left: usize, right: usize, size: usize, square: usize): void {
  let a = left;
  let b = right;
  let p0 = v128.load(square);
  let p1 = v128.load(square, 16);
  let q0 = v128.load(square, 32);
  let q1 = v128.load(square, 48);
  let r0 = v128.load(square, 64);
  let r1 = v128.load(square, 80);
  let s0 = v128.load(square, 96);
  let s1 = v128.load(square, 112);
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
  v128.store(square, p0);
  v128.store(square, p1, 16);
  v128.store(square, q0, 32);
  v128.store(square, q1, 48);
  v128.store(square, r0, 64);
  v128.store(square, r1, 80);
  v128.store(square, s0, 96);
  v128.store(square, s1, 112);
}
