/**
 * Ridgeline beside its peers, in one run: data, answers, times, one table, also written to bench/RESULTS.md.
 *
 *   npm run bench [-- --runs 5] [--scale 1] [--only a,c] [--timeout 300] [--big] [--quick] [--write]
 *
 * `--scale` shrinks the rows of every work; `--quick` is a twentieth of the rows in 2 runs, to see that all works.
 * Results are written where every work ran in full, and with `--write` where some did, which are then named. `--big` also trains on 2 GB. Exits with 1 where a peer's answers differ.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildRidgeline } from './lib/build.mjs';
import { contenders } from './lib/contenders.mjs';
import { measureBig, measureGrowth } from './lib/growth.mjs';
import { circumstances, EXPLANATION, versionsLine } from './lib/machine.mjs';
import { RESULTS_FILE } from './lib/paths.mjs';
import { race } from './lib/race.mjs';
import { limitSentence, resultsTable } from './lib/report.mjs';
import { works } from './lib/works.mjs';

const ALL = 'a,b,c,d,e,f,g,h,i';
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string' },
    scale: { type: 'string' },
    only: { type: 'string', default: ALL },
    timeout: { type: 'string', default: '300' },
    big: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(flags.runs ?? (flags.quick ? 2 : 5));
const scale = Number(flags.scale ?? (flags.quick ? 0.05 : 1));
const options = { runs, timeout: Number(flags.timeout) };
const only = flags.only.split(',');

const circumstance = await circumstances();
const all = contenders(await buildRidgeline());
const ridgeline = all.find(({ id }) => id === 'ridgeline');
if (!ridgeline) throw new Error('Ridgeline is not among the programs');
const races = [];
for (const { id, make } of works(scale)) {
  if (only.includes(id)) races.push(await race(make(), all, options));
}
const growths = [];
for (const what of /** @type {const} */ (['rows', 'columns'])) {
  if (only.includes('f')) growths.push(await measureGrowth(what, scale, ridgeline, options));
}
const big = flags.big ? await measureBig(ridgeline, options) : null;

const entries = races.flat();
const limit = limitSentence(entries.filter(({ work }) => work.id === 'a'));
const text = [
  '# Benchmark',
  circumstance,
  versionsLine(entries),
  EXPLANATION,
  ...(flags.only === ALL ? [] : [`Only the works ${flags.only} were run, ${runs} times each.`]),
  ...(scale === 1 ? [] : [`**The rows are ${scale} of the full size: the targets do not apply.**`]),
  resultsTable(races, growths, big, scale === 1),
  ...(limit ? [limit] : []),
].join('\n\n');
console.log(text);
if (scale === 1 && (flags.write || flags.only === ALL)) await writeFile(RESULTS_FILE, `${text}\n`);
const wrong = entries.filter((entry) => entry.wrong);
for (const { work, contender, failed } of wrong) console.error(`(${work.id}) ${contender.label}: ${failed}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
