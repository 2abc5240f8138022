import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  assertClean,
  contextMenu,
  launchBrowser,
  openWorkbench,
  panelFrame,
  startVsCode,
  type VsCode,
  type Workbench,
} from '../harness/index.ts';

let browser: Browser;
let vscode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  [browser, vscode] = await Promise.all([launchBrowser(), startVsCode()]);
  workbench = await openWorkbench(browser, vscode);
});

afterAll(async () => {
  await browser?.close();
  await vscode?.stop();
});

test('a right-click on a CSV file trains it in a panel that keeps to its security policy', async () => {
  await contextMenu(workbench.page, 'diabetes.csv', 'Train ridge model');
  const status = panelFrame(workbench.page).locator('.status');
  await status.filter({ hasText: 'trained' }).waitFor();
  expect(await status.textContent()).toContain('442 rows');
  assertClean(workbench.observed);
});
