import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { searches } from '../../src/engine/index.ts';
import type { FromPanel } from '../../src/protocol/panel.ts';
import type { TrialReport } from '../../src/protocol/search.ts';
import { ceilingOf } from '../../webview/views/search/trialChart.ts';
import { placesOf } from '../../webview/views/search/trialTable.ts';
import { FakeHost } from './fixtures/fakeHost.ts';
import { SETTINGS, searchedDiabetes, trainedDiabetes } from './fixtures/searches.ts';
import { type Opened, settle } from './harness/panelPage.ts';
import { usePanel } from './harness/usePanel.ts';

/** The search for hyperparameters: what is asked, how it goes, every trial, and what becomes of one. */

const open = usePanel({ local: { tab: 'search' } });

const of = <T extends FromPanel['type']>(messages: readonly FromPanel[], type: T) =>
  messages.filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
const button = ({ page }: Opened, name: string) => page.locator('.search vscode-button', { hasText: name });
const hint = ({ page }: Opened) => page.locator('.search-hint').textContent();
const rows = ({ page }: Opened) => page.locator('.trial-table tbody tr');
const trialsOf = (host: FakeHost): readonly TrialReport[] => host.state.search?.trials ?? [];
const bestAt = (host: FakeHost): number => {
  const means = trialsOf(host).map(({ mean }) => mean ?? Number.POSITIVE_INFINITY);
  return means.indexOf(Math.min(...means));
};

describe('before the first search', () => {
  it('it is told what a search does, and the usual one is ready', async () => {
    const host = await trainedDiabetes();
    const panel = await open(host);
    const { page, posted } = panel;
    const labels = searches.list().map(({ label }) => label);
    expect(await page.getByRole('group', { name: 'Strategy' }).locator('.chip').allTextContents()).toEqual(
      labels,
    );
    expect(await hint(panel)).toBe(
      'Every trial is judged on 10 shuffled folds of the training rows. No test row takes part in it. Nothing has been searched yet.',
    );
    expect(await page.locator('.trials').isVisible()).toBe(false);
    expect(await button(panel, 'Resume').isVisible()).toBe(false);
    await button(panel, 'Start search').click();
    await expect.poll(() => of(posted, 'search').length).toBe(1);
    expect(of(posted, 'search')[0]?.settings).toEqual({
      search: 'bayesian',
      parameters: {},
      trials: 25,
      varied: ['l1Ratio'],
    });
    expect(of(posted, 'search')[0]?.spec).toEqual(host.state.spec);
  });

  it('strategy, what is varied and the number of trials are chosen, and stay chosen', async () => {
    const panel = await open(await trainedDiabetes());
    const { page, posted } = panel;
    await page.getByRole('group', { name: 'Strategy' }).getByText('Random').click();
    await page.getByRole('group', { name: 'Besides λ' }).getByText('L1 ratio').click();
    await page.getByRole('group', { name: 'Besides λ' }).getByText('Powers').click();
    const field = page.getByRole('textbox', { name: 'Trials' });
    await field.fill('201');
    await page.keyboard.press('Enter');
    await settle(page);
    expect(await page.locator('.search-trials .wrong').count()).toBe(1);
    await field.fill('6');
    await page.keyboard.press('Enter');
    const settings = { search: 'random', parameters: {}, trials: 6, varied: ['degree'] };
    await expect.poll(() => panel.local()).toMatchObject({ search: settings });
    expect(await page.locator('.search-about').textContent()).toContain('λ uniform on a logarithmic scale');
    await button(panel, 'Start search').click();
    await expect.poll(() => rows(panel).count()).toBe(6);
    expect(of(posted, 'search')[0]?.settings).toEqual(settings);
    expect(await page.locator('.trial-table thead th').allTextContents()).toEqual([
      'trial',
      'λ',
      'Powers',
      'MSE ± SE',
    ]);
    await expect
      .poll(() => hint(panel))
      .toBe('6 trials, all done. Set a higher number of trials to go on from these.');
  });

  it('comes to the front when it is asked for from outside, without any model too', async () => {
    const host = new FakeHost({ name: 'diabetes.csv', spec: { target: ['progression'] } });
    const panel = await open(host, { local: {} });
    expect(await panel.page.getByRole('tab').count()).toBe(0);
    await panel.post({ type: 'look', tab: 'search' });
    await panel.page.getByRole('tab', { name: 'Search', selected: true }).waitFor();
    await button(panel, 'Start search').click();
    await expect.poll(() => trialsOf(host).length).toBe(25);
    await expect.poll(() => rows(panel).count()).toBe(25);
    expect(host.state.run).toBeNull();
  });

  it('is refused for a network, which says so', async () => {
    const spec = { model: 'mlp', hidden: [3], iterations: 3, solver: 'lbfgs' };
    const panel = await open(await new FakeHost({ name: 'diabetes.csv', spec }).trained());
    expect(await hint(panel)).toMatch(/^A network cannot be searched/);
    expect(await button(panel, 'Start search').getAttribute('disabled')).toBe('');
  });
});

