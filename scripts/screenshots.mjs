/**
 * Takes pictures of the panel in a real VS Code, dark and light, wide and narrow, from what is built in dist/.
 *
 *   node scripts/screenshots.mjs [FOLDER]      media/screenshots by default
 */
import { run } from './lib/run.mjs';
import { ensureVsCode } from './lib/vscodeHost.mjs';

// the Node that VS Code brings runs TypeScript as it is
const { node } = await ensureVsCode();
const { code } = await run(node, ['test/vscode/harness/screenshots.ts', ...process.argv.slice(2)]);
process.exitCode = code;
