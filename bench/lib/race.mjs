import { largestDistance } from './answers.mjs';
import { bestEnvironment, measure } from './measure.mjs';
import { printedBy } from './printed.mjs';
import { median } from './statistics.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./works.mjs').Work} Work
 * @typedef {import('./answers.mjs').Model} Model
 * @typedef {import('./answers.mjs').ReferenceModel} ReferenceModel
 *
 * What one contender did on one work. `failed` says in words why there are no figures.
 * @typedef {object} Entry
 * @property {Work} work
 * @property {Contender} contender
 * @property {number[]} seconds by round
 * @property {number[]} peaks largest resident bytes, by round
 * @property {number | null} distance of the answers from Ridgeline's
 * @property {string | null} failed
 * @property {boolean} wrong it answered, and not what Ridgeline answers
 * @property {Record<string, string>} versions
 * @property {number} rounds that it takes part in
 *
 * @typedef {{ runs: number, timeout: number }} RaceOptions
 */

/** A contender that takes longer than this takes part in the first rounds alone. */
const SLOW_SECONDS = 20;
const SLOW_ROUNDS = 2;

/**
 * Lets every contender do a work: once for its answers, which are compared first; then, where they agree, in turn,
 * round by round.
 *
 * @param {Work} work
 * @param {readonly Contender[]} contenders Ridgeline first
 * @param {RaceOptions} options
 * @returns {Promise<Entry[]>}
 */
export async function race(work, contenders, options) {
  const [ridgeline, ...others] = contenders.filter(({ command }) => command(work) !== null);
  if (!ridgeline) throw new Error(`nobody does ${work.id}`);
  const own = await answered(work, ridgeline, options, null);
  if (own.entry.failed) throw new Error(`Ridgeline fails on ${work.id}: ${own.entry.failed}`);
  const entries = [own.entry];
  for (const contender of others) {
    const reference = contender.unpenalized
      ? (await answered({ ...work, lambdas: [0] }, ridgeline, options, null)).models
      : own.models;
    const { entry } = await answered(work, contender, options, /** @type {ReferenceModel[]} */ (reference));
    entries.push(entry);
  }
  for (let round = 0; round < options.runs; round++) {
    for (const entry of entries) {
      if (!entry.failed && round < entry.rounds) await timed(entry, options);
    }
  }
  return entries;
}

/**
 * The untimed first run, which also warms the file's cache: what it answers, and how far that is from the reference.
 *
 * @param {Work} work
 * @param {Contender} contender
 * @param {RaceOptions} options
 * @param {ReferenceModel[] | null} reference null for the reference itself
 * @returns {Promise<{ entry: Entry, models: Model[] }>}
 */
async function answered(work, contender, { runs, timeout }, reference) {
  /** @type {Entry} */
  const entry = {
    work,
    contender,
    seconds: [],
    peaks: [],
    distance: null,
    failed: contender.missing ?? null,
    wrong: false,
    versions: {},
    rounds: runs,
  };
  if (entry.failed) return { entry, models: [] };
  const result = await runOnce(contender, work, timeout, contender.answerWords);
  console.error(`  (${work.id}) ${contender.label}: ${result.failed ?? `${result.seconds.toFixed(2)} s`}`);
  if (result.failed !== null) return { entry: { ...entry, failed: result.failed }, models: [] };
  const models = result.printed.models ?? [];
  if (result.seconds > SLOW_SECONDS) entry.rounds = Math.min(runs, SLOW_ROUNDS);
  entry.versions = result.printed.versions;
  if (reference && contender.tolerance !== undefined) compare(entry, models, reference, contender.tolerance);
  return { entry, models };
}

/**
 * Sets the entry's distance; fails it where that is too large.
 *
 * @param {Entry} entry
 * @param {Model[]} models
 * @param {ReferenceModel[]} reference
 * @param {number} tolerance
 */
function compare(entry, models, reference, tolerance) {
  const { levelsUpToConstant = false } = entry.contender;
  try {
    entry.distance = largestDistance(models, reference, { levelsUpToConstant });
    entry.wrong = !(entry.distance <= tolerance);
    if (entry.wrong) entry.failed = `answers differ by ${entry.distance.toExponential(1)}`;
  } catch (error) {
    entry.wrong = true;
    entry.failed = `answers differ: ${/** @type {Error} */ (error).message}`;
  }
  if (entry.wrong) console.error(`  (${entry.work.id}) ${entry.contender.label}: ${entry.failed}`);
}

/**
 * One timed run, added to the entry.
 *
 * @param {Entry} entry
 * @param {RaceOptions} options
 */
async function timed(entry, { timeout }) {
  const result = await runOnce(entry.contender, entry.work, timeout);
  if (result.failed !== null) {
    entry.failed = result.failed;
    return;
  }
  const inside = result.printed.seconds;
  entry.seconds.push(entry.contender.warm ? median(inside.slice(1)) : result.seconds);
  entry.peaks.push(result.peakBytes);
}

/**
 * @param {Contender} contender
 * @param {Work} work
 * @param {number} timeout
 * @param {readonly string[]} [words] more of the command
 */
async function runOnce(contender, work, timeout, words = []) {
  const command = contender.command(work);
  if (!command) throw new Error(`${contender.label} does not do ${work.id}`);
  const env = { ...bestEnvironment(), ...contender.env };
  const measured = await measure([...command, ...words], {
    env,
    timeout: timeout * (contender.warm ? 3 : 1),
  });
  const { seconds, peakBytes } = measured;
  if (measured.expired) return { failed: `over ${timeout} s` };
  if (measured.code !== 0) return { failed: reasonOf(measured) };
  return { failed: null, seconds, peakBytes, printed: printedBy(measured.output) };
}

/** @param {import('./measure.mjs').Measured} measured */
function reasonOf({ code, errors }) {
  const lines = errors.trim().split('\n');
  const said =
    lines.findLast((line) => /^\w*Error\b|not found|there is no package/.test(line)) ?? lines.at(-1) ?? '';
  const missing = /No module named '(\w+)'|no package called .(\w+)/.exec(said);
  if (missing) return `missing: ${missing[1] ?? missing[2]}`;
  return code === -9 ? 'out of memory' : said.trim().slice(0, 80) || `ended with ${code}`;
}
