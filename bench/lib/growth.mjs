import { bestEnvironment, measure } from './measure.mjs';
import { growthExponent, median } from './statistics.mjs';
import { bigFiles, growth, startUp } from './works.mjs';

/**
 * @typedef {import('./contenders.mjs').Contender} Contender
 * @typedef {import('./works.mjs').Work} Work
 * @typedef {import('./race.mjs').RaceOptions} RaceOptions
 */

/** The share of start-up that a file must take beyond it: of less, the difference of two medians says nothing. */
const LEAST_BEYOND = 0.25;

/**
 * Trains on files of 1, 2, 4 and 8 times the rows or columns, in turn, and fits the exponent: of whole processes, and
 * of what they take beyond starting up, which would make any growth look flatter than it is.
 *
 * @param {'rows' | 'columns'} what
 * @param {number} scale of the rows
 * @param {Contender} ridgeline
 * @param {RaceOptions} options
 * @returns {Promise<import('./report.mjs').Growth>}
 */
export async function measureGrowth(what, scale, ridgeline, options) {
  console.error(`  (f) growth in ${what}`);
  const steps = growth(what, scale);
  const [start, ...costs] = await inTurn([startUp(), ...steps.map(({ work }) => work)], ridgeline, options);
  const sizes = steps.map(({ size }) => size);
  const seconds = costs.map((cost) => median(cost.seconds));
  const startSeconds = median(start?.seconds ?? []);
  const beyond = seconds.map((value) => value - startSeconds);
  return {
    what,
    from: steps[0]?.work.title ?? '',
    sizes,
    seconds,
    peaks: costs.map((cost) => median(cost.peaks)),
    startSeconds,
    exponent: growthExponent(sizes, seconds),
    exponentWithoutStart: beyond.every((value) => value > LEAST_BEYOND * startSeconds)
      ? growthExponent(sizes, beyond)
      : null,
  };
}

/**
 * Time and peak memory on about 200 MB and on 2 GB.
 *
 * @param {number} scale of the rows
 * @param {Contender} ridgeline
 * @param {RaceOptions} options
 * @returns {Promise<import('./report.mjs').BigFile>}
 */
export async function measureBig(scale, ridgeline, options) {
  console.error('  (big) time and memory');
  const files = bigFiles(scale);
  const costs = await inTurn(files, ridgeline, { ...options, runs: Math.min(options.runs, 2) });
  const label = `(big) ${files.map(({ title }) => title).join(', ')}`;
  return {
    label,
    seconds: costs.map(({ seconds }) => median(seconds)),
    peaks: costs.map(({ peaks }) => median(peaks)),
  };
}

/**
 * Each work in turn, round by round, after a first round that warms the files' cache.
 *
 * @param {readonly Work[]} works
 * @param {Contender} ridgeline
 * @param {RaceOptions} options
 */
async function inTurn(works, ridgeline, { runs, timeout }) {
  const costs = works.map(() => ({
    seconds: /** @type {number[]} */ ([]),
    peaks: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round <= runs; round++) {
    for (const [i, work] of works.entries()) {
      const taken = await measure(ridgeline.command(work) ?? [], { env: bestEnvironment(), timeout });
      if (taken.code !== 0) throw new Error(`Ridgeline fails on ${work.title}: ${taken.errors}`);
      if (round === 0) continue;
      costs[i]?.seconds.push(taken.seconds);
      costs[i]?.peaks.push(taken.peakBytes);
    }
  }
  return costs;
}
