import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { bundles } from '../../scripts/lib/bundles.mjs';
import { ROOT } from '../../scripts/lib/run.mjs';
import { BUILD_FOLDER } from './paths.mjs';

/**
 * Bundles the terminal program and its worker as they are shipped, and the benchmark's own program beside them, into
 * a folder of its own: no build or test that runs at the same time changes what is measured.
 *
 * @returns {Promise<{ cli: string, inProcess: string, shuffledFolds: import('./works.mjs').ShuffledFolds }>} the folds
 *   are the engine's own, so that others can be given the same
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
  const folds = path.join(BUILD_FOLDER, 'folds.mjs');
  const entryPoints = [path.join(ROOT, 'src/engine/selection/folds.ts')];
  const engine = esbuild.build({
    entryPoints,
    outfile: folds,
    format: 'esm',
    bundle: true,
    logLevel: 'warning',
  });
  await Promise.all([...jobs, engine]);
  const { shuffledFolds } = await import(pathToFileURL(folds).href);
  return { cli: path.join(BUILD_FOLDER, 'cli.js'), inProcess, shuffledFolds };
}
