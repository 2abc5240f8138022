/**
 * @param {readonly number[]} values at least one
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) throw new RangeError('no values');
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2;
}

/**
 * The median of `numerators[i] / denominators[i]`, over the rounds that both have: two programs that ran one after
 * the other met the same machine, so their ratio is steadier than a ratio of medians.
 *
 * @param {readonly number[]} numerators
 * @param {readonly number[]} denominators
 */
export function pairedRatio(numerators, denominators) {
  const rounds = Math.min(numerators.length, denominators.length);
  return median(Array.from({ length: rounds }, (_, i) => at(numerators, i) / at(denominators, i)));
}

/**
 * The exponent b of cost = a · sizeᵇ: the slope of the least-squares line through the logarithms.
 *
 * @param {readonly number[]} sizes positive, not all the same
 * @param {readonly number[]} costs positive, as many
 */
export function growthExponent(sizes, costs) {
  const x = sizes.map(Math.log);
  const y = costs.map(Math.log);
  const [meanX, meanY] = [mean(x), mean(y)];
  let [products, squares] = [0, 0];
  for (const [i, value] of x.entries()) {
    products += (value - meanX) * (at(y, i) - meanY);
    squares += (value - meanX) ** 2;
  }
  return products / squares;
}

/**
 * The value that `share` of the values do not exceed (nearest rank).
 *
 * @param {readonly number[]} values at least one
 * @param {number} share above 0, at most 1
 */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return at(sorted, Math.ceil(share * sorted.length) - 1);
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * @param {readonly number[]} values
 * @param {number} index
 */
function at(values, index) {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no value ${index}`);
  return value;
}
