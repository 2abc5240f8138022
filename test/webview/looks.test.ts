import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeHost } from './fixtures/fakeHost.ts';
import { SCENES } from './fixtures/scenes.ts';
import { PanelBrowser } from './harness/panelPage.ts';
import { THEMES } from './harness/themes.ts';

/** Every scene in every theme and width: nothing overflows or is cut, nothing is inaccessible, no policy is broken. */

let browser: PanelBrowser;
const hosts = new Map<string, FakeHost>();
const hostOf = async (name: string): Promise<FakeHost> => {
  const known = hosts.get(name);
  if (known) return known;
  const host = await SCENES.find((scene) => scene.name === name)?.host();
  if (!host) throw new Error(`no scene ${name}`);
  hosts.set(name, host);
  return host;
};

/** The dark theme checks everything, the others what has colours of its own. */
const COLOURFUL = [
  'trained',
  'settings',
  'all-settings',
  'race',
  'two-classes',
  'classes',
  'diverged',
  'failed',
  'messy',
  'many-columns',
];
const themesOf = (scene: string): string[] =>
  THEMES.map((theme) => theme.name).filter((theme) => theme === 'dark' || COLOURFUL.includes(scene));

beforeAll(async () => {
  browser = await PanelBrowser.launch();
});
afterAll(() => browser.close());

describe.each(SCENES.map(({ name, local }) => ({ name, local })))('$name', ({ name, local }) => {
  it('fits from 300 to 1,000 pixels, with nothing cut and no trouble', async () => {
    const opened = await browser.open(await hostOf(name), { local, width: 300 });
    for (const width of [300, 360, 640, 1000]) {
      await opened.page.setViewportSize({ width, height: 900 });
      await opened.page.waitForTimeout(60);
      expect(await opened.page.evaluate(overflowing), `at ${width} px`).toEqual([]);
    }
    expect(opened.troubles).toEqual([]);
    await opened.close();
  });

  it.each(themesOf(name))('is accessible in %s', async (theme) => {
    const opened = await browser.open(await hostOf(name), { local, theme });
    const { violations, passes } = await new AxeBuilder({ page: opened.page }).analyze();
    expect(passes.length).toBeGreaterThan(10);
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('  ')}`)).toEqual([]);
    await opened.close();
  });
});

describe('themes', () => {
  it('are followed while the panel is open', async () => {
    const opened = await browser.open(await hostOf('trained'), { theme: 'dark' });
    const picture = (): Promise<string> =>
      opened.page.locator('.loss canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await opened.page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-charts-blue', '#ff00ff');
    });
    await expect.poll(picture).not.toBe(before);
    await opened.close();
  });
});

/** Runs in the page: what is wider than the page, and text that is cut without saying so by an ellipsis. */
function overflowing(): string[] {
  const found: string[] = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} wide`);
  for (const choice of document.querySelectorAll('.run-choices vscode-dropdown')) {
    const value = choice.shadowRoot?.querySelector('.selected-value');
    if (!value || value.scrollWidth > value.clientWidth) found.push(`${choice.ariaLabel} cannot be read`);
  }
  for (const element of document.querySelectorAll<HTMLElement>('#app *')) {
    if (element.offsetParent === null || element.closest('.visually-hidden')) continue;
    const style = getComputedStyle(element);
    const isCut = element.scrollWidth > element.clientWidth + 1 && style.overflowX === 'hidden';
    if (isCut && style.textOverflow !== 'ellipsis' && !element.matches('.bars-scroller, vscode-checkbox')) {
      found.push(`${element.className} is cut`);
    }
    const box = element.getBoundingClientRect();
    if (box.width > 0 && box.right > page.clientWidth + 1 && !element.closest('.bars-scroller, .scroll-x')) {
      found.push(`${element.tagName} ${element.className} ends at ${Math.round(box.right)}`);
    }
  }
  return found;
}
