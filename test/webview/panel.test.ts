import { describe, expect, it } from 'vitest';
import type { FromPanel } from '../../src/protocol/panel.ts';
import { FakeHost } from './fixtures/fakeHost.ts';
import { HTML_NAME, hostileFile, manyColumns, messyFile } from './fixtures/scenes.ts';
import { type Opened, settle } from './harness/panelPage.ts';
import { usePanel } from './harness/usePanel.ts';

const open = usePanel();
const diabetes = (): Promise<FakeHost> =>
  new FakeHost({ name: 'diabetes.csv', spec: { lambda: 1, iterations: 100 } }).trained();
const of = <T extends FromPanel['type']>(messages: readonly FromPanel[], type: T) =>
  messages.filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
const untilTrained = (panel: Opened, text = 'trained'): Promise<void> =>
  panel.page.getByText(text).first().waitFor();

describe('a trained run', () => {
  it('says file, target, status, verdict and the three rows', async () => {
    const { page } = await open(await diabetes());
    expect(await page.locator('.file').textContent()).toBe('diabetes.csv');
    expect(await page.locator('.status-text').textContent()).toMatch(/^trained · 442 rows · /);
    expect(await page.locator('.verdict strong').textContent()).not.toBe('');
    expect(await page.locator('.scores tbody th').allTextContents()).toEqual([
      'guess the mean',
      'λ = 0',
      'λ = 1.00',
    ]);
    expect(await page.locator('.tab-list button:visible').allTextContents()).toEqual([
      'Training',
      'Weights',
      'λ',
      'Fit',
      'Race',
      'Search',
    ]);
    expect(await page.locator('.section-details').textContent()).toContain(
      '0\u00a0dropped · 10\u00a0columns',
    );
  });

  it('shows every digit on hover and copies it', async () => {
    const host = await diabetes();
    const { page } = await open(host);
    const cell = page.locator('.scores tbody tr:last-child td').nth(1);
    const exact = String(host.state.run?.result?.now.scores.test?.mse);
    expect(await cell.getAttribute('title')).toBe(exact);
    const copied = await cell.evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      const data = new DataTransfer();
      document.dispatchEvent(
        new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
      );
      return data.getData('text/plain');
    });
    expect(copied).toBe(exact);
  });

  it('changes the target and trains', async () => {
    const panel = await open(await diabetes());
    await panel.page.locator('.target').click();
    await panel.page.locator('.target vscode-option', { hasText: 'bmi' }).click();
    await expect.poll(() => of(panel.posted, 'train').map(({ spec }) => spec.target)).toEqual([['bmi']]);
    await panel.page.locator('.bar-name', { hasText: 'progression' }).first().waitFor();
  });

  it('selects an earlier run', async () => {
    const host = await diabetes();
    await host.trained({ lambda: 50 });
    const panel = await open(host);
    await panel.page.locator('.run', { hasText: '#1' }).click();
    await expect.poll(() => of(panel.posted, 'select')).toEqual([{ type: 'select', runId: 'run-1' }]);
  });

  it('copies λ in the words of other tools', async () => {
    const panel = await open(await diabetes());
    await panel.page.locator('.conversion-button').click();
    await panel.page.locator('.conversion-list li vscode-button').first().click();
    await expect.poll(() => of(panel.posted, 'copy').map(({ text }) => text)).toEqual(['Ridge(alpha=1)']);
  });

  it('predicts a row typed by hand', async () => {
    const panel = await open(await diabetes());
    await panel.page.getByText('Predict one row').click();
    const number = panel.page.locator('.prediction strong');
    await number.waitFor();
    const before = Number(await number.textContent());
    await panel.page
      .locator('.predict-fields vscode-text-field', { hasText: 'bmi' })
      .locator('input')
      .fill('40');
    await expect.poll(async () => Number(await number.textContent())).toBeGreaterThan(before);
  });

  it('keeps how it is looked at, and the file, for a reload', async () => {
    const host = await diabetes();
    const panel = await open(host);
    await panel.page.getByRole('tab', { name: 'Fit' }).click();
    await settle(panel.page);
    expect(await panel.local()).toMatchObject({ tab: 'fit', uri: 'file:///data/diabetes.csv' });
    await panel.page.reload();
    await panel.page.getByRole('tab', { name: 'Fit', selected: true }).waitFor();
  });
});

