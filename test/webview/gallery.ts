import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SCENES } from './fixtures/scenes.ts';
import { PanelBrowser } from './harness/panelPage.ts';
import { THEMES } from './harness/themes.ts';

export interface GalleryOptions {
  readonly folder: string;
  readonly widths?: readonly number[];
  readonly themes?: readonly string[];
  readonly scenes?: readonly string[];
  readonly scale?: number;
}

/** Pictures of every scene in every theme and width: `FOLDER/trained-dark-640.png`. */
export async function gallery(options: GalleryOptions): Promise<string[]> {
  const {
    folder,
    widths = [300, 360, 640, 1000],
    themes = THEMES.map(({ name }) => name),
    scale = 1,
  } = options;
  await mkdir(folder, { recursive: true });
  const browser = await PanelBrowser.launch();
  const written: string[] = [];
  try {
    for (const scene of SCENES.filter(({ name }) => options.scenes?.includes(name) ?? true)) {
      const host = await scene.host();
      for (const theme of themes) {
        for (const width of widths) {
          const opened = await browser.open(host, {
            theme,
            width,
            local: scene.local,
            deviceScaleFactor: scale,
          });
          const file = path.join(folder, `${scene.name}-${theme}-${width}.png`);
          await opened.page.evaluate(() => document.fonts.ready);
          await opened.page.waitForTimeout(80);
          await opened.page.screenshot({ path: file, fullPage: true });
          await opened.close();
          written.push(file);
        }
      }
    }
  } finally {
    await browser.close();
  }
  return written;
}
