/**
 * What a contender prints: its models, the seconds of each round inside its process, its versions.
 *
 * @typedef {object} Printed
 * @property {import('./answers.mjs').Model[] | null} models null where it only reads
 * @property {number[]} seconds
 * @property {Record<string, string>} versions
 * @property {import('./answers.mjs').Curve | null} [cv] where λ was chosen among several
 */

/**
 * Reads what a peer's script printed, or a model file of Ridgeline's.
 *
 * @param {string} output
 * @returns {Printed}
 */
export function printedBy(output) {
  const json = JSON.parse(output);
  if (!/^ridgeline\.(model|path)\/1$/.test(json.schema)) return json;
  const { coefficients, intercept, intercepts, columns } = json;
  const scale = Object.fromEntries(
    columns.map((/** @type {{ name: string, scale: number }} */ column) => [column.name, column.scale]),
  );
  const models =
    json.schema === 'ridgeline.model/1'
      ? [asModel(coefficients, intercept, scale)]
      : coefficients.map((/** @type {Coefficients} */ own, /** @type {number} */ i) =>
          asModel(own, intercepts[i], scale),
        );
  const { cvMean, cvSe, lambdas, lambdaMin } = json;
  const cv = cvMean ? { mean: cvMean, se: cvSe, chosen: lambdas.indexOf(lambdaMin) } : null;
  return { models, seconds: [], versions: {}, cv };
}

/** @typedef {Record<string, number> | Record<string, Record<string, number>>} Coefficients of classes, by class first */

/**
 * @param {Coefficients} coefficients
 * @param {number | Record<string, number>} intercept
 * @param {Record<string, number>} scale
 * @returns {import('./answers.mjs').ReferenceModel} of several classes, `class:column`, and the first one's intercept
 */
function asModel(coefficients, intercept, scale) {
  if (typeof intercept === 'number')
    return { coefficients: /** @type {Record<string, number>} */ (coefficients), intercept, scale };
  const flat = Object.entries(/** @type {Record<string, Record<string, number>>} */ (coefficients)).flatMap(
    ([level, own]) =>
      Object.entries(own).map(([name, weight]) => ({ key: `${level}:${name}`, name, weight })),
  );
  return {
    coefficients: Object.fromEntries(flat.map(({ key, weight }) => [key, weight])),
    intercept: Object.values(intercept)[0] ?? Number.NaN,
    scale: Object.fromEntries(flat.map(({ key, name }) => [key, scale[name] ?? 1])),
  };
}