describe('λ', () => {
  it('shows the exact solution under the thumb and trains when it is released', async () => {
    const panel = await open(await diabetes());
    const { page, posted } = panel;
    const slider = page.locator('.lambda-slider');
    const box = await slider.boundingBox();
    if (!box) throw new Error('no slider');
    const bar = page.locator('.bar-row', { hasText: 'bmi' }).locator('.bar');
    const width = (): Promise<number> => bar.evaluate((element) => element.getBoundingClientRect().width);
    const before = await width();
    await page.mouse.move(box.x + box.width * 0.45, box.y + box.height / 2);
    await page.mouse.down();
    for (let share = 0.45; share < 0.97; share += 0.01) {
      await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    }
    await expect.poll(width).toBeLessThan(before / 4);
    expect(of(posted, 'train')).toEqual([]);
    const label = await page.locator('.scores tbody tr:last-child th').textContent();
    expect(label).toMatch(/^λ = [\d,]{5,}$/);
    await page.mouse.up();
    await expect.poll(() => of(posted, 'train').length).toBe(1);
    const trained = of(posted, 'train')[0]?.spec.lambda ?? 0;
    expect(trained).toBe(of(posted, 'preview').at(-1)?.lambda);
    await page.locator('.run', { hasText: '#2' }).waitFor();
  });

  it('asks for one preview at a time and then for the newest', async () => {
    const host = await diabetes();
    let answer: (() => void) | null = null;
    const slow = {
      receive: (...args: Parameters<FakeHost['receive']>): void => {
        if (args[0].type === 'preview') answer = () => host.receive(...args);
        else host.receive(...args);
      },
    };
    const { page, posted } = await open(slow);
    await page.locator('.lambda-slider').evaluate((element) => {
      const input = element as HTMLInputElement;
      for (let at = 300; at <= 700; at += 10) {
        input.value = String(at);
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await expect.poll(() => of(posted, 'preview').length).toBe(1);
    (answer as (() => void) | null)?.();
    await expect.poll(() => of(posted, 'preview').length).toBe(2);
    const shown = await page.locator('.lambda-slider').getAttribute('title');
    expect(shown).toBe(`λ = ${of(posted, 'preview')[1]?.lambda}`);
  });

  it('moves by keys, rests at 0 at the left end, and is trained with after a moment', async () => {
    const { page, posted } = await open(await diabetes());
    await page.locator('.lambda-slider').focus();
    await page.keyboard.press('ArrowRight');
    expect(of(posted, 'train')).toEqual([]);
    await expect.poll(() => of(posted, 'train').at(-1)?.spec.lambda).toBe(1.12);
    await page.keyboard.press('Home');
    await settle(page);
    expect(await page.locator('.lambda-slider').getAttribute('aria-valuetext')).toBe('0, no regularization');
    await expect.poll(() => of(posted, 'train').at(-1)?.spec.lambda).toBe(0);
  });

  it('takes any number that is typed', async () => {
    const { page, posted } = await open(await diabetes());
    await page.locator('.lambda-field').fill('2.5e-2');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'train').at(-1)?.spec.lambda).toBe(0.025);
    await page.locator('.lambda-field').fill('nonsense');
    expect(await page.locator('.lambda-field').getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps everything in its place while it moves', async () => {
    const { page } = await open(await diabetes(), { width: 640 });
    const places = (): Promise<number[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll('#app > *, .bar-row, .lambda-slider')].map(
          (element) => element.getBoundingClientRect().top,
        ),
      );
    const before = await places();
    await page.locator('.lambda-slider').focus();
    for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowRight');
    await settle(page);
    expect(await places()).toEqual(before);
  });
});

describe('the keyboard', () => {
  it('reaches everything, and arrows move between the tabs', async () => {
    const { page } = await open(await diabetes());
    const reached = new Set<string>();
    for (let press = 0; press < 32; press++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
        }),
      );
    }
    const wanted = [
      'Target: progression',
      'Train',
      'Solver: Exact',
      'Start: Zeros',
      'Settings of the run',
      'λ',
    ];
    for (const name of [...wanted, 'Training', 'log', 'data', 'per SD', 'Predict one row']) {
      expect(
        [...reached].some((label) => label.startsWith(name)),
        name,
      ).toBe(true);
    }
    await page.getByRole('tab', { name: 'Training' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Weights', selected: true }).waitFor();
    await page.keyboard.press('End');
    await page.getByRole('tab', { name: 'Search', selected: true }).waitFor();
  });
});

