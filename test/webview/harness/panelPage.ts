import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/lib/browser.mjs';
import type { FromPanel, ToPanel } from '../../../src/protocol/panel.ts';
import { parseFromPanel } from '../../../src/protocol/parse.ts';
import { type PanelServer, servePanel } from './server.ts';

/** What answers the panel in a test. */
export interface Answering {
  /** Called with every message of the panel; what it posts is the panel's to receive. */
  receive(message: FromPanel, post: (message: ToPanel) => void): void;
}

export interface OpenOptions {
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
  /** What `getState` gives. */
  readonly local?: unknown;
  readonly reducedMotion?: boolean;
  readonly deviceScaleFactor?: number;
}

export interface Opened {
  readonly page: Page;
  /** Everything the panel has posted so far. */
  readonly posted: FromPanel[];
  /** Violations of the content security policy, page errors and console errors; must stay empty. */
  readonly troubles: string[];
  post(message: ToPanel): Promise<void>;
  /** What `setState` was last called with. */
  local(): Promise<unknown>;
  close(): Promise<void>;
}

/** A browser and a server for a test file's panels. */
export class PanelBrowser {
  readonly #browser: Browser;
  readonly #server: PanelServer;

  private constructor(browser: Browser, server: PanelServer) {
    this.#browser = browser;
    this.#server = server;
  }

  static async launch(): Promise<PanelBrowser> {
    const { executablePath, args, env } = await ensureBrowser();
    const server = await servePanel();
    const browser = await chromium.launch({ executablePath, args: [...args, '--no-sandbox'], env });
    return new PanelBrowser(browser, server);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  /** Opens a panel that talks to `host`, and waits until it has drawn what it was told first. */
  async open(host: Answering, options: OpenOptions = {}): Promise<Opened> {
    const context = await this.#browser.newContext({
      viewport: { width: options.width ?? 640, height: options.height ?? 900 },
      deviceScaleFactor: options.deviceScaleFactor ?? 1,
      reducedMotion: options.reducedMotion ? 'reduce' : null,
    });
    const page = await context.newPage();
    const posted: FromPanel[] = [];
    const troubles: string[] = [];
    const post = async (message: ToPanel): Promise<void> => {
      if (!page.isClosed()) await page.evaluate((data) => window.postMessage(data, '*'), message);
    };
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error' || line.type() === 'warning') troubles.push(line.text());
    });
    await page.exposeFunction('fromPanel', (value: unknown) => {
      const parsed = parseFromPanel(value);
      if (!parsed.ok) {
        troubles.push(`the panel posted what the host refuses: ${parsed.reason}`);
        return;
      }
      posted.push(parsed.message);
      if (parsed.message.type === 'problem') troubles.push(parsed.message.message);
      host.receive(parsed.message, (answer) => void post(answer).catch(() => {}));
    });
    await page.addInitScript(initialize, options.local ?? null);
    await page.goto(`${this.#server.origin}/${options.theme ?? 'dark'}`);
    await page.waitForSelector('#app > *');
    await settle(page);
    return {
      page,
      posted,
      troubles,
      post,
      local: () => page.evaluate(() => (window as unknown as { localState: unknown }).localState),
      close: () => context.close(),
    };
  }
}

/** Two animation frames: whatever was received has been drawn. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

/** Runs in the page before the panel: VS Code's API, with the messages going out to the test. */
function initialize(local: unknown): void {
  const global = window as unknown as Record<string, unknown> & { fromPanel(message: unknown): void };
  // The state outlives a reload, as VS Code keeps it.
  const kept = sessionStorage.getItem('state');
  global['localState'] = kept === null ? local : JSON.parse(kept);
  let acquired = false;
  global['acquireVsCodeApi'] = () => {
    if (acquired) throw new Error('acquired twice');
    acquired = true;
    return {
      postMessage: (message: unknown) => global.fromPanel(structuredClone(message)),
      getState: () => global['localState'] ?? undefined,
      setState: (state: unknown) => {
        global['localState'] = structuredClone(state);
        sessionStorage.setItem('state', JSON.stringify(state));
      },
    };
  };
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}
