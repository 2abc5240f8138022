import { describe, expect, it } from 'vitest';
import type { FromPanel } from '../../src/protocol/panel.ts';
import type { FakeHost } from './fixtures/fakeHost.ts';
import { chosenDiabetes } from './fixtures/selections.ts';
import { type Opened, settle } from './harness/panelPage.ts';
import { usePanel } from './harness/usePanel.ts';

/** Choosing λ: who chose it, the marks, the charts over λ, and the line that goes through them. */

const open = usePanel({ local: { tab: 'lambda' } });
const of = <T extends FromPanel['type']>(messages: readonly FromPanel[], type: T) =>
  messages.filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
const lastTrain = ({ posted }: Opened) => {
  const spec = of(posted, 'train').at(-1)?.spec;
  return spec && { lambda: spec.lambda, lambdaChoice: spec.lambdaChoice };
};
const selectionOf = (host: FakeHost) => {
  const selection = host.state.run?.result?.selection;
  if (!selection) throw new Error('nothing was selected');
  return selection;
};

describe('beside λ', () => {
  it('stands who chose it, until somebody moves it', async () => {
    const host = await chosenDiabetes();
    const panel = await open(host);
    const { page } = panel;
    const who = page.locator('.lambda-chooser');
    expect(await who.textContent()).toBe('min of 10 shuffled folds');
    expect(await page.locator('.lambda-field').getAttribute('title')).toContain(
      `λ = ${selectionOf(host).lambdaMin}`,
    );
    await page.locator('.lambda-field').fill('3');
    await page.keyboard.press('Enter');
    await expect.poll(() => lastTrain(panel)).toEqual({ lambda: 3, lambdaChoice: 'given' });
    await page.locator('.run', { hasText: '#2' }).waitFor();
    expect(await who.textContent()).toBe('chosen by you');
    // The curve that it was moved on is still there.
    expect(await page.locator('.curve-name').textContent()).toBe('cross-validated MSE over λ');
    expect(await page.locator('.selection-sentence').textContent()).toMatch(
      /^λ is your choice\. By 10 shuffled/,
    );
  });

  it('leads to the settings of the choice, and these change the next run', async () => {
    const panel = await open(await chosenDiabetes());
    const { page, posted } = panel;
    await page.locator('.lambda-chooser').click();
    const folds = page.locator('.choice-fields vscode-dropdown').nth(1);
    await folds.click();
    await folds.locator('vscode-option', { hasText: 'contiguous' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.folds).toEqual({ kind: 'contiguous', count: 10 });
    const choice = page.locator('.choice-fields vscode-dropdown').first();
    await choice.click();
    await choice.locator('vscode-option', { hasText: 'given' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.lambdaChoice).toBe('given');
    await expect.poll(() => folds.isVisible()).toBe(false);
  });

  it('leaving the field without a change changes nothing', async () => {
    const panel = await open(await chosenDiabetes());
    await panel.page.locator('.lambda-field').focus();
    await panel.page.keyboard.press('Tab');
    await settle(panel.page);
    expect(of(panel.posted, 'train')).toEqual([]);
    expect(await panel.page.locator('.lambda-chooser').textContent()).toBe('min of 10 shuffled folds');
  });
});

describe('the marks', () => {
  it.each(['.lambda-curve', '.plots'])('in %s train with what they stand for', async (place) => {
    const host = await chosenDiabetes();
    const panel = await open(host);
    const mark = panel.page.locator(`${place} .lambda-mark`, { hasText: '1 SE' });
    await mark.locator('span').click();
    await expect.poll(() => lastTrain(panel)?.lambdaChoice).toBe('1se');
    await panel.page.locator('.lambda-chooser', { hasText: '1 SE of 10 shuffled folds' }).waitFor();
    await expect.poll(() => host.state.run?.result?.now.lambda).toBe(selectionOf(host).lambda1se);
    expect(selectionOf(host).lambda1se).toBeGreaterThan(selectionOf(host).lambdaMin);
  });
});

describe('the charts over λ', () => {
  const centre = async ({ page }: Opened) => {
    const box = await page.locator('.plots-ground').boundingBox();
    if (!box) throw new Error('no charts');
    return box;
  };

  it('take λ along while they are pressed, and train when they are let go', async () => {
    const host = await chosenDiabetes();
    const panel = await open(host);
    const { page, posted } = panel;
    const box = await centre(panel);
    const middle = box.y + box.height - 20;
    await page.mouse.move(box.x + 0.5 * box.width, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, middle);
    await page.mouse.move(box.x + 0.7 * box.width, middle);
    await expect.poll(() => of(posted, 'preview').length).toBeGreaterThan(0);
    expect(of(posted, 'train')).toEqual([]);
    const line = await page.locator('.plots-line').boundingBox();
    expect((line?.x ?? 0) + (line?.width ?? 0) / 2).toBeCloseTo(box.x + 0.7 * box.width, -1);
    await page.mouse.up();
    await expect.poll(() => lastTrain(panel)?.lambdaChoice).toBe('given');
    const { lambdas } = selectionOf(host);
    const [low = 1, high = 1] = [lambdas[0], lambdas.at(-1)];
    expect(Math.log((lastTrain(panel)?.lambda ?? 0) / low) / Math.log(high / low)).toBeCloseTo(0.7, 1);
  });

  it('are trained at with one click', async () => {
    const panel = await open(await chosenDiabetes());
    const box = await centre(panel);
    await panel.page.mouse.click(box.x + 0.25 * box.width, box.y + 30);
    await expect.poll(() => of(panel.posted, 'train').length).toBe(1);
    expect(lastTrain(panel)?.lambda).toBeLessThan(20);
  });

  it('have a line that moves by keys, as the slider does', async () => {
    const panel = await open(await chosenDiabetes());
    const line = panel.page.locator('.plots-line');
    const before = Number(await line.getAttribute('aria-valuenow'));
    await line.focus();
    await panel.page.keyboard.press('ArrowRight');
    await settle(panel.page);
    expect(Number(await line.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    await expect.poll(() => lastTrain(panel)?.lambda).toBeGreaterThan(before);
  });

  it('name the path under the pointer, and mark its bar', async () => {
    const panel = await open(await chosenDiabetes());
    const { page } = panel;
    const box = await centre(panel);
    // At the smallest λ the largest weight is at the top.
    await page.mouse.move(box.x + 4, box.y + 9);
    const words = page.locator('.plots-words');
    await words.waitFor();
    const name = (await words.locator('.dim').first().textContent()) ?? '';
    expect(['bmi', 's5']).toContain(name);
    const marked = page.locator('.weights-path .bar-row.marked');
    expect(await marked.locator('.bar-name').textContent()).toBe(name);
    await page.mouse.move(box.x + 4, box.y - 60);
    await expect.poll(() => marked.count()).toBe(0);
    await page.mouse.move(box.x + 0.5 * box.width, box.y + box.height - 12);
    expect(await words.textContent()).toMatch(/cross-validation.* ± .*leave-one-out.*GCV.*d\.f\./);
  });

  it('are read in other terms, without another λ', async () => {
    const panel = await open(await chosenDiabetes());
    const { page } = panel;
    const picture = (): Promise<string> =>
      page
        .locator('.plots canvas')
        .first()
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await page.locator('.unit').click();
    expect(await page.locator('.unit vscode-option').allTextContents()).toEqual([
      'λ, total',
      'λ per sample',
      'scikit-learn alpha',
      'glmnet lambda',
      'degrees of freedom',
    ]);
    await page.locator('.unit vscode-option', { hasText: 'glmnet' }).click();
    await expect.poll(picture).not.toBe(before);
    expect(await panel.local()).toMatchObject({ lambdaUnit: 'glmnet' });
    expect(of(panel.posted, 'train')).toEqual([]);
  });

  it('switch leave-one-out and GCV off', async () => {
    const panel = await open(await chosenDiabetes());
    await panel.page.locator('.plots-foot .legend button', { hasText: 'GCV' }).click();
    await settle(panel.page);
    expect(await panel.local()).toMatchObject({ hiddenCurves: ['gcv'] });
  });

  it('say calmly what the choice is worth', async () => {
    const note = 'The folds disagree, so that λ_min says little.';
    const { page } = await open(await chosenDiabetes({}, { notes: [note] }));
    expect(await page.locator('.selection-notes li').allTextContents()).toEqual([note]);
    expect(await page.locator('.selection-sentence').textContent()).toContain('No test row took part in it.');
  });
});

describe('without a selection', () => {
  it('the λ tab says why, and starts one', async () => {
    const panel = await open(await chosenDiabetes({ lambdaChoice: 'given', lambda: 1 }));
    expect(await panel.page.locator('.lambda-waiting p').textContent()).toMatch(/^This λ was given\./);
    await panel.page.locator('.lambda-waiting vscode-button').click();
    await expect.poll(() => lastTrain(panel)?.lambdaChoice).toBe('min');
    await panel.page.locator('.plots').waitFor();
  });

  it('a network has no path', async () => {
    const host = await chosenDiabetes({ model: 'mlp', lambdaChoice: 'min', iterations: 5 });
    const { page } = await open(host);
    expect(host.state.run?.failure ?? null).toBeNull();
    expect(await page.locator('.lambda-waiting p').textContent()).toMatch(/^A network has no path over λ/);
    expect(await page.locator('.lambda-waiting vscode-button').isVisible()).toBe(false);
  });
});
