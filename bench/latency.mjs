/**
 * What a person waits for, against the limits: activation, the host's event loop while a file of about 200 MB trains,
 * the λ slider's repaint (all in a real VS Code), what λ costs in the engine, and drawing the paths over λ. Exits with 1 where a limit is not
 * kept.
 *
 *   npm run latency [-- --rows 1000000] [--launches 3] [--only engine,host,slider,paths] [--no-build]
 */
import { parseArgs } from 'node:util';
import { runOrThrow } from '../scripts/lib/run.mjs';
import { ensureVsCode } from '../scripts/lib/vscodeHost.mjs';
import { bundled } from './latency/bundled.mjs';
import { hostLines } from './latency/host.mjs';
import { ensureData } from './lib/generate.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { markdownTable } from './lib/table.mjs';

/** @typedef {import('./latency/line.mjs').Line} Line */

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    launches: { type: 'string', default: '3' },
    only: { type: 'string', default: 'engine,host,slider,paths' },
    'no-build': { type: 'boolean', default: false },
  },
});

/** @returns {Promise<Line[]>} */
async function engineLines() {
  const program = await bundled('engine.ts', 'esm');
  const shapes = [
    { rows: 5000, columns: 100, limits: { model: null, live: null, each: 1 } },
    { rows: 5000, columns: 1000, limits: { model: 1000, live: 10_000, each: 30 } },
  ];
  const lines = [];
  for (const { rows, columns, limits } of shapes) {
    const { file } = ensureData({ rows, columns });
    const result = JSON.parse(await runOrThrow(process.execPath, [program, file]));
    const each = /** @type {number[]} */ (result.previewMs);
    const what = `p = ${columns}`;
    const most = `at most ${Math.max(...each).toFixed(2)} ms`;
    lines.push(
      {
        what: `${what}: first λ after the pass`,
        milliseconds: result.modelMs,
        limit: limits.model,
        detail: `${result.resultMs.toFixed(0)} ms with all that is shown`,
      },
      {
        what: `${what}: λ is live after the pass`,
        milliseconds: result.liveMs,
        limit: limits.live,
        detail: `longest step ${result.longestStepMs.toFixed(1)} ms`,
      },
      {
        what: `${what}: every further λ, median`,
        milliseconds: median(each),
        limit: limits.each,
        detail: most,
      },
    );
  }
  return lines;
}

/** @returns {Promise<Line[]>} */
async function sliderLines() {
  const { node } = await ensureVsCode();
  const { file } = ensureData({ rows: 5000, columns: 100 });
  const output = await runOrThrow(node, ['bench/latency/slider.ts', file]);
  const { milliseconds, presented } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  const onScreen = `on the screen ${median(presented).toFixed(1)} ms, p95 ${percentile(presented, 0.95).toFixed(1)} ms`;
  const detail = `median ${median(milliseconds).toFixed(1)} ms of ${milliseconds.length} moves; ${onScreen}`;
  return [
    {
      what: 'Thumb to pixels at p = 100, p95',
      milliseconds: percentile(milliseconds, 0.95),
      limit: 33,
      detail,
    },
  ];
}

/** @returns {Promise<Line[]>} */
async function pathsLines() {
  const program = await bundled('paths.ts', 'esm', true);
  const output = await runOrThrow(process.execPath, [program]);
  const { whole, empty } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return [
    {
      what: 'Drawing 200 paths × 100 λ, p95',
      milliseconds: percentile(whole, 0.95),
      limit: 50,
      detail: `median ${median(whole).toFixed(1)} ms, of which ${median(empty).toFixed(1)} ms for the panel around them`,
    },
  ];
}

const parts = {
  engine: engineLines,
  host: () => hostLines(Number(flags.rows), Number(flags.launches)),
  slider: sliderLines,
  paths: pathsLines,
};
if (!flags['no-build']) await runOrThrow(process.execPath, ['scripts/build.mjs', '--production', '--quiet']);
/** @type {Line[]} */
const lines = [];
for (const [name, measure] of Object.entries(parts)) {
  if (flags.only.split(',').includes(name)) lines.push(...(await measure()));
}
const kept = (/** @type {Line} */ { milliseconds, limit }) => limit === null || milliseconds <= limit;
const rows = lines.map((line) => [
  line.what,
  `${line.milliseconds.toPrecision(3)} ms`,
  line.limit === null ? '' : `${line.limit} ms`,
  line.limit === null ? '' : kept(line) ? 'kept' : '**not kept**',
  line.detail,
]);
console.log(markdownTable(['What', 'Measured:', 'Limit:', '', 'Beside it'], rows));
process.exitCode = lines.every(kept) ? 0 : 1;
