/**
 * Installs and builds what is missing, trains an example in the terminal, then opens VS Code with the extension.
 *
 *   npm start [-- --serve] [-- --port N]
 *
 * `--serve` takes the served VS Code though the desktop's is there; `--port` gives it a port (a free one otherwise).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/dependencies.mjs';
import { firstLine, ROOT, run, runOrThrow } from './lib/run.mjs';
import { startServer } from './lib/vscodeServer.mjs';

const EXAMPLES = path.join(ROOT, 'examples');
const WINDOWS = process.platform === 'win32';

const { values: flags } = parseArgs({
  options: { serve: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});

async function trainExample() {
  const train = ['train', 'examples/diabetes.csv', '--target', 'progression', '--split', 'random:0.2'];
  console.log(`\n$ node dist/cli.js ${train.join(' ')}`);
  const { code } = await run(process.execPath, ['dist/cli.js', ...train]);
  if (code !== 0) throw new Error('The example could not be trained.');
}

function hasDesktop() {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: WINDOWS }).status === 0;
}

function openDesktop() {
  const args = ['--new-window', `--extensionDevelopmentPath=${ROOT}`, EXAMPLES];
  spawn('code', args, { stdio: 'ignore', detached: true, shell: WINDOWS }).unref();
  console.log('\nVS Code opens with the extension: right-click diabetes.csv, choose "Train ridge model".');
}

/** Serves VS Code until Ctrl-C. */
async function serve() {
  const { installExtension } = await import('./lib/extension.mjs');
  const extensionsDir = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-start-'));
  try {
    await installExtension(extensionsDir);
    const settings = { 'workbench.colorTheme': 'Dark Modern' };
    const server = await startServer({ port: Number(flags.port), extensionsDir, settings });
    const url = new URL(server.baseUrl);
    url.searchParams.set('folder', EXAMPLES);
    console.log('\nOpen this address, right-click diabetes.csv, choose "Train ridge model". Ctrl-C ends it.');
    console.log(`READY ${url.href}`);
    const asked = new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
    const died = server.ended.then((code) => {
      throw new Error(`VS Code's server ended with ${code}.`);
    });
    await Promise.race([asked, died]).finally(() => server.stop());
  } finally {
    rmSync(extensionsDir, { recursive: true, force: true });
  }
}

try {
  await ensureDependencies();
  await runOrThrow(process.execPath, ['scripts/build.mjs']);
  await trainExample();
  if (!flags.serve && hasDesktop()) openDesktop();
  else if (process.platform === 'linux') await serve();
  else
    console.log(
      '\nInstall VS Code and its command "code" (VS Code: "Install \'code\' command in PATH"), then run npm start again.',
    );
} catch (error) {
  console.error(firstLine(error));
  if (error instanceof Error && error.message.includes('\n')) console.error(error.message);
  process.exitCode = 1;
}
