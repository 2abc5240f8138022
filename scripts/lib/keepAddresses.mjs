import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

/**
 * Modules find their files by their own address: with this a bundle keeps the addresses of its sources.
 *
 * @type {import('esbuild').Plugin}
 */
export const keepAddresses = {
  name: 'keep-addresses',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, async ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = await readFile(file, 'utf8');
      const contents = source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
      return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};
