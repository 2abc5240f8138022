import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundles } from '../../scripts/lib/bundles.mjs';
import { ROOT } from '../../scripts/lib/run.mjs';
import { BUILD_FOLDER } from './paths.mjs';

/**
 * Bundles the terminal program and its worker as they are shipped, and the benchmark's own program beside them, into
 * a folder of its own: no build or test that runs at the same time changes what is measured.
 *
 * @returns {Promise<{ cli: string, inProcess: string }>}
 */
export async function buildRidgeline() {
  const all = await bundles();
  const needed = all.filter(({ outfile }) => /^dist\/(worker|chunkThread|cli|terminal)\./.test(outfile));
  const terminal = needed.find(({ outfile }) => outfile.endsWith('cli.js'));
  if (!terminal) throw new Error('the build makes no dist/cli.js');
  const inProcess = path.join(BUILD_FOLDER, 'ridgeline.js');
  const own = { ...terminal, entry: 'bench/ridgeline.ts', outfile: inProcess };
  const jobs = [...needed, own].map(({ entry, outfile, options }) =>
    esbuild.build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      minify: true,
      legalComments: 'none',
      logLevel: 'warning',
      ...options,
      outfile: path.join(BUILD_FOLDER, path.basename(outfile)),
    }),
  );
  await Promise.all(jobs);
  return { cli: path.join(BUILD_FOLDER, 'cli.js'), inProcess };
}
