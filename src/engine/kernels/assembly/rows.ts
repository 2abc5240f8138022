/** Products of rows with weights, and of errors with rows: what losses of linear models are made of. */

/** Σ_j weights[j] (x[j] − shift[j]) of one row: even and odd columns apart, then their sums, then a last column. */
function rowScore(x: usize, weights: usize, shift: usize, even: usize, p: usize): f64 {
  let sum = f64x2.splat(0);
  for (let at: usize = 0; at < even; at += 16) {
    const centred = f64x2.sub(v128.load(x + at), v128.load(shift + at));
    sum = f64x2.add(sum, f64x2.mul(v128.load(weights + at), centred));
  }
  let score = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  if (even < p) score += load<f64>(weights + even) * (load<f64>(x + even) - load<f64>(shift + even));
  return score;
}

/**
 * The scores of the listed rows, p numbers each from `x` on: intercept + Σ_j weights[j] (x[j] − shift[j]), one by one
 * at `scores`.
 */
export function scoreRows(
  x: usize,
  p: i32,
  list: usize,
  count: i32,
  weights: usize,
  shift: usize,
  intercept: f64,
  scores: usize,
): void {
  const step = (<usize>p) << 3;
  const even = step & ~15;
  const end = scores + ((<usize>count) << 3);
  let row = list;
  let to = scores;
  for (; to + 24 < end; to += 32) {
    const a = x + <usize>load<i32>(row) * step;
    const b = x + <usize>load<i32>(row, 4) * step;
    const c = x + <usize>load<i32>(row, 8) * step;
    const d = x + <usize>load<i32>(row, 12) * step;
    let sumA = f64x2.splat(0);
    let sumB = f64x2.splat(0);
    let sumC = f64x2.splat(0);
    let sumD = f64x2.splat(0);
    for (let at: usize = 0; at < even; at += 16) {
      const origin = v128.load(shift + at);
      const weight = v128.load(weights + at);
      sumA = f64x2.add(sumA, f64x2.mul(weight, f64x2.sub(v128.load(a + at), origin)));
      sumB = f64x2.add(sumB, f64x2.mul(weight, f64x2.sub(v128.load(b + at), origin)));
      sumC = f64x2.add(sumC, f64x2.mul(weight, f64x2.sub(v128.load(c + at), origin)));
      sumD = f64x2.add(sumD, f64x2.mul(weight, f64x2.sub(v128.load(d + at), origin)));
    }
    let scoreA = f64x2.extract_lane(sumA, 0) + f64x2.extract_lane(sumA, 1);
    let scoreB = f64x2.extract_lane(sumB, 0) + f64x2.extract_lane(sumB, 1);
    let scoreC = f64x2.extract_lane(sumC, 0) + f64x2.extract_lane(sumC, 1);
    let scoreD = f64x2.extract_lane(sumD, 0) + f64x2.extract_lane(sumD, 1);
    if (even < step) {
      const origin = load<f64>(shift + even);
      const weight = load<f64>(weights + even);
      scoreA += weight * (load<f64>(a + even) - origin);
      scoreB += weight * (load<f64>(b + even) - origin);
      scoreC += weight * (load<f64>(c + even) - origin);
      scoreD += weight * (load<f64>(d + even) - origin);
    }
    store<f64>(to, intercept + scoreA);
    store<f64>(to, intercept + scoreB, 8);
    store<f64>(to, intercept + scoreC, 16);
    store<f64>(to, intercept + scoreD, 24);
    row += 16;
  }
  for (; to < end; to += 8) {
    const at = x + <usize>load<i32>(row) * step;
    store<f64>(to, intercept + rowScore(at, weights, shift, even, step));
    row += 4;
  }
}

/** Adds Σ_i errors[i] (x_i[j] − shift[j]) of the listed rows to gradient[j], row after row. */
export function addGradient(
  x: usize,
  p: i32,
  list: usize,
  count: i32,
  errors: usize,
  shift: usize,
  gradient: usize,
): void {
  const step = (<usize>p) << 3;
  const even = step & ~15;
  const end = errors + ((<usize>count) << 3);
  let row = list;
  let from = errors;
  for (; from + 24 < end; from += 32) {
    const a = x + <usize>load<i32>(row) * step;
    const b = x + <usize>load<i32>(row, 4) * step;
    const c = x + <usize>load<i32>(row, 8) * step;
    const d = x + <usize>load<i32>(row, 12) * step;
    const errorA = v128.load_splat<f64>(from);
    const errorB = v128.load_splat<f64>(from, 8);
    const errorC = v128.load_splat<f64>(from, 16);
    const errorD = v128.load_splat<f64>(from, 24);
    for (let at: usize = 0; at < even; at += 16) {
      const origin = v128.load(shift + at);
      let sum = v128.load(gradient + at);
      sum = f64x2.add(sum, f64x2.mul(errorA, f64x2.sub(v128.load(a + at), origin)));
      sum = f64x2.add(sum, f64x2.mul(errorB, f64x2.sub(v128.load(b + at), origin)));
      sum = f64x2.add(sum, f64x2.mul(errorC, f64x2.sub(v128.load(c + at), origin)));
      sum = f64x2.add(sum, f64x2.mul(errorD, f64x2.sub(v128.load(d + at), origin)));
      v128.store(gradient + at, sum);
    }
    row += 16;
    if (even === step) continue;
    const origin = load<f64>(shift + even);
    let sum = load<f64>(gradient + even);
    sum += load<f64>(from) * (load<f64>(a + even) - origin);
    sum += load<f64>(from, 8) * (load<f64>(b + even) - origin);
    sum += load<f64>(from, 16) * (load<f64>(c + even) - origin);
    sum += load<f64>(from, 24) * (load<f64>(d + even) - origin);
    store<f64>(gradient + even, sum);
  }
  for (; from < end; from += 8) {
    addRow(x + <usize>load<i32>(row) * step, step, load<f64>(from), shift, gradient);
    row += 4;
  }
}

function addRow(x: usize, step: usize, error: f64, shift: usize, gradient: usize): void {
  for (let at: usize = 0; at < step; at += 8) {
    const centred = load<f64>(x + at) - load<f64>(shift + at);
    store<f64>(gradient + at, load<f64>(gradient + at) + error * centred);
  }
}
