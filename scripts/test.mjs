/**
 * Installs what is missing and runs the tests: all of them, or the stages that are named.
 *
 *   node scripts/test.mjs [build] [lint] [types] [layers] [kernels] [manifest] [unit] [reference] [cli] [webview] [vscode] [e2e] [package]
 *
 * Says one line for each stage, and what a failing one printed; the last line counts them all.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { check, mochaTests, runStage, vitestTests } from './lib/stages.mjs';
import { ensureVsCode } from './lib/vscodeHost.mjs';

const temporary = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-test-'));
const node = process.execPath;
const bin = (/** @type {string} */ file) => path.join('node_modules', file);

/** @type {Record<string, () => Promise<import('./lib/stages.mjs').Outcome>>} */
const STAGES = {
  build: () => check(node, ['scripts/build.mjs', '--production']),
  lint: () => check(node, [bin('@biomejs/biome/bin/biome'), 'ci', '--colors=off', '.']),
  types: () => check(node, [bin('typescript/bin/tsc'), '-b']),
  layers: () => check(node, ['scripts/layers.mjs']),
  kernels: () => check(node, ['scripts/kernels.mjs', '--check']),
  manifest: () => check(node, ['scripts/sync-manifest.mjs', '--check']),
  unit: () => vitestTests('unit', temporary),
  reference: () => vitestTests('reference', temporary),
  cli: () => vitestTests('cli', temporary),
  webview: () => vitestTests('webview', temporary),
  vscode: () => mochaTests('scripts/extension-tests.mjs', temporary),
  e2e: () => vitestTests('e2e', temporary),
  package: () =>
    check(node, ['scripts/package.mjs', '--no-build', '--out', path.join(temporary, 'ridgeline.vsix')]),
};
const NEEDS_BROWSER = ['webview', 'vscode', 'e2e'];
const NEEDS_VSCODE = ['vscode', 'e2e'];

/** @param {string[]} names */
async function prepare(names) {
  await ensureDependencies();
  if (names.some((name) => NEEDS_VSCODE.includes(name))) await ensureVsCode();
  if (names.some((name) => NEEDS_BROWSER.includes(name))) await ensureBrowser();
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(STAGES);
const unknown = names.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}. Choose from: ${Object.keys(STAGES).join(', ')}.`);
  process.exit(2);
}
const total = { passed: 0, failed: 0 };
try {
  await prepare(names);
  for (const name of names) {
    const { passed, failed } = await runStage(name, /** @type {() => Promise<never>} */ (STAGES[name]));
    total.passed += passed;
    total.failed += failed;
  }
} catch (error) {
  console.error(error);
  total.failed++;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
