/**
 * Draws media/icon.svg as the PNG that the manifest needs.
 *
 *   node scripts/icon.mjs
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ensureBrowser } from './lib/browser.mjs';
import { ROOT } from './lib/run.mjs';

const SIZE = 256;
const media = path.join(ROOT, 'media');

const browser = await chromium.launch(await ensureBrowser());
try {
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
  const drawing = await readFile(path.join(media, 'icon.svg'), 'utf8');
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${drawing}`);
  await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
