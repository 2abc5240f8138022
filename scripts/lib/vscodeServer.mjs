import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureVsCode } from './vscodeHost.mjs';

/** Settings of a profile in which nothing asks, greets, animates or reaches for the network. */
export const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': 'off',
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'git.enabled': false,
  'files.hotExit': 'off',
  'files.simpleDialog.enable': true,
  'window.confirmBeforeClose': 'never',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.reduceMotion': 'on',
};

/**
 * @typedef {object} ServerOptions
 * @property {number} [port] 0, the default, takes a free one
 * @property {string} [userDir] the profile; without it a fresh one that {@link VsCodeServer.stop} removes
 * @property {string} [extensionsDir] installed extensions; must be filled before the start
 * @property {Record<string, unknown>} [settings] beside the quiet ones
 * @property {boolean} [smoke] lets the page name an extension under development and its tests; hides notifications
 * @property {boolean} [unattended] the server ends by itself some minutes after its last window, should nothing stop it
 * @property {NodeJS.ProcessEnv} [env] seen by the extension host
 *
 * @typedef {object} VsCodeServer
 * @property {string} baseUrl ends with a slash
 * @property {number} port
 * @property {number} pid
 * @property {() => string} log what the server has printed
 * @property {Promise<number>} ended the server's exit code
 * @property {() => Promise<void>} stop ends the server and everything it started, and removes its temporary files
 */

/**
 * Starts a VS Code server on the loopback address, installing VS Code where it is missing.
 *
 * @param {ServerOptions} [options]
 * @returns {Promise<VsCodeServer>}
 */
export async function startServer(options = {}) {
  const { node, server } = await ensureVsCode();
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-vscode-'));
  const profile = options.userDir ?? path.join(temporary, 'user');
  writeSettings(profile, options.settings ?? {});
  const child = spawn(node, [server, ...serverArgs(options, temporary, profile)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnv(options.env),
  });
  const pid = /** @type {number} */ (child.pid);
  /** @type {Promise<number>} */
  const ended = new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
  const endNow = () => signalGroup(pid, 'SIGKILL');
  process.once('exit', endNow);
  const stop = async () => {
    signalGroup(pid, 'SIGTERM');
    const late = setTimeout(endNow, 5000);
    await ended;
    clearTimeout(late);
    endNow();
    process.removeListener('exit', endNow);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const output = collect(child);
  try {
    const port = await output.bound(ended);
    return { baseUrl: `http://127.0.0.1:${port}/`, port, pid, log: output.log, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {ServerOptions} options
 * @param {string} temporary
 * @param {string} profile
 */
function serverArgs({ port = 0, extensionsDir, smoke, unattended }, temporary, profile) {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    ...['--server-data-dir', path.join(temporary, 'server'), '--user-data-dir', profile],
    ...['--extensions-dir', extensionsDir ?? path.join(temporary, 'extensions')],
    ...(smoke ? ['--enable-smoke-test-driver'] : []),
    ...(unattended ? ['--enable-remote-auto-shutdown'] : []),
  ];
}

/**
 * Sends a signal to the process group that a detached child leads; one that has ended is no error.
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * @param {string} profile
 * @param {Record<string, unknown>} settings
 */
function writeSettings(profile, settings) {
  const file = path.join(profile, 'User', 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
}

/**
 * An environment in which the server does not take itself for part of another VS Code or test runner, and has no
 * extension gallery.
 *
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
function serverEnv(extra = {}) {
  const foreign = /^(VSCODE_(?!HOST_DIR)|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_ENV$|npm_)/;
  const kept = Object.entries(process.env).filter(([key]) => !foreign.test(key));
  return { ...Object.fromEntries(kept), ...extra, EXTENSIONS_GALLERY: '{}' };
}

/** @param {import('node:child_process').ChildProcess} child */
function collect(child) {
  let text = '';
  /** @type {(port: number) => void} */
  let found;
  const port = /** @type {Promise<number>} */ (
    new Promise((resolve) => {
      found = resolve;
    })
  );
  const read = (/** @type {Buffer} */ chunk) => {
    text += chunk;
    const match = /Server bound to 127\.0\.0\.1:(\d+)/.exec(text);
    if (match) found(Number(match[1]));
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  /** @param {Promise<number>} ended */
  const bound = async (ended) => {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`VS Code's server did not start within 60 s\n${text}`)),
        60_000,
      );
    });
    const died = ended.then((code) => {
      throw new Error(`VS Code's server ended with ${code}\n${text}`);
    });
    try {
      return await /** @type {Promise<number>} */ (Promise.race([port, died, late]));
    } finally {
      clearTimeout(timer);
    }
  };
  return { log: () => text, bound };
}