describe('a search under way', () => {
  it('lists its trials as they come, is stopped, and goes on to the same trials', async () => {
    const whole = await searchedDiabetes({ trials: 40 });
    const host = await trainedDiabetes();
    const panel = await open(host, { local: { tab: 'search', search: { ...SETTINGS, trials: 40 } } });
    // The worker waits so long for messages each time: a busy machine must not be late with its click.
    host.rest = 500;
    await button(panel, 'Start search').click();
    await rows(panel).first().waitFor();
    await button(panel, 'Stop search').click();
    await button(panel, 'Resume').waitFor();
    host.rest = 0;
    const before = await rows(panel).count();
    expect(host.state.search).toMatchObject({ status: 'stopped' });
    expect(before).toBeLessThan(40);
    expect(await hint(panel)).toBe(
      `Stopped after ${before} of 40 trials. It can go on as if it had never stopped.`,
    );
    await panel.page.reload();
    await expect.poll(() => rows(panel).count()).toBe(before);
    await button(panel, 'Resume').click();
    await expect.poll(() => host.state.search?.status, { timeout: 30_000 }).toBe('done');
    await expect.poll(() => rows(panel).count()).toBe(40);
    const bare = (own: FakeHost) => trialsOf(own).map(({ elapsedMs: _, ...trial }) => trial);
    expect(bare(host)).toStrictEqual(bare(whole));
    expect(await button(panel, 'Resume').isVisible()).toBe(false);
  });

  it('says how far it is, and its settings stand still', async () => {
    const host = await searchedDiabetes();
    host.searchedAs({ status: 'running', trials: trialsOf(host).slice(0, 7) });
    const panel = await open(host);
    const { page } = panel;
    const bar = page.getByRole('progressbar', { name: 'Searching' });
    expect(await bar.getAttribute('aria-valuenow')).toBe('50');
    expect(await bar.getAttribute('aria-valuetext')).toBe('7 of 14 trials');
    await page.getByRole('group', { name: 'Strategy' }).getByText('Random').click({ force: true });
    await settle(page);
    expect(await panel.local()).not.toMatchObject({ search: { search: 'random' } });
    await button(panel, 'Stop search').click();
    await expect.poll(() => of(panel.posted, 'stopSearch').length).toBe(1);
  });

  it('leaves the focus on a trial while others come before it', async () => {
    const host = await searchedDiabetes();
    const all = trialsOf(host);
    host.searchedAs({ status: 'running', trials: all.slice(0, 5) });
    const panel = await open(host);
    await panel.page.getByRole('button', { name: 'Use trial 3' }).focus();
    const searchId = host.state.search?.id ?? '';
    await panel.post({ type: 'trials', searchId, trials: all.slice(5, 9) });
    await expect.poll(() => rows(panel).count()).toBe(9);
    expect(await rows(panel).first().locator('th').textContent()).toMatch(/^9/);
    const focused = () => panel.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(await focused()).toBe('Use trial 3');
    await panel.post({ type: 'trials', searchId: 'another', trials: all.slice(9, 11) });
    await settle(panel.page);
    expect(await rows(panel).count()).toBe(9);
  });
});

describe('a search that is over', () => {
  it('marks its best trial, and lists the best first where that is asked', async () => {
    const host = await searchedDiabetes();
    const panel = await open(host);
    const best = bestAt(host);
    const { page } = panel;
    expect(await page.locator('.trial-table .best th').textContent()).toBe(`${best + 1}best`);
    expect(await page.locator('.search-best').textContent()).toMatch(
      new RegExp(`^Best: trial ${best + 1}, MSE [\\d,]+ ± \\d+ at λ = [\\d.,]+, L1 ratio [\\d.]+\\.$`),
    );
    await page.getByRole('button', { name: 'Best first' }).click();
    await expect.poll(() => rows(panel).first().getAttribute('class')).toBe('best');
    const means = trialsOf(host).map(({ mean }) => mean ?? 0);
    const titles = await page
      .locator('.trial-table tbody td[title*="±"]')
      .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).title.split(' ')[0])));
    expect(titles).toEqual([...means].sort((a, b) => a - b));
  });

  it('goes on where more trials are asked for', async () => {
    const host = await searchedDiabetes({ trials: 8 });
    const before = trialsOf(host);
    const panel = await open(host);
    await panel.page.getByRole('textbox', { name: 'Trials' }).fill('11');
    await panel.page.keyboard.press('Enter');
    await button(panel, 'Resume to 11 trials').click();
    await expect.poll(() => rows(panel).count()).toBe(11);
    expect(trialsOf(host).slice(0, 8)).toEqual(before);
  });

  it('tells what failed in a sentence, and keeps its trials', async () => {
    const host = await searchedDiabetes();
    host.searchedAs({
      status: 'failed',
      failure: { code: 'bad-spec', message: 'No rows.', place: null, stack: null },
    });
    const panel = await open(host);
    await panel.page.locator('.search-failure', { hasText: 'No rows.' }).waitFor();
    expect(await rows(panel).count()).toBe(14);
    expect(await button(panel, 'Resume').isVisible()).toBe(true);
  });

  it('lists what could not be fitted with its reason, and offers none of it', async () => {
    const host = await searchedDiabetes();
    const [first, ...others] = trialsOf(host);
    if (!first) throw new Error('no trial');
    host.searchedAs({ trials: [{ ...first, mean: null, se: null, failure: 'Too many levels.' }, ...others] });
    const panel = await open(host);
    const cell = rows(panel).last().locator('td[title="Too many levels."]');
    expect(await cell.textContent()).toBe('no fit');
    expect(await panel.page.getByRole('button', { name: 'Use trial 1', exact: true }).count()).toBe(0);
  });

  it('says where its trials are not those of the settings in sight', async () => {
    const host = await searchedDiabetes();
    const panel = await open(host);
    expect(await hint(panel)).not.toContain('other settings');
    const { spec } = host.state;
    await panel.post({ type: 'spec', spec: { ...spec, lambda: 7, solver: 'newton', l1Ratio: 0.5 }, pace: 0 });
    await settle(panel.page);
    expect(await hint(panel)).not.toContain('other settings');
    await panel.post({ type: 'spec', spec: { ...spec, missing: 'mean' }, pace: 0 });
    await expect.poll(() => hint(panel)).toContain('These trials were made with other settings');
  });
});

