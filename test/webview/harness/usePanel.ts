import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { type Answering, type Opened, type OpenOptions, PanelBrowser } from './panelPage.ts';

/**
 * A browser for the tests of a file. What was opened in a test is closed after it, and must have had no troubles.
 *
 * @param usual options where a test names none of its own
 * @returns opens the panel
 */
export function usePanel(
  usual: OpenOptions = {},
): (host: Answering, options?: OpenOptions) => Promise<Opened> {
  let browser: PanelBrowser;
  let opened: Opened | null = null;
  beforeAll(async () => {
    browser = await PanelBrowser.launch();
  });
  afterEach(async () => {
    const troubles = opened?.troubles ?? [];
    await opened?.close();
    opened = null;
    expect(troubles).toEqual([]);
  });
  afterAll(() => browser.close());
  return async (host, options = {}) => {
    opened = await browser.open(host, { ...usual, ...options });
    return opened;
  };
}