describe('settings', () => {
  it('edits one spec and trains with it', async () => {
    const { page, posted } = await open(await diabetes());
    await page.getByRole('button', { name: 'Settings of the run' }).click();
    await page.getByRole('button', { name: /^Solver auto/ }).click();
    await page.locator('.column-list vscode-checkbox', { hasText: 'age' }).first().click();
    await page.getByRole('textbox', { name: 'Iterations', exact: true }).fill('50');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => of(posted, 'edit').at(-1)?.spec)
      .toMatchObject({ exclude: ['age'], iterations: 50 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(() => of(posted, 'train').at(-1)?.spec)
      .toMatchObject({ exclude: ['age'], iterations: 50 });
    await expect.poll(() => page.locator('.bar-name').allTextContents()).not.toContain('age');
  });

  it('turns the learning rate by dial and by keys', async () => {
    const { page, posted } = await open(await diabetes(), {
      local: { settingsOpen: true, openGroups: ['solver'] },
    });
    await page.getByRole('slider', { name: 'Learning rate' }).press('End');
    await expect.poll(() => of(posted, 'edit').length).toBe(1);
    await expect.poll(() => page.locator('.dial-limits').textContent()).toContain('diverges');
    await page.locator('vscode-checkbox', { hasText: 'auto' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.learningRate).toBe('auto');
  });

  it("offers the registries' own lists and parameters", async () => {
    const host = await diabetes();
    const panel = await open(host, { local: { settingsOpen: true, openGroups: ['start'] } });
    const { page, posted } = panel;
    const start = page.locator('.run-choices vscode-dropdown').nth(2);
    const labels = await start.locator('vscode-option').allTextContents();
    expect(labels).toEqual(host.state.catalog.initializers.map(({ label }) => label));
    await start.click();
    await start.locator('vscode-option', { hasText: 'Constant' }).click();
    await expect.poll(() => of(posted, 'train').at(-1)?.spec.initializer.id).toBe('constant');
    await page.locator('.settings vscode-text-field', { hasText: 'Value' }).locator('input').fill('0.3');
    // The state is told anew while somebody types, as when a run begins: the field stays, and with it the focus.
    await panel.post({ type: 'state', state: structuredClone(host.state) });
    await settle(page);
    expect(of(posted, 'edit')).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Value');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.initializer.parameters).toEqual({ value: 0.3 });
  });

  it('starts warm from the weights of the run in sight', async () => {
    const host = await diabetes();
    const { page, posted } = await open(host);
    const start = page.locator('.run-choices vscode-dropdown').nth(2);
    await start.click();
    await start.locator('vscode-option', { hasText: 'Warm start' }).click();
    await expect
      .poll(() => of(posted, 'train').at(-1)?.spec.initializer.values?.['progression'])
      .toBeDefined();
    await untilTrained({ page } as Opened);
  });
});

describe('a run under way', () => {
  it('streams 2,000 iterations, drawing each chart at most once a frame', async () => {
    const host = await diabetes();
    const panel = await open(host);
    const { page } = panel;
    const run = host.state.run;
    if (!run) throw new Error('no run');
    await panel.post({
      type: 'state',
      state: { ...host.state, run: { ...run, id: 'live', status: 'training', result: null } },
    });
    const { most, all, frames } = await page.evaluate(async () => {
      // A chart clears its canvas when it is drawn.
      const drawings = new Map<HTMLCanvasElement, number>();
      const counts = { most: 0, all: 0, frames: 0 };
      const { clearRect } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.clearRect = function (...rectangle) {
        drawings.set(this.canvas, (drawings.get(this.canvas) ?? 0) + 1);
        clearRect.apply(this, rectangle);
      };
      const nextFrame = (): void => {
        for (const count of drawings.values()) {
          counts.most = Math.max(counts.most, count);
          counts.all += count;
        }
        drawings.clear();
        counts.frames++;
        requestAnimationFrame(nextFrame);
      };
      requestAnimationFrame(nextFrame);
      const range = (from: number, length: number) => Array.from({ length }, (_, index) => from + index);
      for (let batch = 0; batch < 100; batch++) {
        const iteration = range(1000 + batch * 20, 20);
        const iterates = {
          iteration,
          dataLoss: iteration.map((at) => 2000 + 1e6 / at),
          penalty: iteration.map((at) => 40 - 1000 / at),
          validation: [],
          gradientNorm: iteration.map((at) => 1 / at),
          weightsAt: [iteration[19]],
          weights: [range(0, 10).map((at) => at - batch / 20)],
        };
        window.postMessage({ type: 'iterates', runId: 'live', iterates }, '*');
        await new Promise((done) => setTimeout(done, 10));
      }
      return counts;
    });
    expect(most).toBe(1);
    expect(all).toBeGreaterThan(0);
    expect(all).toBeLessThanOrEqual(frames);
    expect(await page.locator('.status-text').textContent()).toContain('iteration 2,999');
  });

  it('pauses, steps, resumes and stops', async () => {
    const host = new FakeHost({
      name: 'diabetes.csv',
      spec: { solver: 'gradientDescent', iterations: 5000 },
      pace: 100,
    });
    const { page, posted } = await open(host);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByText(/training · iteration/).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/paused · iteration/).waitFor();
    const at = await page.locator('.status-text').textContent();
    await page.getByRole('button', { name: 'Step: one more iteration' }).click();
    await expect.poll(() => page.locator('.status-text').textContent()).not.toBe(at);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/training · iteration/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page
      .getByText(/stopped/)
      .first()
      .waitFor();
    expect(posted.map(({ type }) => type)).toEqual(['ready', 'train', 'pause', 'step', 'resume', 'stop']);
  });

  it('ignores what another run says', async () => {
    const host = await diabetes();
    const panel = await open(host);
    await panel.post({ type: 'status', runId: 'another', status: 'failed' });
    await settle(panel.page);
    expect(await panel.page.locator('.status-text').textContent()).toContain('trained');
  });
});

describe('what goes wrong', () => {
  it('keeps the last good model in sight after a failure, and says so', async () => {
    const host = await diabetes();
    const { page, posted } = await open(await host.trained({ target: ['progress'] }));
    const told = await page.locator('.callout-bad .callout-text').textContent();
    expect(told).toMatch(/"progress".*Below is run #1, the last good model, of progression\.$/);
    expect(await page.locator('.status-text').textContent()).toBe('failed');
    expect(await page.locator('.verdict strong').textContent()).not.toBe('');
    expect(await page.locator('.scores tbody tr').count()).toBe(3);
    expect(await page.locator('#app.held').count()).toBe(0);
    await page.locator('.lambda-slider').focus();
    await page.keyboard.press('PageUp');
    await expect.poll(() => of(posted, 'preview').at(-1)?.runId).toBe('run-1');
  });

  it('says why a run failed and where', async () => {
    const host = await new FakeHost({ name: 'broken.csv', text: 'a,b,y\n1,2,3\n"4,5,6\n' }).trained();
    const { page, posted } = await open(host);
    expect(await page.getByRole('alert').textContent()).toContain(host.state.run?.failure?.message);
    await page.getByRole('button', { name: 'Go to line 3' }).click();
    await expect.poll(() => of(posted, 'reveal')[0]?.line).toBe(3);
    await page.getByRole('button', { name: 'Rerun' }).click();
    await expect.poll(() => of(posted, 'train').length).toBe(1);
  });

  it('offers the way out of a divergence', async () => {
    const spec = { solver: 'gradientDescent', learningRate: 2, iterations: 200 } as const;
    const host = await new FakeHost({ name: 'diabetes.csv', spec }).trained();
    const { page, posted } = await open(host);
    expect(await page.locator('.status-text').textContent()).toBe('diverged');
    await page.getByRole('button', { name: /Resume with .* = 0.9\/L/ }).click();
    await expect.poll(() => of(posted, 'recover')).toEqual([{ type: 'recover', runId: 'run-1' }]);
  });

  it('says that the file changed', async () => {
    const panel = await open(await diabetes());
    await panel.post({ type: 'stale', stale: true });
    await panel.page.getByText('diabetes.csv changed since this run.').waitFor();
    await panel.page.getByRole('button', { name: 'Rerun' }).click();
    await expect.poll(() => of(panel.posted, 'train').length).toBe(1);
  });

  it('lists bad cells and goes to them', async () => {
    const host = await new FakeHost({
      name: 'messy.csv',
      text: messyFile(),
      spec: { target: ['price'] },
    }).trained();
    const { page, posted } = await open(host, { local: { detailsOpen: true } });
    await page.getByRole('button', { name: 'line 7, column' }).click();
    await expect.poll(() => of(posted, 'reveal')[0]?.line).toBe(7);
    expect(await page.locator('.section-details').textContent()).toContain(
      'It has the same value in every row',
    );
  });

  it('is told of a message that cannot be read, and goes on', async () => {
    const panel = await open(await diabetes());
    await panel.page.evaluate(() => window.postMessage({ type: 'state', state: 3 }, '*'));
    await expect.poll(() => of(panel.posted, 'problem').length).toBe(1);
    panel.troubles.length = 0;
    expect(await panel.page.locator('.file').textContent()).toBe('diabetes.csv');
  });
});

describe('text from files', () => {
  it('is text, never HTML', async () => {
    const text = hostileFile();
    const host = await new FakeHost({
      name: '<script>alert(1)</script>.csv',
      text,
      spec: { target: ['y'] },
    }).trained();
    const { page } = await open(host, {
      local: { settingsOpen: true, predictOpen: true, detailsOpen: true },
    });
    expect(await page.locator('.bar-name').allTextContents()).toContain(HTML_NAME);
    expect(await page.locator('.file').textContent()).toBe('<script>alert(1)</script>.csv');
    expect(await page.locator('#app img, #app b, #app i, #app script').count()).toBe(0);
    expect(await page.title()).toBe('Ridgeline');
  });
});

describe('many columns and several targets', () => {
  it('scrolls and searches 300 weights with few elements', async () => {
    const host = await new FakeHost({
      name: 'wide.csv',
      text: manyColumns(),
      spec: { target: ['y'] },
    }).trained();
    const { page } = await open(host, { local: { tab: 'weights' } });
    expect(await page.locator('.weights-full .bar-row').count()).toBeLessThan(40);
    await page.locator('.weights-full .search input').fill('measurement_27');
    await expect
      .poll(() => page.locator('.weights-full .bar-row:visible .bar-name').allTextContents())
      .toHaveLength(11);
    await page.locator('.weights-full .search input').fill('');
    await page.locator('.weights-full .bars-scroller').evaluate((element) => element.scrollTo(0, 1e6));
    await expect.poll(() => page.locator('.weights-full .bar-row[aria-posinset="300"]').count()).toBe(1);
  });

  it("shows each target's weights", async () => {
    const target = ['sepal length (cm)', 'sepal width (cm)'];
    const { page } = await open(await new FakeHost({ name: 'iris.csv', spec: { target } }).trained());
    const values = (): Promise<string[]> => page.locator('.weights-beside .bar-value').allTextContents();
    const before = await values();
    const picker = page.locator('.weights-beside .chart-head vscode-dropdown');
    await picker.click();
    await picker.locator('vscode-option', { hasText: 'width' }).click();
    await expect.poll(values).not.toEqual(before);
  });

  it('says that no rows were held out', async () => {
    const host = await new FakeHost({ name: 'longley.csv', spec: { split: { kind: 'none' } } }).trained();
    const { page } = await open(host);
    expect(await page.locator('.scores-remark').textContent()).toContain('No held-out rows');
    expect(await page.locator('.scores thead th').allTextContents()).not.toContain('gap');
  });
});
