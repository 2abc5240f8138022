import { expect, test } from 'vitest';
import { contextMenu, openFile, panelElement, until } from '../harness/index.ts';
import { product } from './product.ts';

/** The panel's width. */
const WIDTH = 320;
const HEIGHT = 900;
/** All groups of the settings, by their titles. */
const GROUPS = ['Columns', 'Data', 'Expansions', 'Model', 'Penalty', 'Solver', 'Start', 'CSV'];

const get = product({
  theme: 'highContrast',
  width: 1000,
  height: HEIGHT,
  settings: { 'ridgeline.notifications': false },
});

test('a narrow panel in high contrast has everything in its width, settings and tabs too', async () => {
  const { page, panel } = get();
  await openFile(page, 'diabetes.csv');
  await contextMenu(page, 'diabetes.csv', 'Train ridge model');
  await panel.shows(1, 'trained');
  const bars = [await colour('.bar:not(.negative)'), await colour('.bar.negative')];
  expect(new Set([...bars, 'rgba(0, 0, 0, 0)']).size).toBe(3);
  await squeeze(WIDTH);
  expect(await overflow()).toEqual([]);
  for (const tab of ['Weights', 'λ', 'Fit', 'Race', 'Search']) {
    await panel.tab(tab).click();
    expect(await overflow(), tab).toEqual([]);
    await panel.tab(tab).scrollIntoViewIfNeeded();
  }
  for (const section of ['predict', 'details']) {
    await panel.frame.locator(`.section-${section} .disclosure`).click();
  }
  await panel.openSettings(...GROUPS);
  expect(await panel.frame.locator('#settings .disclosure[aria-expanded=false]').count()).toBe(0);
  expect(await overflow()).toEqual([]);
});

/** The background colour of the first element of a kind. */
function colour(selector: string): Promise<string> {
  const first = get().panel.frame.locator(selector).first();
  return first.evaluate((element) => getComputedStyle(element).backgroundColor);
}

/** Changes the window until the panel has this width. */
async function squeeze(width: number): Promise<void> {
  const { page } = get();
  await until('the panel is narrow', async () => {
    const lacking = width - ((await panelElement(page).boundingBox())?.width ?? width);
    if (Math.abs(lacking) <= 2) return true;
    const now = page.viewportSize()?.width ?? 0;
    await page.setViewportSize({ width: Math.round(now + lacking), height: HEIGHT });
    await page.waitForTimeout(300);
    return false;
  });
}

/** What is wider than the panel's page. */
function overflow(): Promise<string[]> {
  return get()
    .panel.frame.locator('body')
    .evaluate((body) => {
      const room = document.documentElement.clientWidth;
      const wide = [document.documentElement, body, ...body.querySelectorAll<HTMLElement>('#app, #app > *')];
      return wide
        .filter((element) => element.scrollWidth > Math.max(room, element.clientWidth) + 1)
        .map((element) => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${room}`);
    });
}
