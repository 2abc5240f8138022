import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { TestProject } from 'vitest/node';
import { SHIPPED } from '../../scripts/lib/bundles.mjs';
import { ROOT } from '../../scripts/lib/run.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The terminal program's entry. */
    terminal: string;
  }
}

/** What the terminal program is made of. */
const TERMINAL = /\/(cli\.js|terminal\.mjs|chunkThread\.cjs)$/;

/** Bundles the terminal program as it is shipped, into a folder of its own: once for all tests. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ridgeline-cli-'));
  await Promise.all(
    SHIPPED.filter(({ outfile }) => TERMINAL.test(outfile)).map(({ entry, outfile, options }) =>
      esbuild.build({
        absWorkingDir: ROOT,
        entryPoints: [entry],
        outfile: path.join(folder, outfile),
        minify: true,
        logLevel: 'error',
        ...options,
      }),
    ),
  );
  project.provide('terminal', path.join(folder, 'dist', 'cli.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
