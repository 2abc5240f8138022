/**
 * Bundles the extension, its worker, the terminal program, the panel and the tests of the extension host.
 *
 *   node scripts/build.mjs [--production] [--watch] [--quiet]
 */
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { bundles } from './lib/bundles.mjs';
import { firstLine, ROOT } from './lib/run.mjs';

const { values: flags } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});

/** @typedef {import('./lib/bundles.mjs').Bundle} Bundle */

/**
 * @param {Bundle} bundle
 * @returns {esbuild.BuildOptions & { metafile: true }}
 */
function buildOptions({ entry, outfile, options }) {
  return {
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    minify: flags.production,
    sourcemap: flags.production ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
    metafile: true,
  };
}

/**
 * Says how large a bundle is; true where that is over its limit.
 *
 * @param {Bundle} bundle
 */
async function reportSize({ outfile, limit }) {
  const { size } = await stat(path.join(ROOT, outfile));
  const over = flags.production && limit !== undefined && size > limit;
  const line = `${outfile.padEnd(24)}${(size / 1000).toFixed(1).padStart(9)} kB`;
  if (over) console.error(`${line}  over its limit of ${limit / 1000} kB`);
  else if (!flags.quiet) console.log(line);
  return over;
}

/** @param {Bundle[]} list */
async function watch(list) {
  for (const bundle of list) {
    const context = await esbuild.context({ ...buildOptions(bundle), logLevel: 'info' });
    await context.watch();
  }
  console.log('watching');
}

/**
 * Removes what an earlier build left in the output folders.
 *
 * @param {Set<string>} written
 */
async function removeStale(written) {
  for (const folder of ['dist', 'out/suite']) {
    const absolute = path.join(ROOT, folder);
    for (const file of existsSync(absolute) ? await readdir(absolute) : []) {
      if (!written.has(`${folder}/${file}`)) await rm(path.join(absolute, file), { recursive: true });
    }
  }
}

/** @param {Bundle[]} list */
async function build(list) {
  const results = await Promise.allSettled(list.map((bundle) => esbuild.build(buildOptions(bundle))));
  const built = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  if (built.length < list.length) throw new Error(`${list.length - built.length} bundles failed`);
  await removeStale(new Set(built.flatMap(({ metafile }) => Object.keys(metafile.outputs))));
  const over = await Promise.all(list.map(reportSize));
  if (over.includes(true)) throw new Error('a bundle is larger than its limit');
}

const list = await bundles();
try {
  await (flags.watch ? watch(list) : build(list));
} catch (error) {
  console.error(firstLine(error));
  process.exitCode = 1;
}
