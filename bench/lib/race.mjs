import { judgeAnswers } from './judge.mjs';
import { bestEnvironment, measure } from './measure.mjs';
import { printedBy } from './printed.mjs';
import { median } from './statistics.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./works.mjs').Work} Work
 * @typedef {import('./printed.mjs').Printed} Printed
 *
 * What one contender did on one work. `failed` says in words why there are no figures.
 * @typedef {object} Entry
 * @property {Work} work
 * @property {Contender} contender
 * @property {number[]} seconds by round
 * @property {number[]} peaks largest resident bytes, by round
 * @property {number | null} distance of the answers from Ridgeline's
 * @property {string} differences what else was compared, in words
 * @property {string | null} failed
 * @property {string | null} stopped why it takes part in no more rounds, where it has figures of some
 * @property {number | null} longerThan seconds after which it was ended, where that is all that is known
 * @property {boolean} wrong it answered, and not what Ridgeline answers
 * @property {Record<string, string>} versions
 * @property {number} rounds that it takes part in
 *
 * @typedef {{ runs: number, timeout: number }} RaceOptions
 */

/** A contender that takes longer than this takes part in the first rounds alone. */
const SLOW_SECONDS = 20;
const SLOW_ROUNDS = 2;
/** And in one round where it takes longer than this. */
const VERY_SLOW_SECONDS = 60;

/**
 * Lets every contender do a work: once for its answers, which are compared first; then, where they agree, in turn,
 * round by round. Where Ridgeline fails, that is the one entry.
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
  if (!own.printed) return [{ ...own.entry, wrong: true }];
  const entries = [own.entry];
  for (const contender of others) {
    const reference = contender.unpenalized
      ? (await answered({ ...work, lambdas: [0] }, ridgeline, options, null)).printed
      : own.printed;
    const { entry } = await answered(work, contender, options, reference);
    entries.push(entry);
  }
  for (let round = 0; round < options.runs; round++) {
    for (const entry of entries) {
      if (!entry.failed && !entry.stopped && round < entry.rounds) await timed(entry, options);
    }
  }
  return entries;
}

/**
 * @param {number} seconds that a program takes
 * @param {number} runs
 * @returns {number} the rounds that it takes part in
 */
export function roundsOf(seconds, runs) {
  if (seconds > VERY_SLOW_SECONDS) return Math.min(runs, 1);
  return seconds > SLOW_SECONDS ? Math.min(runs, SLOW_ROUNDS) : runs;
}

/**
 * The untimed first run, which also warms the file's cache: what it answers, and how far that is from the reference.
 *
 * @param {Work} work
 * @param {Contender} contender
 * @param {RaceOptions} options
 * @param {Printed | null} reference null for the reference itself
 * @returns {Promise<{ entry: Entry, printed: Printed | null }>}
 */
async function answered(work, contender, { runs, timeout }, reference) {
  const entry = entryOf(work, contender, runs);
  if (entry.failed) return { entry, printed: null };
  const result = await runOnce(contender, work, timeout, contender.answerWords);
  console.error(`  (${work.id}) ${contender.label}: ${result.failed ?? `${result.seconds.toFixed(2)} s`}`);
  if (result.failed !== null) {
    // One that goes on for its answers is slower than the one that is timed, so its time says nothing about that.
    const longerThan = contender.answerWords ? null : result.longerThan;
    return { entry: { ...entry, failed: result.failed, longerThan }, printed: null };
  }
  entry.rounds = roundsOf(result.seconds, runs);
  entry.versions = result.printed.versions;
  if (reference) Object.assign(entry, judgeAnswers(contender, result.printed, reference));
  if (entry.wrong) console.error(`  (${work.id}) ${contender.label}: ${entry.failed}`);
  return { entry, printed: result.printed };
}

/**
 * @param {Work} work
 * @param {Contender} contender
 * @param {number} rounds
 * @returns {Entry}
 */
function entryOf(work, contender, rounds) {
  return {
    work,
    contender,
    seconds: [],
    peaks: [],
    distance: null,
    differences: '',
    failed: contender.missing ?? null,
    stopped: null,
    longerThan: null,
    wrong: false,
    versions: {},
    rounds,
  };
}

/**
 * One timed run, added to the entry. One that fails after others went well leaves their figures, and is the last.
 *
 * @param {Entry} entry
 * @param {RaceOptions} options
 */
async function timed(entry, { runs, timeout }) {
  const result = await runOnce(entry.contender, entry.work, timeout);
  if (result.failed !== null) {
    if (entry.seconds.length > 0) entry.stopped = result.failed;
    else Object.assign(entry, { failed: result.failed, longerThan: result.longerThan });
    console.error(`  (${entry.work.id}) ${entry.contender.label}: ${result.failed}`);
    return;
  }
  const inside = result.printed.seconds;
  entry.seconds.push(entry.contender.warm ? median(inside.slice(1)) : result.seconds);
  entry.peaks.push(result.peakBytes);
  if (entry.contender.answerWords) entry.rounds = roundsOf(result.seconds, runs);
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
  const limit = Math.max(timeout, work.patience ?? 0) * (contender.warm ? 3 : 1);
  const measured = await measure([...command, ...words], { env, timeout: limit });
  const { seconds, peakBytes } = measured;
  if (measured.expired) return { failed: `over ${limit} s`, longerThan: limit };
  if (measured.code !== 0) return { failed: reasonOf(measured), longerThan: null };
  try {
    return { failed: null, seconds, peakBytes, printed: printedBy(measured.output) };
  } catch (error) {
    return { failed: `prints no answer: ${/** @type {Error} */ (error).message}`, longerThan: null };
  }
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
