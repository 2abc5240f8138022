/**
 * Makes the package (VSIX) and checks that it holds what runs and nothing else.
 *
 *   node scripts/package.mjs [--no-build] [--out FILE]
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { LARGEST_PACKAGE } from './lib/bundles.mjs';
import { packageComplaints, shippedFiles } from './lib/extension.mjs';
import { ROOT, runOrThrow } from './lib/run.mjs';
import { zipEntries } from './lib/zip.mjs';

const { values: flags } = parseArgs({
  options: { 'no-build': { type: 'boolean', default: false }, out: { type: 'string' } },
});

/** What the package's format adds beside the extension's own files. */
const FORMAT = ['extension.vsixmanifest', '[Content_Types].xml'];

if (!flags['no-build']) await runOrThrow(process.execPath, ['scripts/build.mjs', '--production']);
const { name, version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
const packagePath = path.resolve(ROOT, flags.out ?? `${name}-${version}.vsix`);
const complaints = packageComplaints(await shippedFiles());
await createVSIX({
  cwd: ROOT,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const archive = await readFile(packagePath);
const entries = zipEntries(archive);
console.log(`${entries.length} files, ${(archive.length / 1000).toFixed(0)} kB`);
for (const { file } of entries) {
  if (!file.startsWith('extension/') && !FORMAT.includes(file))
    complaints.push(`The package must not hold ${file}.`);
}
if (archive.length > LARGEST_PACKAGE)
  complaints.push(`The package is larger than ${LARGEST_PACKAGE / 1000} kB.`);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length > 0 ? 1 : 0;
