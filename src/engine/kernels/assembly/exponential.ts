/** e^x and ln x; kernels/exponential.ts says how, step by step the same. */

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/** 2^k of whole lanes from -1022 to 1023. */
function powersOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52);
}

function exponentials(given: v128): v128 {
  const x = f64x2.pmin(f64x2.pmax(given, f64x2.splat(-746)), f64x2.splat(710));
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), f64x2.splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  let series = f64x2.splat(1.0 / 6227020800.0);
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 479001600.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 39916800.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 3628800.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 362880.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 40320.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 5040.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 720.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 120.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 24.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(1.0 / 6.0));
  series = f64x2.add(f64x2.mul(series, r), f64x2.splat(0.5));
  series = f64x2.mul(series, f64x2.mul(r, r));
  const value = f64x2.add(f64x2.splat(1), f64x2.sub(high, f64x2.sub(low, series)));
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const half = i64x2.shr_s(whole, 1);
  return f64x2.mul(f64x2.mul(value, powersOfTwo(half)), powersOfTwo(i64x2.sub(whole, half)));
}

/** e^x of the numbers at `from`, to `to`. */
export function exponentialsOf(from: usize, to: usize, count: i32): void {
  const end = (<usize>count) << 3;
  let at: usize = 0;
  for (; at + 8 < end; at += 16) v128.store(to + at, exponentials(v128.load(from + at)));
  if (at < end) v128.store_lane<f64>(to + at, exponentials(v128.load_splat<f64>(from + at)), 0);
}

function logarithm(given: f64): f64 {
  if (!(given > 0) || given === Infinity) return given === 0 ? -Infinity : given < 0 ? NaN : given;
  const tiny = given < 2.2250738585072014e-308;
  const bits = reinterpret<u64>(tiny ? given * 18014398509481984.0 : given);
  let k = <f64>(<i32>(bits >> 52) - 1023 - (tiny ? 54 : 0));
  let f = reinterpret<f64>((bits & 0xf_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
  if (f > Math.SQRT2) {
    f *= 0.5;
    k += 1;
  }
  const d = f - 1;
  const s = d / (2 + d);
  const z = s * s;
  let series: f64 = 2.0 / 23.0;
  series = series * z + 2.0 / 21.0;
  series = series * z + 2.0 / 19.0;
  series = series * z + 2.0 / 17.0;
  series = series * z + 2.0 / 15.0;
  series = series * z + 2.0 / 13.0;
  series = series * z + 2.0 / 11.0;
  series = series * z + 2.0 / 9.0;
  series = series * z + 2.0 / 7.0;
  series = series * z + 2.0 / 5.0;
  series = series * z + 2.0 / 3.0;
  series *= z;
  const half = 0.5 * d * d;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - d);
}

/** ln x of the numbers at `from`, to `to`. */
export function logarithmsOf(from: usize, to: usize, count: i32): void {
  const end = (<usize>count) << 3;
  for (let at: usize = 0; at < end; at += 8) store<f64>(to + at, logarithm(load<f64>(from + at)));
}
