import type { FrameLocator, Locator, Page } from 'playwright-core';
import { panelFrame, until } from '../harness/index.ts';

/** A busy machine takes its time; what does not come within it does not come. */
const PATIENCE = 30_000;

/** The panel that is in view, in the words of who uses it. */
export class PanelPage {
  constructor(private readonly page: Page) {}

  get frame(): FrameLocator {
    return panelFrame(this.page);
  }

  get status(): Locator {
    return this.frame.locator('.status-text');
  }

  get verdict(): Locator {
    return this.frame.locator('.verdict');
  }

  get slider(): Locator {
    return this.frame.getByRole('slider', { name: 'λ' });
  }

  get lambdaField(): Locator {
    return this.frame.locator('#lambda-field');
  }

  /** What stands in the way: a failure, a divergence, a changed file. */
  get callout(): Locator {
    return this.frame.locator('.callout');
  }

  /** The list of runs, newest first. */
  get runs(): Locator {
    return this.frame.locator('.run');
  }

  /** Waits until the panel of this file is in view. */
  async isOf(file: string): Promise<void> {
    await this.frame.locator('.file', { hasText: file }).waitFor({ timeout: PATIENCE });
  }

  /** Waits until the run of this number is shown with this status, of which a narrow panel shows only the start. */
  async shows(number: number, status: string): Promise<void> {
    const run = `.run[aria-current=true] .run-number:text-is("#${number}")`;
    const text = `.status-text[title*="${status}"]`;
    await this.frame.locator(`#app:has(${run}):has(${text})`).waitFor({ timeout: PATIENCE });
  }

  /** Does what begins a run, and waits until this run is shown with a status. */
  async run(status: string, begin: () => Promise<unknown>): Promise<number> {
    const number = (await this.newest()) + 1;
    await begin();
    await this.shows(number, status);
    return number;
  }

  /** The number of the newest run. */
  async newest(): Promise<number> {
    const text = await this.runs.first().locator('.run-number').textContent({ timeout: PATIENCE });
    return Number(text?.slice(1));
  }

  /** One of the tabs under the verdict, by its whole name. */
  tab(name: string): Locator {
    return this.frame.getByRole('tab', { name, exact: true });
  }

  button(name: string): Locator {
    return this.frame.locator(`vscode-button:is([aria-label="${name}"], :text-is("${name}"))`).first();
  }

  /** Chooses from a list of choices by what is read there. */
  async choose(label: string, option: string): Promise<void> {
    const dropdown = this.frame.locator(`vscode-dropdown[aria-label^="${label}:"]`).first();
    await dropdown.click();
    await dropdown.getByRole('option', { name: option, exact: true }).click();
  }

  /** Types into a field of the settings and leaves it. */
  async type(label: string, text: string): Promise<void> {
    const input = this.frame.locator('vscode-text-field', { hasText: label }).first().locator('input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** Opens the settings of the run, and these groups of them by their titles, where they are closed. */
  async openSettings(...groups: readonly string[]): Promise<void> {
    const settings = this.frame.locator('#settings');
    if (!(await settings.isVisible())) await this.button('Settings of the run').click();
    await settings.waitFor();
    for (const title of groups) {
      const group = settings.locator('.disclosure', { has: this.frame.getByText(title, { exact: true }) });
      if ((await group.getAttribute('aria-expanded')) === 'false') await group.click();
      await group.and(settings.locator('[aria-expanded=true]')).waitFor();
    }
  }

  /** Weights by column name, with all their digits. */
  async weights(): Promise<Record<string, number>> {
    const rows = this.frame.locator('.weights').filter({ visible: true }).locator('.bar-row');
    const entries = await rows.filter({ visible: true }).evaluateAll((list) =>
      list.map((row): [string, number] => {
        const [name, value] = ['.bar-name', '.bar-value'].map((part) => row.querySelector<HTMLElement>(part));
        return [name?.textContent ?? '', Number(value?.dataset['exact'])];
      }),
    );
    return Object.fromEntries(entries);
  }

  /** The length of all weights together. */
  async weightSize(): Promise<number> {
    return Math.hypot(...Object.values(await this.weights()));
  }

  /** The iteration that the status tells. */
  async iteration(): Promise<number> {
    const text = (await this.status.getAttribute('title', { timeout: PATIENCE })) ?? '';
    return Number(/iteration ([\d,]+)/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  }

  /** Waits until the iteration that the status tells has passed this one. */
  async iterationAfter(iteration: number): Promise<number> {
    return until(
      `iteration ${iteration} is over`,
      async () => {
        const now = await this.iteration();
        return now > iteration && now;
      },
      PATIENCE,
    );
  }

  /** True where something is drawn in a chart. */
  hasDrawing(label: string): Promise<boolean> {
    return this.frame.locator(`canvas[aria-label="${label}"]`).evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return pixels.some((value, at) => at % 4 === 3 && value > 0);
    });
  }
}
