import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { contextMenu, openFile, panelElement, panelFrame } from './actions.ts';
import { startVsCode, type THEMES, type VsCode } from './vscode.ts';
import { launchBrowser, openWorkbench } from './workbench.ts';

/** What VS Code's window takes beside two equal editor groups, about: activity bar, side bar, borders. */
const AROUND_EDITORS = 358;

/** What of the panel's edges its neighbours cover. */
const BORDER = 3;

/** The panel's widths in the pictures: beside code on a large screen, and squeezed. */
const WIDTHS = [640, 360];
const HEIGHT = 900;

/** Trains the diabetes example and takes the panel alone in each width, and the whole window in the first. */
async function takePictures(browser: Browser, vscode: VsCode, folder: string, theme: string): Promise<void> {
  for (const width of WIDTHS) {
    const { page, close } = await openWorkbench(browser, vscode, {
      width: AROUND_EDITORS + 2 * width,
      height: HEIGHT,
    });
    await openFile(page, 'diabetes.csv');
    await contextMenu(page, 'diabetes.csv', 'Train ridge model');
    await panelFrame(page).locator('.status', { hasText: 'trained' }).waitFor({ timeout: 30_000 });
    const lacking = width - (await panelBox(page)).width;
    await page.setViewportSize({ width: AROUND_EDITORS + 2 * (width + lacking), height: HEIGHT });
    await page.mouse.move(5, HEIGHT - 5);
    await page.waitForTimeout(1000);
    if (width === WIDTHS[0]) await page.screenshot({ path: path.join(folder, `window-${theme}.png`) });
    const clip = await panelBox(page);
    await page.screenshot({ path: path.join(folder, `panel-${theme}-${width}.png`), clip });
    await close();
  }
}

/** Where the panel is, without its edges. */
async function panelBox(page: Page) {
  const box = await panelElement(page).boundingBox();
  if (!box) throw new Error('The panel is not in view.');
  return { x: box.x + BORDER, y: box.y, width: box.width - 2 * BORDER, height: box.height };
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
