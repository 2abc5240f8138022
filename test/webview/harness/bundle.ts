import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { bundles } from '../../../scripts/lib/bundles.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The panel's files by name (`panel.js`, `panel.css`, `codicon.ttf`), bundled as they are shipped. */
export async function bundlePanel(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const panel = (await bundles()).filter(({ entry }) => entry.startsWith('webview/'));
  for (const { entry, outfile, options } of panel) {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outfile,
      minify: true,
      write: false,
      ...options,
    });
    for (const { path, contents } of outputFiles ?? []) files.set(path.split(/[\\/]/).at(-1) ?? '', contents);
  }
  return files;
}
