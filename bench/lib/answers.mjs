/**
 * A linear model in original units, by column (`column=level` for a level).
 *
 * @typedef {{ coefficients: Record<string, number>, intercept: number }} Model
 *
 * The same model with each column's deviation, as Ridgeline's model file tells them.
 * @typedef {Model & { scale: Record<string, number> }} ReferenceModel
 */

/**
 * What a cross-validation found, in the order of the λ that were asked for.
 *
 * @typedef {object} Curve
 * @property {number[] | null} mean loss on held-out rows; null where a program keeps it to itself
 * @property {number[]} [se] its standard error
 * @property {number} chosen the place of the λ with the least loss
 */

/**
 * How far a model is from the reference: ‖a − b‖ / ‖b‖ of the weights per standard deviation, so that a column's
 * unit does not decide how much its error counts.
 *
 * @param {Model} model
 * @param {ReferenceModel} reference
 * @param {{ levelsUpToConstant?: boolean }} [options] the level weights of one text column are compared without
 *   their mean, which the intercept can take up
 */
export function distance(model, reference, { levelsUpToConstant = false } = {}) {
  const names = Object.keys(reference.coefficients);
  const missing = names.filter((name) => !(name in model.coefficients));
  if (missing.length > 0 || Object.keys(model.coefficients).length !== names.length)
    throw new Error(`other columns (${missing.slice(0, 3).join(', ')} …)`);
  const prepare = levelsUpToConstant
    ? withoutLevelMeans
    : (/** @type {Record<string, number>} */ same) => same;
  const [a, b] = [prepare(model.coefficients), prepare(reference.coefficients)];
  let [difference, size] = [0, 0];
  for (const name of names) {
    const scale = reference.scale[name] ?? 1;
    difference += (((a[name] ?? Number.NaN) - (b[name] ?? Number.NaN)) * scale) ** 2;
    size += ((b[name] ?? Number.NaN) * scale) ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}

/**
 * The largest distance between two lists of models, one for each λ.
 *
 * @param {readonly Model[]} models
 * @param {readonly ReferenceModel[]} references
 * @param {{ levelsUpToConstant?: boolean }} [options]
 */
export function largestDistance(models, references, options) {
  if (models.length !== references.length)
    throw new Error(`${models.length} models where there should be ${references.length}`);
  const distances = references.map((reference, i) => {
    const model = models[i];
    return model ? distance(model, reference, options) : Number.NaN;
  });
  return distances.some(Number.isNaN) ? Number.NaN : Math.max(...distances);
}

/**
 * How far a cross-validation is from the reference's: the largest relative difference of a mean loss or of a standard
 * error, and the reference's loss at the λ that was chosen over its least one, less 1. The curve is so flat around its
 * minimum that a difference in its tenth digit moves the λ; what is lost by that is what counts.
 *
 * @param {Curve} curve
 * @param {{ mean: number[], se?: number[], chosen: number }} reference
 * @returns {{ loss: number | null, error: number | null, regret: number }}
 */
export function curveDistance(curve, reference) {
  const least = reference.mean[reference.chosen] ?? Number.NaN;
  return {
    loss: curve.mean && largestRelative(curve.mean, reference.mean),
    error: curve.se && reference.se ? largestRelative(curve.se, reference.se) : null,
    regret: (reference.mean[curve.chosen] ?? Number.NaN) / least - 1,
  };
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} references
 */
function largestRelative(values, references) {
  if (values.length !== references.length)
    throw new Error(`${values.length} losses where there should be ${references.length}`);
  const each = references.map((reference, i) => Math.abs((values[i] ?? Number.NaN) / reference - 1));
  return each.some(Number.isNaN) ? Number.NaN : Math.max(...each);
}

/** @param {Record<string, number>} coefficients */
function withoutLevelMeans(coefficients) {
  /** @type {Map<string, { sum: number, count: number }>} */
  const columns = new Map();
  for (const [name, value] of Object.entries(coefficients)) {
    const column = columnOfLevel(name);
    if (column === null) continue;
    const { sum, count } = columns.get(column) ?? { sum: 0, count: 0 };
    columns.set(column, { sum: sum + value, count: count + 1 });
  }
  return Object.fromEntries(
    Object.entries(coefficients).map(([name, value]) => {
      const own = columns.get(columnOfLevel(name) ?? '');
      return [name, own ? value - own.sum / own.count : value];
    }),
  );
}

/**
 * @param {string} name
 * @returns {string | null} null for a numeric column
 */
function columnOfLevel(name) {
  const end = name.indexOf('=');
  return end < 0 ? null : name.slice(0, end);
}
