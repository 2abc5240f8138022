/** Products of layers of a network: values stand unit by unit, `count` numbers each. */

/**
 * Adds Σ_term factor · values[term] to each unit's row of `out`, four terms at a time. The factor of a unit and a term
 * is `unit · unitStride + term · termStride` numbers behind `factors`.
 */
export function mixRows(
  factors: usize,
  unitStride: i32,
  termStride: i32,
  units: i32,
  terms: i32,
  values: usize,
  count: i32,
  out: usize,
): void {
  const row = (<usize>count) << 3;
  const unitStep = (<usize>unitStride) << 3;
  const termStep = (<usize>termStride) << 3;
  for (let unit = 0; unit < units; unit += 2) {
    const first = factors + <usize>unit * unitStep;
    const to = out + <usize>unit * row;
    const paired = unit + 1 < units;
    let term = 0;
    for (; term + 3 < terms; term += 4) {
      const at = first + <usize>term * termStep;
      const from = values + <usize>term * row;
      if (paired) addFourTwice(at, at + unitStep, termStep, from, row, to);
      else addFour(at, termStep, from, row, to);
    }
    for (; term < terms; term++) {
      const at = first + <usize>term * termStep;
      const from = values + <usize>term * row;
      addOne(load<f64>(at), from, row, to);
      if (paired) addOne(load<f64>(at + unitStep), from, row, to + row);
    }
  }
}

/** Four terms for two units. */
function addFourTwice(one: usize, other: usize, step: usize, from: usize, row: usize, to: usize): void {
  const a = v128.load_splat<f64>(one);
  const b = v128.load_splat<f64>(one + step);
  const c = v128.load_splat<f64>(one + 2 * step);
  const d = v128.load_splat<f64>(one + 3 * step);
  const e = v128.load_splat<f64>(other);
  const f = v128.load_splat<f64>(other + step);
  const g = v128.load_splat<f64>(other + 2 * step);
  const h = v128.load_splat<f64>(other + 3 * step);
  const from2 = from + 2 * row;
  const even = row & ~15;
  for (let at: usize = 0; at < even; at += 16) {
    const v = v128.load(from + at);
    const w = v128.load(from + row + at);
    const x = v128.load(from2 + at);
    const y = v128.load(from2 + row + at);
    const first = f64x2.add(f64x2.mul(a, v), f64x2.mul(b, w));
    const second = f64x2.add(f64x2.mul(c, x), f64x2.mul(d, y));
    v128.store(to + at, f64x2.add(v128.load(to + at), f64x2.add(first, second)));
    const third = f64x2.add(f64x2.mul(e, v), f64x2.mul(f, w));
    const fourth = f64x2.add(f64x2.mul(g, x), f64x2.mul(h, y));
    const next = to + row + at;
    v128.store(next, f64x2.add(v128.load(next), f64x2.add(third, fourth)));
  }
  if (even === row) return;
  addLast(one, step, from + even, row, to + even);
  addLast(other, step, from + even, row, to + row + even);
}

function addFour(factors: usize, step: usize, from: usize, row: usize, to: usize): void {
  for (let at: usize = 0; at < row; at += 8) addLast(factors, step, from + at, row, to + at);
}

/** Four terms of one number. */
function addLast(factors: usize, step: usize, from: usize, row: usize, to: usize): void {
  const first = load<f64>(factors) * load<f64>(from) + load<f64>(factors + step) * load<f64>(from + row);
  const third = load<f64>(factors + 2 * step) * load<f64>(from + 2 * row);
  const second = third + load<f64>(factors + 3 * step) * load<f64>(from + 3 * row);
  store<f64>(to, load<f64>(to) + (first + second));
}

function addOne(factor: f64, from: usize, row: usize, to: usize): void {
  for (let at: usize = 0; at < row; at += 8)
    store<f64>(to + at, load<f64>(to + at) + factor * load<f64>(from + at));
}

/**
 * Adds Σ_i slopes[unit][i] · values[input][i] to gradient[unit · stride + input]: even and odd rows apart, then their
 * sums, then a last row.
 */
export function addRowProducts(
  slopes: usize,
  units: i32,
  values: usize,
  inputs: i32,
  count: i32,
  gradient: usize,
  stride: i32,
): void {
  const row = (<usize>count) << 3;
  for (let unit = 0; unit < units; unit++) {
    const own = slopes + <usize>unit * row;
    const to = gradient + ((<usize>(unit * stride)) << 3);
    let input = 0;
    for (; input + 3 < inputs; input += 4)
      addFourProducts(own, values + <usize>input * row, row, to + ((<usize>input) << 3));
    for (; input < inputs; input++) {
      const at = to + ((<usize>input) << 3);
      store<f64>(at, load<f64>(at) + product(own, values + <usize>input * row, row));
    }
  }
}

function addFourProducts(own: usize, values: usize, row: usize, to: usize): void {
  const even = row & ~15;
  const values2 = values + 2 * row;
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  for (let at: usize = 0; at < even; at += 16) {
    const slope = v128.load(own + at);
    a = f64x2.add(a, f64x2.mul(slope, v128.load(values + at)));
    b = f64x2.add(b, f64x2.mul(slope, v128.load(values + row + at)));
    c = f64x2.add(c, f64x2.mul(slope, v128.load(values2 + at)));
    d = f64x2.add(d, f64x2.mul(slope, v128.load(values2 + row + at)));
  }
  const slope: f64 = even < row ? load<f64>(own + even) : 0;
  addSum(a, slope, values + even, even < row, to);
  addSum(b, slope, values + row + even, even < row, to + 8);
  addSum(c, slope, values2 + even, even < row, to + 16);
  addSum(d, slope, values2 + row + even, even < row, to + 24);
}

function addSum(lanes: v128, slope: f64, last: usize, odd: bool, to: usize): void {
  let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
  if (odd) sum += slope * load<f64>(last);
  store<f64>(to, load<f64>(to) + sum);
}

function product(own: usize, values: usize, row: usize): f64 {
  const even = row & ~15;
  let lanes = f64x2.splat(0);
  for (let at: usize = 0; at < even; at += 16)
    lanes = f64x2.add(lanes, f64x2.mul(v128.load(own + at), v128.load(values + at)));
  let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
  if (even < row) sum += load<f64>(own + even) * load<f64>(values + even);
  return sum;
}
