/**
 * Installs the real VS Code and the browser that `npm test` and `npm start` use, where they are missing.
 *
 *   node scripts/vscode-host.mjs
 */
import { ensureBrowser } from './lib/browser.mjs';
import { ensureVsCode } from './lib/vscodeHost.mjs';

const { node, server } = await ensureVsCode();
const { executablePath } = await ensureBrowser();
console.log(`Node     ${node}\nVS Code  ${server}\nbrowser  ${executablePath}`);
