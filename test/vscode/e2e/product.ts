import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  assertClean,
  launchBrowser,
  openWorkbench,
  type StartOptions,
  screenshot,
  startVsCode,
  type VsCode,
  type Workbench,
  type WorkbenchOptions,
} from '../harness/index.ts';
import { PanelPage } from './panelPage.ts';

/** A VS Code with the extension, its window, and the panel that is in view. */
export interface Product {
  readonly vscode: VsCode;
  readonly workbench: Workbench;
  readonly page: Page;
  readonly panel: PanelPage;
}

/**
 * One VS Code for all tests of a file, started before them and stopped after. After each test nothing may have
 * violated the security policy or left the machine; of a failed one a picture stays in `shots/`.
 *
 * @returns what gives the product once it runs
 */
export function product(options: StartOptions & WorkbenchOptions = {}): () => Product {
  let browser: Browser | undefined;
  let running: Product | undefined;
  const get = (): Product => {
    if (!running) throw new Error('VS Code has not started.');
    return running;
  };
  beforeAll(async () => {
    const started = await Promise.all([launchBrowser(), startVsCode(options)]);
    browser = started[0];
    const vscode = started[1];
    const workbench = await openWorkbench(browser, vscode, options);
    const { page } = workbench;
    running = { vscode, workbench, page, panel: new PanelPage(page) };
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshot(get().page, `failed-${task.name}`);
    assertClean(get().workbench.observed);
  });
  afterAll(async () => {
    await browser?.close();
    await running?.vscode.stop();
  });
  return get;
}
