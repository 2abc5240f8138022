import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { ROOT } from '../../../scripts/lib/run.mjs';
import type { VsCode } from './vscode.ts';

/** What a page of VS Code said and asked for while it was open. */
export interface Observed {
  /** `[type] text (url)` of each console message and page error. */
  readonly console: string[];
  /** The console messages that report a violation of a content security policy. */
  readonly cspViolations: string[];
  /** Addresses outside this machine that something in the page asked for. */
  readonly foreignRequests: string[];
}

export interface Workbench {
  readonly page: Page;
  readonly observed: Observed;
  /** Reloads the window, as *Developer: Reload Window* does, and waits for the workbench. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly width?: number;
  readonly height?: number;
  /** `forced-colors` and the like are left to settings; this is what the browser reports as the system's scheme. */
  readonly colorScheme?: 'dark' | 'light';
}

/** Launches the headless browser of this machine. No name but this machine's own is resolved. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await ensureBrowser();
  const loopbackOnly = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
  return chromium.launch({ executablePath, args: [...args, loopbackOnly], env, headless: true });
}

/** Opens the workspace of a running VS Code in a new browser profile and waits for its Explorer. */
export async function openWorkbench(
  browser: Browser,
  vscode: Pick<VsCode, 'baseUrl' | 'folder'>,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const { width = 1280, height = 800, colorScheme = 'dark' } = options;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const observed = observe(context);
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.goto(`${vscode.baseUrl}?folder=${encodeURIComponent(vscode.folder)}`, {
    waitUntil: 'domcontentloaded',
  });
  await workbenchReady(page);
  const reload = async () => {
    await page.reload({ waitUntil: 'domcontentloaded' });
    await workbenchReady(page);
  };
  return { page, observed, reload, close: () => context.close() };
}

async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
}

/** Throws where a content security policy was violated or something outside this machine was asked for. */
export function assertClean({ cspViolations, foreignRequests }: Observed): void {
  const found = [...cspViolations, ...foreignRequests.map((url) => `asked for ${url}`)];
  if (found.length > 0) throw new Error(`The page is not clean:\n${found.join('\n')}`);
}

/** True for an address that is neither on this machine nor inside the page (`data:`, `blob:`). */
function isForeign(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return /^(https?|wss?):$/.test(protocol) && !/^(127\.0\.0\.1|localhost)$/.test(hostname);
}

/** True for the made-up host of a webview's files, which VS Code's service worker answers without a network. */
function isWebviewResource(url: string): boolean {
  return new URL(url).hostname.endsWith('.vscode-resource.vscode-cdn.net');
}

function observe(context: BrowserContext): Observed {
  const observed: Observed = { console: [], cspViolations: [], foreignRequests: [] };
  context.on('console', (message) => {
    const line = `[${message.type()}] ${message.text()} (${message.location().url})`;
    observed.console.push(line);
    if (/content.security.policy/i.test(line)) observed.cspViolations.push(line);
  });
  context.on('weberror', (error) => observed.console.push(`[pageerror] ${error.error().message}`));
  context.on('request', (request) => {
    if (isForeign(request.url()) && !isWebviewResource(request.url()))
      observed.foreignRequests.push(request.url());
  });
  context.on('response', (response) => {
    const outside = isWebviewResource(response.url()) && !response.fromServiceWorker();
    if (outside) observed.foreignRequests.push(response.url());
  });
  return observed;
}

/**
 * Takes a picture of the window into the folder `shots/`.
 *
 * @returns its path
 */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = path.join(ROOT, 'shots');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
  await page.screenshot({ path: file });
  return file;
}
