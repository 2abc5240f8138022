/** Two numbers of two columns. */
function pair(a: usize, b: usize): v128 {
  return v128.load_lane<f64>(b, v128.load_zero<f64>(a), 1);
}

/** Bytes of a column's record: count, sum, min, max, Σ deviation, Σ deviation², 1 where a value is no whole number. */
const RECORD: usize = 56;

/**
 * Statistics of four columns of numbers at once, NaN left out: each sum runs over the rows in their order. Deviations
 * are those from sum / count. Writes four records to `out`.
 */
export function columnStats(a: usize, b: usize, c: usize, d: usize, rows: i32, out: usize): void {
  const length = (<usize>rows) << 3;
  let sumA = f64x2.splat(0);
  let sumB = f64x2.splat(0);
  let countA = i64x2.splat(0);
  let countB = i64x2.splat(0);
  let minA = f64x2.splat(Infinity);
  let minB = f64x2.splat(Infinity);
  let maxA = f64x2.splat(-Infinity);
  let maxB = f64x2.splat(-Infinity);
  let brokenA = i64x2.splat(0);
  let brokenB = i64x2.splat(0);
  for (let at: usize = 0; at < length; at += 8) {
    const u = pair(a + at, b + at);
    const v = pair(c + at, d + at);
    const isU = f64x2.eq(u, u);
    const isV = f64x2.eq(v, v);
    sumA = f64x2.add(sumA, v128.and(u, isU));
    sumB = f64x2.add(sumB, v128.and(v, isV));
    countA = i64x2.sub(countA, isU);
    countB = i64x2.sub(countB, isV);
    minA = f64x2.pmin(minA, u);
    minB = f64x2.pmin(minB, v);
    maxA = f64x2.pmax(maxA, u);
    maxB = f64x2.pmax(maxB, v);
    brokenA = v128.or(brokenA, v128.and(isU, f64x2.ne(u, f64x2.floor(u))));
    brokenB = v128.or(brokenB, v128.and(isV, f64x2.ne(v, f64x2.floor(v))));
  }
  writePair(out, countA, sumA, minA, maxA, brokenA);
  writePair(out + 2 * RECORD, countB, sumB, minB, maxB, brokenB);
  addDeviations(a, b, length, sumA, countA, out);
  addDeviations(c, d, length, sumB, countB, out + 2 * RECORD);
}

function writePair(out: usize, count: v128, sum: v128, min: v128, max: v128, broken: v128): void {
  store<f64>(out, <f64>i64x2.extract_lane(count, 0));
  store<f64>(out, <f64>i64x2.extract_lane(count, 1), RECORD);
  writeLanes(out + 8, sum);
  writeLanes(out + 16, min);
  writeLanes(out + 24, max);
  store<f64>(out, i64x2.extract_lane(broken, 0) !== 0 ? 1 : 0, 48);
  store<f64>(out, i64x2.extract_lane(broken, 1) !== 0 ? 1 : 0, 48 + RECORD);
}

function writeLanes(out: usize, lanes: v128): void {
  v128.store_lane<f64>(out, lanes, 0);
  v128.store_lane<f64>(out + RECORD, lanes, 1);
}

function addDeviations(a: usize, b: usize, length: usize, total: v128, count: v128, out: usize): void {
  let counts = f64x2.splat(<f64>i64x2.extract_lane(count, 0));
  counts = f64x2.replace_lane(counts, 1, <f64>i64x2.extract_lane(count, 1));
  const mean = f64x2.div(total, counts);
  let sum = f64x2.splat(0);
  let squares = f64x2.splat(0);
  for (let at: usize = 0; at < length; at += 8) {
    const value = f64x2.sub(pair(a + at, b + at), mean);
    const deviation = v128.and(value, f64x2.eq(value, value));
    sum = f64x2.add(sum, deviation);
    squares = f64x2.add(squares, f64x2.mul(deviation, deviation));
  }
  writeLanes(out + 32, sum);
  writeLanes(out + 40, squares);
}
