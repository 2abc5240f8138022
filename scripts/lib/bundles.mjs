import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './run.mjs';

/** @typedef {{ entry: string, outfile: string, limit?: number, options: import('esbuild').BuildOptions }} Bundle */

/** Bytes of the whole package, at most. */
export const LARGEST_PACKAGE = 1_000_000;

/** @type {import('esbuild').BuildOptions} */
const node = { platform: 'node', target: 'node20', bundle: true };

const HOST = 'src/host/main.ts';

/**
 * The host proper is a bundle of its own, loaded with the first command or panel: VS Code parses a few kilobytes
 * when it activates the extension.
 *
 * @type {import('esbuild').Plugin}
 */
const hostApart = {
  name: 'host-apart',
  setup(build) {
    build.onResolve({ filter: /\/host\/main\.ts$/ }, () => ({ path: './host.cjs', external: true }));
  },
};

const TERMINAL = 'src/cli/main.ts';

/**
 * The terminal program proper is a bundle of its own: its entry starts threads before it is loaded.
 *
 * @type {import('esbuild').Plugin}
 */
const terminalApart = {
  name: 'terminal-apart',
  setup(build) {
    build.onResolve({ filter: /\/main\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './terminal.mjs', external: true } : undefined,
    );
  },
};

/**
 * The bundles that are shipped, and the largest size in bytes each may have in production.
 *
 * @type {Bundle[]}
 */
export const SHIPPED = [
  {
    entry: 'src/extension.ts',
    outfile: 'dist/extension.cjs',
    limit: 10_000,
    options: {
      ...node,
      format: 'cjs',
      external: ['vscode'],
      // Makes of the entry's import() a require(), which VS Code hands its API to in every version.
      supported: { 'dynamic-import': false },
      plugins: [hostApart],
    },
  },
  {
    entry: HOST,
    outfile: 'dist/host.cjs',
    limit: 240_000,
    options: { ...node, format: 'cjs', external: ['vscode'] },
  },
  { entry: 'src/worker/main.ts', outfile: 'dist/worker.mjs', options: { ...node, format: 'esm' } },
  {
    entry: 'src/worker/chunkThread.ts',
    outfile: 'dist/chunkThread.cjs',
    // Threads start sooner without the loader of modules.
    options: { ...node, format: 'cjs' },
  },
  {
    entry: 'src/cli/start.ts',
    outfile: 'dist/cli.js',
    limit: 5_000,
    options: { ...node, format: 'esm', banner: { js: '#!/usr/bin/env node' }, plugins: [terminalApart] },
  },
  { entry: TERMINAL, outfile: 'dist/terminal.mjs', options: { ...node, format: 'esm' } },
  {
    entry: 'webview/main.ts',
    outfile: 'dist/panel.js',
    limit: 700_000,
    options: { platform: 'browser', target: 'es2022', format: 'iife', bundle: true },
  },
  {
    entry: 'webview/panel.css',
    outfile: 'dist/panel.css',
    options: { bundle: true, assetNames: '[name]', loader: { '.ttf': 'file' } },
  },
];

/**
 * The engine bundled for no platform at all: an import of `node:` or `vscode` in it fails the build.
 *
 * @type {Bundle}
 */
const neutral = {
  entry: 'src/engine/index.ts',
  outfile: 'out/engine.mjs',
  options: {
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    format: 'esm',
    bundle: true,
  },
};

/**
 * The tests that run inside the extension host, one bundle each, and the mocha runner that loads them.
 *
 * @returns {Promise<Bundle[]>}
 */
async function extensionHostTests() {
  const folder = 'test/vscode/suite';
  const files = existsSync(path.join(ROOT, folder)) ? await readdir(path.join(ROOT, folder)) : [];
  /** @type {import('esbuild').BuildOptions} */
  const options = {
    ...node,
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    minify: false,
  };
  return [
    { entry: 'test/vscode/harness/mochaRunner.ts', outfile: 'out/suite/index.cjs', options },
    ...files
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => ({
        entry: `${folder}/${file}`,
        outfile: `out/suite/${file.replace(/\.ts$/, '.cjs')}`,
        options,
      })),
  ];
}

/**
 * Everything that `npm run build` bundles.
 *
 * @returns {Promise<Bundle[]>}
 */
export async function bundles() {
  return [...SHIPPED, neutral, ...(await extensionHostTests())];
}
