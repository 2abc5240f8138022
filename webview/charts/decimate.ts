/**
 * Indices of at most about `limit` points that keep a line's looks: of every bucket its lowest and its highest
 * value, and the first and the last point. O(n); NaN counts as absent.
 */
export function decimate(values: readonly number[], limit: number): number[] {
  const n = values.length;
  if (n <= limit) return Array.from({ length: n }, (_, index) => index);
  const buckets = Math.max(1, Math.floor((limit - 2) / 2));
  const kept: number[] = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * (n - 2)) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * (n - 2)) / buckets);
    const [low, high] = extremes(values, from, to);
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(n - 1);
  return kept;
}

function extremes(values: readonly number[], from: number, to: number): [number, number] {
  let low = from;
  let high = from;
  for (let index = from; index < to; index++) {
    const value = values[index] ?? Number.NaN;
    if (value < (values[low] ?? Number.POSITIVE_INFINITY)) low = index;
    if (value > (values[high] ?? Number.NEGATIVE_INFINITY)) high = index;
  }
  return [low, high];
}
