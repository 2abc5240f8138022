import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { HOST, installPart, unpackPackage } from './hostFolder.mjs';
import { firstLine, retry, runOrThrow } from './run.mjs';

/** An npm package that ships a headless Chromium for Linux (x64), its libraries and a font. */
const CHROMIUM_VERSION = '153.0.0';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * What playwright-core's `chromium.launch` needs for the browser of this machine.
 *
 * @typedef {object} Browser
 * @property {string} executablePath
 * @property {string[]} args
 * @property {Record<string, string>} env
 */

/**
 * Finds a Chromium (variable CHROME, then the PATH), else brings one: from npm, or as root from Debian.
 *
 * @returns {Promise<Browser>}
 */
export async function ensureBrowser() {
  const found = process.env.CHROME ?? onPath() ?? (existsSync(MAC) ? MAC : undefined);
  if (found) return browser(found);
  try {
    return await fromNpm();
  } catch (error) {
    console.error(`The browser from npm cannot be used here: ${firstLine(error)}`);
  }
  await fromDebian();
  const installed = onPath();
  if (installed) return browser(installed);
  throw new Error(
    'There is no browser to test with: install Chromium or Google Chrome, or set CHROME to its path.',
  );
}

/**
 * @param {string} executablePath
 * @param {Record<string, string>} [extraEnv]
 * @returns {Browser}
 */
function browser(executablePath, extraEnv = {}) {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
  const args = ['--disable-gpu', ...quiet, '--disable-component-update', '--disable-sync'];
  const env = /** @type {Record<string, string>} */ ({ ...process.env, ...extraEnv });
  return { executablePath, args, env };
}

/** @returns {string | undefined} */
function onPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const extension = process.platform === 'win32' ? '.exe' : '';
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name + extension)));
  return candidates.find((file) => isExecutable(file) && starts(file));
}

/**
 * True where a browser can be run: some systems put a program in its place that only says how to install it.
 *
 * @param {string} file
 */
function starts(file) {
  return process.platform !== 'linux' || spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {Promise<Browser>} */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it is for Linux on x64 only');
  const folder = await installPart(`chromium-${CHROMIUM_VERSION}`, makeChromium);
  const executable = path.join(folder, 'chromium');
  const libraries = [path.join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  /** @type {Record<string, string>} */
  const env = { LD_LIBRARY_PATH: libraries };
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH = folder;
  const probe = spawnSync(executable, ['--version'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (probe.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(probe.error?.message ?? (probe.stderr.trim() || 'it does not start'));
  }
  return browser(executable, env);
}

/** @param {string} folder */
async function makeChromium(folder) {
  await unpackPackage(`@sparticuz/chromium@${CHROMIUM_VERSION}`, 'a browser for the tests (70 MB)', folder, {
    paths: ['package/bin'],
    strip: 2,
  });
  for (const name of ['chromium', 'al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
    const file = path.join(folder, name);
    await writeFile(file, brotliDecompressSync(await readFile(`${file}.br`)));
    await rm(`${file}.br`);
    if (!name.endsWith('.tar')) continue;
    await runOrThrow('tar', ['xf', file, '-C', folder]);
    await rm(file);
  }
  const fonts = await readFile(path.join(folder, 'fonts.conf'), 'utf8');
  const final = path.join(HOST, `chromium-${CHROMIUM_VERSION}`, 'fonts');
  await writeFile(path.join(folder, 'fonts.conf'), fonts.replace(/<dir>[^<]*<\/dir>/, `<dir>${final}</dir>`));
  await chmod(path.join(folder, 'chromium'), 0o755);
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return;
  console.log('installing Chromium from Debian packages (about 100 MB)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
  await retry('installing Chromium', async () => {
    await runOrThrow('apt-get', ['update', '-qq'], { env });
    await runOrThrow('apt-get', install, { env });
  });
}
