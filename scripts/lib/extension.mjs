import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { SHIPPED } from './bundles.mjs';
import { ROOT } from './run.mjs';

/** What a package may hold, and nothing else. */
const ALLOWED = [
  /^package\.json$/,
  /^package\.nls(\.[\w-]+)?\.json$/,
  /^(README|CHANGELOG|LICENSE)(\.md|\.txt)?$/i,
  /^dist\/(extension\.cjs|host\.cjs|worker\.mjs|chunkThread\.cjs|cli\.js|terminal\.mjs|panel\.js|panel\.css|codicon\.ttf)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^media\/[\w.-]+\.(png|svg|md)$/,
  /^examples\/[\w.-]+\.(csv|md)$/,
];
/** What a package must hold to work. */
const NEEDED = ['package.json', ...SHIPPED.map(({ outfile }) => outfile)];

/** The files that a package holds, by `.vscodeignore`; paths relative to the project, with slashes. */
export function shippedFiles() {
  return listFiles({ cwd: ROOT, packageManager: PackageManager.None });
}

/**
 * Says what a package holds that it should not, and what it lacks.
 *
 * @param {string[]} files
 * @returns {string[]} one sentence each
 */
export function packageComplaints(files) {
  const strange = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
  const missing = NEEDED.filter((file) => !files.includes(file));
  return [
    ...strange.map((file) => `The package must not hold ${file}.`),
    ...missing.map((file) => `The package lacks ${file}.`),
  ];
}

/**
 * Installs the built extension, unpacked, holding just what its package holds.
 *
 * @param {string} extensionsDir VS Code's folder of installed extensions
 */
export async function installExtension(extensionsDir) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const target = path.join(extensionsDir, `${publisher}.${name}-${version}`);
  for (const file of await shippedFiles()) {
    await mkdir(path.dirname(path.join(target, file)), { recursive: true });
    await copyFile(path.join(ROOT, file), path.join(target, file));
  }
}
