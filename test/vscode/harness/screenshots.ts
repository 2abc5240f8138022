import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { contextMenu, openFile, panelElement, panelFrame } from './actions.ts';
import { startVsCode, type THEMES, type VsCode } from './vscode.ts';
import { launchBrowser, openWorkbench } from './workbench.ts';

/** What VS Code's window takes beside two equal editor groups: activity bar, side bar, borders. */
const AROUND_EDITORS = 358;

/** What of the panel's edges its neighbours cover. */
const BORDER = 3;

/** Pictures of each theme: the panel's width and the window's height in pixels. */
const SIZES = {
  wide: { panel: 660, height: 900 },
  narrow: { panel: 352, height: 900 },
} as const;

/** Trains the diabetes example and takes the whole window and the panel alone. */
async function takePictures(browser: Browser, vscode: VsCode, folder: string, theme: string): Promise<void> {
  for (const [name, { panel, height }] of Object.entries(SIZES)) {
    const workbench = await openWorkbench(browser, vscode, { width: AROUND_EDITORS + 2 * panel, height });
    const { page } = workbench;
    await openFile(page, 'diabetes.csv');
    await contextMenu(page, 'diabetes.csv', 'Train ridge model');
    await panelFrame(page).locator('.status', { hasText: 'trained' }).waitFor({ timeout: 30_000 });
    await page.mouse.move(5, height - 5);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: path.join(folder, `window-${theme}-${name}.png`) });
    const { x, y, width, height: panelHeight } = await boxOf(panelElement(page));
    const clip = { x: x + BORDER, y, width: width - 2 * BORDER, height: panelHeight };
    await page.screenshot({ path: path.join(folder, `panel-${theme}-${name}.png`), clip });
    await workbench.close();
  }
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error('The panel is not in view.');
  return box;
}

const folder = path.resolve(process.argv[2] ?? 'media/screenshots');
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  for (const theme of ['dark', 'light'] satisfies (keyof typeof THEMES)[]) {
    const vscode = await startVsCode({ theme, settings: { 'editor.minimap.enabled': false } });
    try {
      await takePictures(browser, vscode, folder, theme);
    } finally {
      await vscode.stop();
    }
  }
} finally {
  await browser.close();
}
