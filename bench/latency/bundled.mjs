import path from 'node:path';
import * as esbuild from 'esbuild';
import { keepAddresses } from '../../scripts/lib/keepAddresses.mjs';
import { BENCH, BUILD_FOLDER } from '../lib/paths.mjs';

/**
 * Bundles a program of this folder and returns its path.
 *
 * @param {string} entry
 * @param {'esm' | 'cjs'} format
 * @param {boolean} [testPage] whether it opens the panel's page as the tests do
 */
export async function bundled(entry, format, testPage = false) {
  const name = path.basename(entry, '.ts');
  const outfile = path.join(BUILD_FOLDER, `latency-${name}.${format === 'esm' ? 'mjs' : 'cjs'}`);
  await esbuild.build({
    entryPoints: [path.join(BENCH, 'latency', entry)],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    external: ['vscode', ...(testPage ? ['playwright-core', 'esbuild'] : [])],
    plugins: testPage ? [keepAddresses] : [],
    logLevel: 'warning',
  });
  return outfile;
}
