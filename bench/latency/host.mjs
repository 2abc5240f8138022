import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ROOT } from '../../scripts/lib/run.mjs';
import { QUIET_SETTINGS } from '../../scripts/lib/vscodeServer.mjs';
import { ensureData } from '../lib/generate.mjs';
import { BUILD_FOLDER } from '../lib/paths.mjs';
import { median } from '../lib/statistics.mjs';
import { bundled } from './bundled.mjs';

/** @typedef {import('./line.mjs').Line} Line */
/** @typedef {{ totalMs: number, ownMs: number }} Activation */
/** @typedef {{ trainingMs: number, delayP99Ms: number, delayMaxMs: number }} Training */

/**
 * Activation, and the event loop of the extension host while a file trains.
 *
 * @param {number} rows of the file, which has 20 columns
 * @param {number} launches of VS Code, for each activation that is measured
 * @returns {Promise<Line[]>}
 */
export async function hostLines(rows, launches) {
  const tests = await bundled('hostProbe.ts', 'cjs');
  const { file, bytes } = ensureData({ rows, columns: 20 });
  const empty = await emptyExtension();
  const activations = { atRest: noneYet(), starting: noneYet() };
  /** @type {{ atRest: Training[], starting: Training[] }} */
  const trainings = { atRest: [], starting: [] };
  for (let launch = 0; launch < launches; launch++) {
    for (const [when, { ridgeline, nothing }] of Object.entries(activations)) {
      const rest = when === 'atRest';
      const { activation, training } = await hostProbe(tests, file, ROOT, rest);
      ridgeline.push(activation);
      (rest ? trainings.atRest : trainings.starting).push(training);
      nothing.push((await hostProbe(tests, file, empty, rest)).activation);
    }
  }
  const megabytes = (bytes / 1e6).toFixed(0);
  return [
    activationLine('Activation', 30, activations.atRest),
    activationLine('Activation while VS Code itself starts', null, activations.starting),
    loopLine(`Event loop held while ${megabytes} MB train, p99`, 10, trainings.atRest),
    loopLine('The same while VS Code itself starts, p99', null, trainings.starting),
  ];
}

/**
 * @param {string} what
 * @param {number | null} limit
 * @param {Training[]} trainings
 * @returns {Line}
 */
function loopLine(what, limit, trainings) {
  const longest = Math.max(...trainings.map(({ delayMaxMs }) => delayMaxMs)).toFixed(1);
  const seconds = (median(trainings.map(({ trainingMs }) => trainingMs)) / 1000).toFixed(2);
  const milliseconds = median(trainings.map(({ delayP99Ms }) => delayP99Ms));
  return { what, milliseconds, limit, detail: `longest ${longest} ms; trained in ${seconds} s` };
}

/** @returns {{ ridgeline: Activation[], nothing: Activation[] }} */
const noneYet = () => ({ ridgeline: [], nothing: [] });

/**
 * @param {string} what
 * @param {number | null} limit
 * @param {{ ridgeline: Activation[], nothing: Activation[] }} activations of Ridgeline, and of an extension that does nothing
 * @returns {Line}
 */
function activationLine(what, limit, { ridgeline, nothing }) {
  const own = median(ridgeline.map(({ ownMs }) => ownMs)).toFixed(1);
  const least = median(nothing.map(({ totalMs }) => totalMs)).toFixed(1);
  const detail = `${own} ms in Ridgeline's own code; an extension that does nothing takes ${least} ms`;
  return { what, milliseconds: median(ridgeline.map(({ totalMs }) => totalMs)), limit, detail };
}

/**
 * One launch of VS Code that activates the extension and, where it is Ridgeline, trains the file.
 *
 * @param {string} tests
 * @param {string} file
 * @param {string} extension its folder
 * @param {boolean} rest waits with the activation until the window has come to rest
 * @returns {Promise<{ activation: Activation, training: Training }>}
 */
async function hostProbe(tests, file, extension, rest) {
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
      extensionDevelopmentPath: extension,
      extensionTestsPath: tests,
      launchArgs: [path.join(temporary, 'workspace'), `--user-data-dir=${user}`, extensions],
      extensionTestsEnv: {
        RIDGELINE_BENCH_FILE: file,
        RIDGELINE_BENCH_RESULTS: results,
        RIDGELINE_BENCH_REST: rest ? '1' : '',
      },
    });
    return JSON.parse(await readFile(results, 'utf8'));
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** An extension that does nothing: what its activation takes, every extension's does. Returns its folder. */
async function emptyExtension() {
  const folder = path.join(BUILD_FOLDER, 'empty-extension');
  await mkdir(folder, { recursive: true });
  const manifest = {
    publisher: 'bench',
    name: 'empty',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    main: './main.cjs',
    activationEvents: [],
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'main.cjs'), 'exports.activate = () => undefined;\n');
  return folder;
}