describe('using a trial', () => {
  it('trains a run with its settings, and the earlier run stays as it was', async () => {
    const settings = { varied: ['l1Ratio', 'standardize', 'degree'] };
    const host = await searchedDiabetes(settings, {});
    const panel = await open(host);
    const { page, posted } = panel;
    const earlier = host.state.run?.id;
    const at = trialsOf(host).findIndex(
      ({ choices }) => choices['degree'] === 2 && choices['standardize'] === 'none',
    );
    const trial = trialsOf(host)[at];
    if (!trial) throw new Error('no such trial');
    await page.getByRole('button', { name: `Use trial ${at + 1}`, exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'train').length).toBe(1);
    expect(of(posted, 'train')[0]?.spec).toEqual({
      ...host.state.search?.spec,
      lambda: trial.lambda,
      lambdaChoice: 'given',
      l1Ratio: trial.l1Ratio,
      degree: 2,
      standardize: 'none',
    });
    await expect.poll(() => host.state.runs.length).toBe(2);
    expect(host.state.runs[0]).toMatchObject({ id: earlier, lambda: 20 });
    const use = page.getByRole('button', { name: `Use trial ${at + 1}`, exact: true });
    await expect.poll(() => use.textContent()).toBe('in use');
    expect(host.state.run?.result?.now.lambda).toBe(trial.lambda);
    await use.click({ force: true });
    await settle(page);
    expect(of(posted, 'train')).toHaveLength(1);
    await page.locator('.run', { hasText: '#1' }).click();
    await expect.poll(() => of(posted, 'select').at(-1)?.runId).toBe(earlier);
  });

  it('leaves a solver open that cannot train it', async () => {
    const host = await new FakeHost({
      name: 'diabetes.csv',
      spec: { lambda: 20, target: ['progression'], solver: 'cholesky' },
    }).trained();
    await host.searched({ ...SETTINGS, search: 'grid', trials: 15 });
    const panel = await open(host);
    const at = trialsOf(host).findIndex(({ l1Ratio }) => l1Ratio === 1);
    await panel.page.getByRole('button', { name: `Use trial ${at + 1}`, exact: true }).click();
    await expect.poll(() => of(panel.posted, 'train')[0]?.spec).toMatchObject({ solver: 'auto', l1Ratio: 1 });
    await expect.poll(() => host.state.run?.status).toBe('done');
  });
});

describe('in a narrow panel', () => {
  it.each([360, 640])('at %i px nothing overflows, and it is accessible', async (width) => {
    const host = await searchedDiabetes({ varied: ['l1Ratio', 'standardize', 'degree'] });
    const panel = await open(host, { width });
    const wide = await panel.page.evaluate(() =>
      [...document.querySelectorAll('.search *')]
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
        .map((element) => element.className),
    );
    expect(wide).toEqual([]);
    const { violations } = await new AxeBuilder({ page: panel.page }).include('.search').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});

const trial = (mean: number | null, se: number | null = 1): TrialReport => ({
  lambda: 1,
  l1Ratio: 0,
  choices: {},
  mean,
  se,
  elapsedMs: 0,
});

describe('the order of the trials', () => {
  it('is the newest first or the best first, with what could not be fitted last', () => {
    const trials = [trial(3), trial(null), trial(1), trial(3)];
    expect(placesOf(trials, false)).toEqual([3, 2, 1, 0]);
    expect(placesOf(trials, true)).toEqual([2, 0, 3, 1]);
  });
});

describe('the height of the chart', () => {
  it('is that of the usual losses, whatever a wild fit has', () => {
    expect(ceilingOf([trial(10), trial(12), trial(14), trial(1e9)])).toBe(10 + 3 * 4);
    expect(ceilingOf([trial(10, 50), trial(12), trial(14), trial(1e9)])).toBe(10 + 2 * 50);
    expect(ceilingOf([trial(10), trial(null)])).toBe(Number.POSITIVE_INFINITY);
    expect(ceilingOf([])).toBe(Number.POSITIVE_INFINITY);
  });
});
