/**
 * Runs the tests of the extension host, by `@vscode/test-electron`, over a copy of the examples.
 *
 *   node scripts/extension-tests.mjs [--desktop]
 *
 * Without `--desktop` in VS Code's server and a headless browser, which stand in for the desktop. With it in a real
 * desktop VS Code: the one at VSCODE_PATH, else one that is downloaded (VSCODE_VERSION, or the newest).
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { firstLine, ROOT } from './lib/run.mjs';
import { QUIET_SETTINGS } from './lib/vscodeServer.mjs';

const { values: flags } = parseArgs({ options: { desktop: { type: 'boolean', default: false } } });
const STAND_IN = path.join(ROOT, 'test/vscode/harness/desktop-stand-in.mjs');

/** Which VS Code runs the tests. */
function executable() {
  const given = flags.desktop ? process.env.VSCODE_PATH : STAND_IN;
  return given ? { vscodeExecutablePath: given } : { version: process.env.VSCODE_VERSION ?? 'stable' };
}

const temporary = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-suite-'));
try {
  const workspace = path.join(temporary, 'workspace');
  cpSync(path.join(ROOT, 'examples'), workspace, { recursive: true });
  const user = path.join(temporary, 'user');
  mkdirSync(path.join(user, 'User'), { recursive: true });
  writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify(QUIET_SETTINGS, null, 2));
  const folders = [`--user-data-dir=${user}`, `--extensions-dir=${path.join(temporary, 'extensions')}`];
  const results = process.env.RIDGELINE_TEST_RESULTS;
  await runTests({
    ...executable(),
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(ROOT, 'out/suite/index.cjs'),
    launchArgs: [workspace, ...folders],
    ...(results ? { extensionTestsEnv: { RIDGELINE_TEST_RESULTS: results } } : {}),
  });
} catch (error) {
  console.error(firstLine(error));
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
