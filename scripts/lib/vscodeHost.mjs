import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installPart, npmEnv, unpackPackage } from './hostFolder.mjs';
import { NPM, retry, runOrThrow } from './run.mjs';

/** The Node that VS Code needs, and the package whose `lib/vscode` is VS Code's server and web workbench (1.139). */
const NODE_VERSION = '24.21.0';
const CODE_SERVER_VERSION = '4.139.1';

/**
 * Stands in for VS Code's native logger, which ships no prebuilt binary: log files are not written, that is all.
 * VS Code imports it from an ES module, whose detection of names wants the form `exports.x =`.
 */
const SPDLOG = `const noop = () => {};
class Logger { getLevel() { return 2; } }
for (const name of ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'setLevel', 'setPattern', 'clearFormatters', 'flush', 'drop']) Logger.prototype[name] = noop;
const make = async () => new Logger();
exports.version = 0;
exports.setLevel = noop;
exports.setFlushOn = noop;
exports.shutdown = noop;
exports.Logger = Logger;
exports.createRotatingLogger = make;
exports.createAsyncRotatingLogger = make;
`;
/** Stands in for the native watchdog, which ends an extension host whose parent has died. */
const WATCHDOG = `exports.start = (pid) => {
  setInterval(() => { try { process.kill(pid, 0); } catch { process.exit(87); } }, 3000).unref();
};
exports.exit = (code) => process.exit(code || 0);
`;

/** Parts of VS Code that neither a test nor a try-out uses. */
const UNUSED = [
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
  'extensions/microsoft-authentication',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/@github',
];

/**
 * Installs a real VS Code, as a server with its web workbench, from npm packages; nothing is compiled.
 *
 * @returns {Promise<{ node: string, server: string }>} the Node program to run it with, and its main module
 */
export async function ensureVsCode() {
  if (process.platform !== 'linux') {
    throw new Error(
      'The served VS Code runs on Linux only: use a VS Code of the desktop here (npm run test:desktop).',
    );
  }
  const nodeFolder = await installPart(`node-${NODE_VERSION}`, (folder) =>
    unpackPackage(`node-linux-${process.arch}@${NODE_VERSION}`, 'Node 24 (53 MB)', folder, {
      paths: ['package/bin'],
      strip: 1,
    }),
  );
  const node = path.join(nodeFolder, 'bin/node');
  const vscode = await installPart(`vscode-${CODE_SERVER_VERSION}`, (folder) => makeVsCode(folder, node));
  return { node, server: path.join(vscode, 'out/server-main.js') };
}

/**
 * @param {string} folder
 * @param {string} node
 */
async function makeVsCode(folder, node) {
  await unpackPackage(`code-server@${CODE_SERVER_VERSION}`, 'VS Code (47 MB)', folder, {
    paths: ['package/lib/vscode'],
    strip: 3,
  });
  await Promise.all(
    UNUSED.slice(0, 3).map((unused) => rm(path.join(folder, unused), { recursive: true, force: true })),
  );
  console.log("installing VS Code's libraries (about 120 MB)…");
  const env = { ...npmEnv(), PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  await retry("installing VS Code's libraries", () =>
    runOrThrow(NPM, ['install', '--omit=dev', '--ignore-scripts', '--loglevel=error'], { cwd: folder, env }),
  );
  await writeFile(path.join(folder, 'node_modules/@vscode/spdlog/index.js'), SPDLOG);
  await writeFile(path.join(folder, 'node_modules/@vscode/native-watchdog/index.js'), WATCHDOG);
  await Promise.all(UNUSED.map((unused) => rm(path.join(folder, unused), { recursive: true, force: true })));
  await keepOnly(path.join(folder, 'node_modules/node-pty/prebuilds'));
  await keepOnly(path.join(folder, 'node_modules/@vscode/ripgrep-universal/bin'));
}

/**
 * Leaves of a folder of prebuilt binaries only this machine's.
 *
 * @param {string} folder
 */
async function keepOnly(folder) {
  if (!existsSync(folder)) return;
  const wanted = `linux-${process.arch}`;
  const others = (await readdir(folder)).filter((entry) => entry !== wanted);
  await Promise.all(others.map((entry) => rm(path.join(folder, entry), { recursive: true })));
}
