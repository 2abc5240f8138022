/**
 * A linear model in original units, by column (`column=level` for a level).
 *
 * @typedef {{ coefficients: Record<string, number>, intercept: number }} Model
 *
 * The same model with each column's deviation, as Ridgeline's model file tells them.
 * @typedef {Model & { scale: Record<string, number> }} ReferenceModel
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
  return Math.sqrt(difference / size);
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
