/**
 * What a person waits for, against the limits: activation, the host's event loop while a file of about 200 MB trains,
 * the λ slider's repaint (all in a real VS Code), and what λ costs in the engine. Exits with 1 where a limit is not
 * kept.
 *
 *   npm run latency [-- --rows 1000000] [--launches 3] [--only engine,host,slider] [--no-build]
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { ROOT, runOrThrow } from '../scripts/lib/run.mjs';
import { ensureVsCode } from '../scripts/lib/vscodeHost.mjs';
import { QUIET_SETTINGS } from '../scripts/lib/vscodeServer.mjs';
import { ensureData } from './lib/generate.mjs';
import { BENCH, BUILD_FOLDER } from './lib/paths.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { markdownTable } from './lib/table.mjs';

/** @typedef {{ what: string, milliseconds: number, limit: number | null, detail: string }} Line */

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    launches: { type: 'string', default: '3' },
    only: { type: 'string', default: 'engine,host,slider' },
    'no-build': { type: 'boolean', default: false },
  },
});

/**
 * @param {string} entry
 * @param {'esm' | 'cjs'} format
 */
async function bundled(entry, format) {
  const name = path.basename(entry, '.ts');
  const outfile = path.join(BUILD_FOLDER, `latency-${name}.${format === 'esm' ? 'mjs' : 'cjs'}`);
  await esbuild.build({
    entryPoints: [path.join(BENCH, 'latency', entry)],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

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
async function hostLines() {
  const tests = await bundled('hostProbe.ts', 'cjs');
  const { file, bytes } = ensureData({ rows: Number(flags.rows), columns: 20 });
  /** @type {Record<string, number>[]} */
  const probes = [];
  for (let launch = 0; launch < Number(flags.launches); launch++) probes.push(await hostProbe(tests, file));
  const of = (/** @type {string} */ key) => probes.map((probe) => probe[key] ?? Number.NaN);
  const size = `${(bytes / 1e6).toFixed(0)} MB`;
  const launches = `median of ${probes.length} launches`;
  const training = `longest ${Math.max(...of('delayMaxMs')).toFixed(1)} ms; trained in ${(median(of('trainingMs')) / 1000).toFixed(2)} s`;
  return [
    { what: 'Activation', milliseconds: median(of('activationMs')), limit: 30, detail: launches },
    {
      what: `Event loop held while ${size} train, p99`,
      milliseconds: median(of('delayP99Ms')),
      limit: 10,
      detail: training,
    },
  ];
}

/**
 * One launch of VS Code that activates the extension and trains the file.
 *
 * @param {string} tests
 * @param {string} file
 * @returns {Promise<Record<string, number>>}
 */
async function hostProbe(tests, file) {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'ridgeline-latency-'));
  const results = path.join(temporary, 'results.json');
  const user = path.join(temporary, 'user');
  const extensions = `--extensions-dir=${path.join(temporary, 'extensions')}`;
  try {
    await cp(path.join(ROOT, 'examples'), path.join(temporary, 'workspace'), { recursive: true });
    await mkdir(path.join(user, 'User'), { recursive: true });
    await writeFile(path.join(user, 'User/settings.json'), JSON.stringify(QUIET_SETTINGS));
    await runTests({
      vscodeExecutablePath: path.join(ROOT, 'test/vscode/harness/desktop-stand-in.mjs'),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: tests,
      launchArgs: [path.join(temporary, 'workspace'), `--user-data-dir=${user}`, extensions],
      extensionTestsEnv: { RIDGELINE_BENCH_FILE: file, RIDGELINE_BENCH_RESULTS: results },
    });
    return JSON.parse(await readFile(results, 'utf8'));
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** @returns {Promise<Line[]>} */
async function sliderLines() {
  const { node } = await ensureVsCode();
  const { file } = ensureData({ rows: 5000, columns: 100 });
  const output = await runOrThrow(node, ['bench/latency/slider.ts', file]);
  const { milliseconds } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  const detail = `median ${median(milliseconds).toFixed(1)} ms of ${milliseconds.length} moves`;
  return [
    {
      what: 'Thumb to pixels at p = 100, p95',
      milliseconds: percentile(milliseconds, 0.95),
      limit: 33,
      detail,
    },
  ];
}

const parts = { engine: engineLines, host: hostLines, slider: sliderLines };
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
