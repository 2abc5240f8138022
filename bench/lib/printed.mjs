/**
 * What a contender prints: its models, the seconds of each round inside its process, its versions.
 *
 * @typedef {object} Printed
 * @property {import('./answers.mjs').Model[] | null} models null where it only reads
 * @property {number[]} seconds
 * @property {Record<string, string>} versions
 */

/**
 * Reads what a peer's script printed, or a model file of Ridgeline's.
 *
 * @param {string} output
 * @returns {Printed}
 */
export function printedBy(output) {
  const json = JSON.parse(output);
  if (json.schema !== 'ridgeline.model/1') return json;
  const { coefficients, intercept, columns } = json;
  const scale = Object.fromEntries(
    columns.map((/** @type {{ name: string, scale: number }} */ column) => [column.name, column.scale]),
  );
  const model = { coefficients, intercept, scale };
  return { models: [model], seconds: [], versions: {} };
}
