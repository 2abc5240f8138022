/**
 * What Ridgeline is held to, on two cores. A ratio is the other program's cost over Ridgeline's on the same work;
 * `atMost` bounds a cost of Ridgeline's own.
 *
 * @typedef {object} Target
 * @property {string} work
 * @property {string} against a contender's id, or the name of what is bounded
 * @property {'seconds' | 'memory'} of
 * @property {number} [atLeast]
 * @property {number} [atMost]
 * @property {string} [unit] of the bounded number, × by default
 */

/** @type {readonly Target[]} */
export const TARGETS = [
  { work: 'a', against: 'pandas-scikit', of: 'seconds', atLeast: 12 },
  { work: 'a', against: 'pandas-scikit', of: 'memory', atLeast: 4 },
  { work: 'a', against: 'polars-numpy', of: 'seconds', atLeast: 3 },
  { work: 'a', against: 'polars-numpy-warm', of: 'seconds', atLeast: 1.5 },
  { work: 'b', against: 'pandas-scikit', of: 'seconds', atLeast: 4 },
  { work: 'c', against: 'pandas-scikit', of: 'seconds', atLeast: 8 },
  { work: 'd', against: 'own-fit', of: 'seconds', atMost: 1.1 },
  { work: 'g', against: 'pandas-lbfgs', of: 'seconds', atLeast: 4 },
  { work: 'g', against: 'pandas-newton-cholesky', of: 'seconds', atLeast: 4 },
  { work: 'h', against: 'fread-glmnet', of: 'seconds', atLeast: 2 },
  { work: 'i', against: 'pandas-lbfgs', of: 'seconds', atLeast: 3 },
  { work: 'j', against: 'own-fit', of: 'seconds', atMost: 1.3 },
  { work: 'j', against: 'fread-cv-glmnet', of: 'seconds', atLeast: 20 },
  { work: 'j', against: 'fread-cv-glmnet-parallel', of: 'seconds', atLeast: 20 },
  { work: 'k', against: 'fread-cv-glmnet', of: 'seconds', atLeast: 2 },
  { work: 'k', against: 'fread-cv-glmnet-parallel', of: 'seconds', atLeast: 2 },
  { work: 'f', against: 'rows-exponent', of: 'seconds', atMost: 1.02, unit: '' },
  { work: 'big', against: 'own-memory', of: 'memory', atMost: 1.2 },
];

/**
 * A measured value beside its targets, in words; empty where there is none.
 *
 * @param {string} work
 * @param {string} against
 * @param {Partial<Record<Target['of'], number>>} measured
 */
export function judged(work, against, measured) {
  return TARGETS.filter((target) => target.work === work && target.against === against)
    .map((target) => verdict(target, measured[target.of]))
    .join('; ');
}

/**
 * @param {Target} target
 * @param {number | undefined} value
 */
function verdict({ of, atLeast, atMost, unit = '×' }, value) {
  const bound = atLeast === undefined ? `≤ ${atMost}${unit}` : `≥ ${atLeast}${unit}`;
  const what = of === 'memory' ? `memory ${bound}` : bound;
  if (value === undefined) return `${what} not measured`;
  const reached = atLeast === undefined ? value <= (atMost ?? 0) : value >= atLeast;
  return `${what} ${reached ? 'reached' : 'NOT reached'} (${value.toPrecision(3)})`;
}
