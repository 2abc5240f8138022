import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The panel's webviews, as VS Code marks them. */
const PANELS = 'iframe.webview.ready[src*="extensionId=ridgeline.ridgeline"]';

/** A file or folder in the Explorer, by its whole name. */
export function explorerRow(page: Page, name: string): Locator {
  return page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).first();
}

/** Opens a file in an editor, as by a double click in the Explorer. */
export async function openFile(page: Page, name: string): Promise<void> {
  await explorerRow(page, name).dblclick();
  await editorTab(page, name).waitFor();
}

/** The tab of an editor or of a panel, by its title. */
export function editorTab(page: Page, title: string): Locator {
  return page.locator('.tabs-container .tab', { hasText: title }).first();
}

/** Chooses an entry of the context menu of a file in the Explorer. */
export async function contextMenu(page: Page, file: string, entry: string): Promise<void> {
  await contextMenuOf(page, explorerRow(page, file), entry);
}

/**
 * Chooses an entry of the context menu of anything. The workbench is painted before extensions are registered, and
 * a menu that was opened too early never gains their entries or closes again: it is reopened until one is chosen.
 */
export async function contextMenuOf(page: Page, target: Locator, entry: string): Promise<void> {
  await target.waitFor({ timeout: 60_000 });
  const item = page.getByRole('menuitem', { name: entry, exact: true });
  for (let attempt = 0; attempt < 30; attempt++) {
    await target.click({ button: 'right' });
    if ((await appears(item, 700)) && (await chosen(page, item))) return;
    await page.keyboard.press('Escape');
  }
  throw new Error(`The context menu never offered "${entry}".`);
}

/** The labels in the context menu of a file in the Explorer. */
export async function contextMenuLabels(page: Page, file: string): Promise<string[]> {
  await explorerRow(page, file).click({ button: 'right' });
  const items = page.locator('.context-view .action-item .action-label[aria-label]');
  await items.first().waitFor();
  const labels = await items.evaluateAll((list) => list.map((item) => item.getAttribute('aria-label') ?? ''));
  await page.keyboard.press('Escape');
  return labels.filter((label) => label !== '');
}

/**
 * Runs a command by its label in the palette. A webview forwards keys late, so a part of the workbench takes the
 * focus first, and all is tried again where the palette or the command does not come.
 */
export async function runCommand(page: Page, label: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    await focusWorkbench(page);
    await page.keyboard.press('F1');
    try {
      await quickInput(page).waitFor({ timeout: 3000 });
      await quickInput(page).fill(`>${label}`, { timeout: 2000 });
      await commandRow(page, label).click({ timeout: 4000 });
      return;
    } catch {
      await page.keyboard.press('Escape');
    }
  }
  throw new Error(`The command palette never offered "${label}".`);
}

/** A command in the palette by its whole label, which its keys may follow. */
function commandRow(page: Page, label: string): Locator {
  const named = [`[aria-label="${label}"]`, `[aria-label^="${label},"]`];
  return page.locator(`.quick-input-widget .monaco-list-row:is(${named})`).first();
}

/** Moves the focus out of webviews and editors, to where VS Code itself takes every key. */
async function focusWorkbench(page: Page): Promise<void> {
  const sidebar = page.locator('.part.sidebar .composite.title').filter({ visible: true });
  const quiet = (await sidebar.count()) > 0 ? sidebar : page.locator('.part.statusbar');
  await quiet.first().click({ position: { x: 5, y: 5 }, timeout: 5000 });
}

/** The input of the palette or of a QuickPick. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget input.input');
}

/** A row of the QuickPick that is open, by a part of its text. */
export function quickPickRow(page: Page, text: string): Locator {
  return page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
}

/** Chooses a row of the QuickPick that is open. */
export async function pick(page: Page, text: string): Promise<void> {
  await quickPickRow(page, text).click({ timeout: 15_000 });
}

/** The panel that is in view: what is inside its webview. */
export function panelFrame(page: Page): FrameLocator {
  const visible = page.locator(PANELS).filter({ visible: true }).first();
  return visible.contentFrame().frameLocator('iframe#active-frame');
}

/** The element that holds the panel in view, e.g. for its box. */
export function panelElement(page: Page): Locator {
  return page.locator(PANELS).filter({ visible: true }).first();
}

/** How many panels exist, in view or behind a tab. */
export function panelCount(page: Page): Promise<number> {
  return page.locator(PANELS).count();
}

/**
 * Waits until the layout that VS Code has saved of this window names an editor. In a browser it saves only every few
 * seconds and not on leaving: a reload before that shows what was open earlier.
 */
export async function layoutSaved(page: Page, editor: string): Promise<void> {
  await until(
    `the saved layout names ${editor}`,
    async () => (await savedLayout(page)).includes(editor),
    30_000,
  );
}

/** A notification, by a part of its text. */
export function notification(page: Page, text: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: text }).first();
}

/** An item of the status bar, by a part of its text. */
export function statusBarItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.part.statusbar .statusbar-item', { hasText: text }).first();
}

/** Waits until a condition holds, e.g. on a file or a number in the panel. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeout = 15_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Not within ${timeout} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The editors and panels of the page's windows, as VS Code keeps them in the browser's databases. */
function savedLayout(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const names = (await indexedDB.databases()).map(({ name = '' }) => name);
    const layouts = names
      .filter((name) => name.startsWith('vscode-web-state-db-'))
      .map(async (name) => {
        const database = await done(indexedDB.open(name));
        const items = database.transaction('ItemTable').objectStore('ItemTable');
        const layout: unknown = await done(items.get('memento/workbench.parts.editor'));
        database.close();
        return String(layout ?? '');
      });
    return (await Promise.all(layouts)).join('\n');
  });
}

/**
 * Clicks an entry of a menu that has just opened. A menu takes no click in its first 100 ms, so that the button's
 * release that opened it chooses nothing.
 *
 * @returns false where the menu closed before or stayed open after it
 */
async function chosen(page: Page, item: Locator): Promise<boolean> {
  await page.waitForTimeout(200);
  return item
    .click({ timeout: 2000 })
    .then(() => item.waitFor({ state: 'hidden', timeout: 2000 }))
    .then(
      () => true,
      () => false,
    );
}

async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}
