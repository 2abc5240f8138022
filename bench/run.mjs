/**
 * Ridgeline beside its peers, in one run: data, answers, times, one table, also written to bench/RESULTS.md.
 *
 *   npm run bench [-- --runs 5] [--scale 1] [--only a,c] [--timeout 300] [--big] [--quick] [--write]
 *
 * `--scale` shrinks the rows of every work; `--quick` is a twentieth of the rows in 2 runs, to see that all works.
 * Results are written where every work ran in full, and with `--write` where some did, which are then named. `--big` also
 * trains on 2 GB. `--timeout` is in seconds, for each process; (i), (j) and (k) have twenty minutes
 * at least, so that there is a time of every peer. Exits with 1 where a peer's answers differ, or Ridgeline fails.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildRidgeline } from './lib/build.mjs';
import { contenders } from './lib/contenders.mjs';
import { BIG_COST, expectedSeconds, GROWTH_COST, roughly } from './lib/estimate.mjs';
import { measureBig, measureGrowth } from './lib/growth.mjs';
import { circumstances, EXPLANATION, versionsLine, whatRan } from './lib/machine.mjs';
import { RESULTS_FILE } from './lib/paths.mjs';
import { race } from './lib/race.mjs';
import { limitSentence, resultsTable } from './lib/report.mjs';
import { works } from './lib/works.mjs';

const ALL = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'];
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string' },
    scale: { type: 'string' },
    only: { type: 'string', default: ALL.join(',') },
    timeout: { type: 'string', default: '300' },
    big: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(flags.runs ?? (flags.quick ? 2 : 5));
const scale = Number(flags.scale ?? (flags.quick ? 0.05 : 1));
const options = { runs, timeout: Number(flags.timeout) };
const asked = flags.only.split(',').filter(Boolean);
const unknown = asked.filter((id) => !ALL.includes(id));
if (unknown.length > 0) throw new Error(`There is no work ${unknown.join(', ')}: ${ALL.join(', ')}`);

const circumstance = await circumstances();
const built = await buildRidgeline();
const all = contenders(built);
const ridgeline = all.find(({ id }) => id === 'ridgeline');
if (!ridgeline) throw new Error('Ridgeline is not among the programs');
const chosen = works(scale, built.shuffledFolds).filter(({ id }) => asked.includes(id));
const expected = [...chosen, ...(asked.includes('f') ? [GROWTH_COST] : []), ...(flags.big ? [BIG_COST] : [])];
console.error(
  `About ${roughly(expectedSeconds(expected, { runs, scale }))} on two cores, and the making of new files.`,
);

/** @type {string[]} */
const failures = [];
/**
 * What fails is told at the end, so that the rest of a long run is not lost.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} measured
 * @returns {Promise<T[]>} empty where it failed
 */
async function attempt(what, measured) {
  try {
    return [await measured()];
  } catch (error) {
    failures.push(`(${what}) ${/** @type {Error} */ (error).message}`);
    return [];
  }
}

const races = [];
for (const { id, make } of chosen) races.push(...(await attempt(id, () => race(make(), all, options))));
const growths = [];
for (const what of /** @type {const} */ (['rows', 'columns'])) {
  if (asked.includes('f'))
    growths.push(...(await attempt(`f, ${what}`, () => measureGrowth(what, scale, ridgeline, options))));
}
const [big = null] = flags.big ? await attempt('big', () => measureBig(scale, ridgeline, options)) : [];

const entries = races.flat();
const limit = limitSentence(entries.filter(({ work }) => work.id === 'a'));
for (const { work, contender, failed, wrong } of entries)
  if (wrong || (failed && contender === ridgeline))
    failures.push(`(${work.id}) ${contender.label}: ${failed}`);
const text = [
  '# Benchmark',
  circumstance,
  versionsLine(entries),
  EXPLANATION,
  whatRan({ ran: asked, all: ALL, runs, scale, big: flags.big }),
  resultsTable(races, growths, big, scale === 1),
  ...(limit ? [limit] : []),
  ...(failures.length > 0 ? [`What failed:\n\n${failures.map((line) => `- ${line}`).join('\n')}`] : []),
].join('\n\n');
console.log(text);
const full = ALL.every((id) => asked.includes(id));
if (scale === 1 && (flags.write || full)) await writeFile(RESULTS_FILE, `${text}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
