/**
 * The sizes of what is shipped against their limits: builds it for production, packages it, and exits with 1 where
 * something is larger.
 *
 *   npm run sizes
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bundles, LARGEST_PACKAGE } from '../scripts/lib/bundles.mjs';
import { ROOT, run } from '../scripts/lib/run.mjs';
import { markdownTable } from './lib/table.mjs';

const temporary = await mkdtemp(path.join(os.tmpdir(), 'ridgeline-sizes-'));
const archive = path.join(temporary, 'ridgeline.vsix');

/**
 * @param {string} name
 * @param {string} file
 * @param {number} limit bytes
 */
async function measured(name, file, limit) {
  const { size } = await stat(path.resolve(ROOT, file));
  return { name, size, limit };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}

try {
  const steps = [
    ['scripts/build.mjs', '--production', '--quiet'],
    ['scripts/package.mjs', '--no-build', '--out', archive],
  ];
  let failed = false;
  for (const step of steps) {
    const { code, output } = await run(process.execPath, step, { capture: true });
    if (code !== 0) console.error(output);
    failed ||= code !== 0;
  }
  const limited = (await bundles()).filter(({ limit }) => limit !== undefined);
  const sizes = await Promise.all([
    ...limited.map(({ outfile, limit }) => measured(outfile, outfile, limit ?? 0)),
    measured('package (VSIX)', archive, LARGEST_PACKAGE),
  ]);
  const rows = sizes.map(({ name, size, limit }) => [
    name,
    kilobytes(size),
    kilobytes(limit),
    size <= limit ? 'within' : '**over**',
  ]);
  console.log(markdownTable(['What', 'kB:', 'Limit:', ''], rows));
  const over = sizes.some(({ size, limit }) => size > limit);
  process.exitCode = over || failed ? 1 : 0;
} finally {
  await rm(temporary, { recursive: true, force: true });
}
