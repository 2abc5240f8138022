/**
 * A number as English texts write it: thousands grouped by commas, at most so many decimals and no zeros after them. The
 * platform's own formatter takes 15 ms when it is first asked, more than many a training.
 *
 * @param decimals at most; trailing zeros are left away down to `fewest`
 */
export function grouped(value: number, decimals = 3, fewest = 0): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return String(value);
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  let kept = fraction.length;
  while (kept > fewest && fraction[kept - 1] === '0') kept--;
  const digits = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return kept > 0 ? `${digits}.${fraction.slice(0, kept)}` : digits;
}
