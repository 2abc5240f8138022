/**
 * Seconds of a round at full size on two cores, about, and of programs that take part in one or two rounds alone.
 *
 * @typedef {{ seconds: number, slow: number }} RoundCost
 */

/** Growth (f) in rows and in columns. @type {RoundCost} */
export const GROWTH_COST = { seconds: 9, slow: 0 };
/** The files of 200 MB and 2 GB. @type {RoundCost} */
export const BIG_COST = { seconds: 0, slow: 7 };
/** Answers are taken before the rounds, some with a solver that is told to go on. */
const ANSWER_ROUNDS = 1.5;
/** The answers and one or two rounds. */
const SLOW_ROUNDS = 2.5;
/** To start the programs takes a while whatever the rows. */
const LEAST_SHARE = 0.1;

/**
 * How long a benchmark takes, about, where its files are there.
 *
 * @param {readonly RoundCost[]} costs of each work
 * @param {{ runs: number, scale: number }} options
 * @returns {number} seconds
 */
export function expectedSeconds(costs, { runs, scale }) {
  const rounds = costs.map(
    ({ seconds, slow }) => seconds * (runs + ANSWER_ROUNDS) + slow * Math.min(runs + 1, SLOW_ROUNDS),
  );
  return Math.max(scale, LEAST_SHARE) * rounds.reduce((sum, own) => sum + own, 0);
}

/** @param {number} seconds */
export function roughly(seconds) {
  return seconds < 90
    ? `${Math.max(10, Math.ceil(seconds / 10) * 10)} s`
    : `${Math.ceil(seconds / 60)} minutes`;
}
