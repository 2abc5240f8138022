import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { NPM, ROOT, retry, runOrThrow } from './run.mjs';

/** Where the real VS Code and the browser are kept; several clones may share one by the variable. */
export const HOST = path.resolve(process.env.VSCODE_HOST_DIR ?? path.join(ROOT, '.vscode-host'));

/**
 * Installs one part into a folder of {@link HOST} named after it and its version. The part is made beside it and
 * moved there when it is whole, so that an interrupted or a second installation never leaves half of one.
 *
 * @param {string} name folder name; holds the version
 * @param {(folder: string) => Promise<void>} make fills the given empty folder
 * @returns {Promise<string>} the part's folder
 */
export async function installPart(name, make) {
  const final = path.join(HOST, name);
  if (existsSync(final)) return final;
  mkdirSync(HOST, { recursive: true });
  removeAbandoned();
  const partial = path.join(HOST, `partial-${process.pid}-${name}`);
  mkdirSync(partial);
  try {
    await make(partial);
    await rename(partial, final);
  } catch (error) {
    if (!existsSync(final)) throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return final;
}

/** Removes what installations that no longer run left behind. */
function removeAbandoned() {
  for (const entry of readdirSync(HOST)) {
    const pid = /^partial-(\d+)-/.exec(entry)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(path.join(HOST, entry), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Downloads an npm package without running anything of it and unpacks some of its paths.
 *
 * @param {string} spec name@version
 * @param {string} what said to the user, with the download's size
 * @param {string} folder where to unpack
 * @param {{ paths: string[], strip: number }} select paths inside the package; leading folders to leave out
 */
export async function unpackPackage(spec, what, folder, { paths, strip }) {
  console.log(`downloading ${what}…`);
  const download = path.join(folder, 'download');
  mkdirSync(download);
  const output = await retry(`downloading ${what}`, () =>
    runOrThrow(NPM, ['pack', '--silent', '--pack-destination', download, spec], {
      cwd: folder,
      env: npmEnv(),
    }),
  );
  const file = output.trim().split(/\s+/).at(-1) ?? '';
  await runOrThrow('tar', [
    'xzf',
    path.join(download, file),
    '-C',
    folder,
    `--strip-components=${strip}`,
    ...paths,
  ]);
  await rm(download, { recursive: true });
}

/** The environment for an npm that works in a folder of its own, whatever npm script this runs under. */
export function npmEnv() {
  const own = /^(npm_config_local_prefix|npm_lifecycle_.*|npm_package_.*|INIT_CWD)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !own.test(key)));
}
