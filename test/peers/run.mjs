/**
 * Bundles live.ts, which says what it does, and runs it in the project's folder. The bundle lies two folders deep, as
 * scripts/lib does, whose files find the project from where they are.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/peers/live.ts'],
  outfile: 'out/peers/live.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const child = spawn(process.execPath, ['out/peers/live.mjs', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
child.once('close', (code) => {
  process.exitCode = code ?? 1;
});
