import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npmEnv } from './hostFolder.mjs';
import { NPM, ROOT, retry, runOrThrow } from './run.mjs';

/** Installs the npm packages that `package-lock.json` names, where they are not installed as it says. */
export async function ensureDependencies() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node 20 or later is needed; this is Node ${process.versions.node}.`);
  if (areInstalled()) return;
  console.log('installing npm packages (about 180 MB)…');
  await retry('installing npm packages', () =>
    runOrThrow(NPM, ['ci', '--ignore-scripts', '--loglevel=error'], { env: npmEnv() }),
  );
}

/** True where every package of the lock file is installed in its version; those for other systems may lack. */
function areInstalled() {
  const hidden = path.join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(path.join(ROOT, 'package-lock.json'));
  const installed = packagesOf(hidden);
  return Object.entries(wanted).every(
    ([name, { version, optional }]) =>
      name === '' || installed[name]?.version === version || (optional === true && !installed[name]),
  );
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
