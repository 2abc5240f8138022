#!/usr/bin/env node
import { existsSync } from 'node:fs';
import path from 'node:path';
/**
 * Stands in for the desktop's VS Code executable: takes its command line and runs the same extension and tests in
 * VS Code's server, with its workbench in a headless browser. The extension host's console goes to stdout, and
 * the exit code is the tests'. What it does not stand in for: Electron, native menus and dialogs, auto-update.
 */
import { chromium } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { startServer } from '../../../scripts/lib/vscodeServer.mjs';

/** What the workbench itself prints; no line of it comes from an extension. */
const NOISE =
  /^(Resolv(ing|ed) connection token|Creating a socket|\[reconnection-grace-time\]|Updating additional builtin|\[Service Worker\]|\[AgentHost|\[AccountPolicyGate\]|Ignoring fetching additional builtin|Canceled: )/;
const TIME_LIMIT = 300_000;

/** Reads the desktop's command line. @param {string[]} args */
function parse(args) {
  /** @type {{ extensions: string[], tests?: string, userDir?: string, extensionsDir?: string, open?: string }} */
  const wanted = { extensions: [] };
  for (const arg of args) {
    const [, name, value = ''] = /^--([\w-]+)(?:=(.*))?$/.exec(arg) ?? [];
    if (name === undefined) wanted.open ??= path.resolve(arg);
    else if (name === 'extensionDevelopmentPath') wanted.extensions.push(value);
    else if (name === 'extensionTestsPath') wanted.tests = value;
    else if (name === 'user-data-dir') wanted.userDir = value;
    else if (name === 'extensions-dir') wanted.extensionsDir = value;
  }
  return wanted;
}

/**
 * The workbench's address for a command line.
 *
 * @param {ReturnType<typeof parse>} wanted
 * @param {{ baseUrl: string, port: number }} server
 */
function address(wanted, server) {
  const remote = (/** @type {string} */ file) =>
    `vscode-remote://127.0.0.1:${server.port}${path.resolve(file)}`;
  const payload = wanted.extensions.map((extension) => ['extensionDevelopmentPath', remote(extension)]);
  if (wanted.tests) payload.push(['extensionTestsPath', remote(wanted.tests)]);
  const url = new URL(server.baseUrl);
  if (wanted.open)
    url.searchParams.set(wanted.open.endsWith('.code-workspace') ? 'workspace' : 'folder', wanted.open);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set(
    'payload',
    JSON.stringify([...payload, ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']]),
  );
  return url.href;
}

/**
 * Opens the workbench and waits for the end of the tests.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @returns {Promise<number>} exit code
 */
async function runTests(page, url) {
  /** @type {(code: number) => void} */
  let finish = () => undefined;
  const finished = /** @type {Promise<number>} */ (
    new Promise((resolve) => {
      finish = resolve;
    })
  );
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      if (!NOISE.test(String(args[0])))
        (type === 'error' || type === 'warn' ? console.error : console.log)(...args);
    },
  );
  await page.exposeFunction('codeAutomationExit', finish);
  page.on('dialog', (dialog) => dialog.accept());
  page.on('crash', () => finish(1));
  process.on('SIGINT', () => finish(130)).on('SIGTERM', () => finish(143));
  const limit = setTimeout(() => {
    console.error(`the tests did not end within ${TIME_LIMIT / 1000} s`);
    finish(124);
  }, TIME_LIMIT);
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const code = await finished;
  clearTimeout(limit);
  return code;
}

const wanted = parse(process.argv.slice(2));
const missing = [...wanted.extensions, ...(wanted.tests ? [wanted.tests] : [])].filter(
  (file) => !existsSync(file),
);
if (missing.length > 0) throw new Error(`not there: ${missing.join(', ')}`);
const { executablePath, args, env } = await ensureBrowser();
const { userDir, extensionsDir } = wanted;
const server = await startServer({
  ...(userDir === undefined ? {} : { userDir }),
  ...(extensionsDir === undefined ? {} : { extensionsDir }),
  smoke: true,
  unattended: true,
});
try {
  const browser = await chromium.launch({ executablePath, args, env, headless: true });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    process.exitCode = await runTests(page, address(wanted, server));
  } finally {
    await browser.close();
  }
} finally {
  await server.stop();
}
