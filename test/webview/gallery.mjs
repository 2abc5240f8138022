/**
 * Pictures of the panel in all its states, themes and widths.
 *
 *   node test/webview/gallery.mjs FOLDER [--scenes trained,failed] [--themes dark,light,hc] [--widths 360,640] [--scale 2]
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { keepAddresses } from '../../scripts/lib/keepAddresses.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const text = /** @type {const} */ ({ type: 'string' });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scenes: text, themes: text, widths: text, scale: text },
});
const folder = positionals[0];
if (!folder) {
  console.error('Say which folder the pictures belong in.');
  process.exit(2);
}

const outfile = path.join(HERE, '../../out', `gallery-${process.pid}.mjs`);
await esbuild.build({
  entryPoints: [path.join(HERE, 'gallery.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  plugins: [keepAddresses],
});
try {
  const { gallery } = await import(pathToFileURL(outfile).href);
  const list = (/** @type {string} */ value) => value.split(',');
  const written = await gallery({
    folder,
    ...(values.scenes && { scenes: list(values.scenes) }),
    ...(values.themes && { themes: list(values.themes) }),
    ...(values.widths && { widths: list(values.widths).map(Number) }),
    ...(values.scale && { scale: Number(values.scale) }),
  });
  console.log(`${written.length} pictures in ${folder}`);
} finally {
  await rm(outfile, { force: true });
}
