import { describe, expect, it } from 'vitest';
import { initializers, models, solvers } from '../../src/engine/index.ts';
import type { FromPanel } from '../../src/protocol/panel.ts';
import { FakeHost } from './fixtures/fakeHost.ts';
import { type Opened, settle } from './harness/panelPage.ts';
import { usePanel } from './harness/usePanel.ts';

/** Models, penalties, classes, networks and races in the panel. */

const open = usePanel();
const iris = (): Promise<FakeHost> =>
  new FakeHost({ name: 'iris.csv', spec: { target: ['species'], iterations: 60 } }).trained();
const diabetes = (spec = {}): Promise<FakeHost> =>
  new FakeHost({ name: 'diabetes.csv', spec: { iterations: 60, ...spec } }).trained();
const network = (): Promise<FakeHost> =>
  diabetes({ model: 'mlp', solver: 'lbfgs', hidden: [4], initializer: { id: 'xavierNormal' } });
const of = <T extends FromPanel['type']>(messages: readonly FromPanel[], type: T) =>
  messages.filter((message): message is Extract<FromPanel, { type: T }> => message.type === type);
const choice = (page: Opened['page'], at: number) => page.locator('.run-choices vscode-dropdown').nth(at);
const labels = (page: Opened['page'], at: number): Promise<string[]> =>
  choice(page, at).locator('vscode-option').allTextContents();
const settingsOpen = (...openGroups: string[]) => ({ local: { settingsOpen: true, openGroups } });

describe('the model', () => {
  it('is told by the target, and says so; the list is the registry', async () => {
    const { page } = await open(await iris());
    const [auto, ...others] = await labels(page, 0);
    expect(auto).toBe('Auto · Softmax');
    expect(others).toEqual(models.list().map(({ label }) => label));
    expect(await choice(page, 0).getAttribute('aria-label')).toBe('Model: Auto · Softmax');
  });

  it('leaves the solvers that fit, and starts where it can learn', async () => {
    const { page, posted } = await open(await diabetes({ solver: 'newton' }), settingsOpen('model'));
    expect(await labels(page, 1)).toEqual(['Exact', ...solvers.list().map(({ label }) => label)]);
    await choice(page, 0).click();
    await choice(page, 0).locator('vscode-option', { hasText: 'Neural network' }).click();
    await expect
      .poll(() => of(posted, 'train').at(-1)?.spec)
      .toMatchObject({ model: 'mlp', solver: 'auto', initializer: { id: models.get('mlp').start } });
    const fitting = solvers.list().filter(({ needs }) => !needs?.length);
    await expect.poll(() => labels(page, 1)).toEqual(['Auto', ...fitting.map(({ label }) => label)]);
    const starts = initializers.list().filter(({ given }) => given !== 'needed');
    await expect.poll(() => labels(page, 2)).toEqual(starts.map(({ label }) => label));
    const layers = page.locator('.settings vscode-text-field', { hasText: 'Hidden layers' }).locator('input');
    await layers.fill('8, 4');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.hidden).toEqual([8, 4]);
    await layers.fill('none');
    await page.keyboard.press('Enter');
    await settle(page);
    expect(of(posted, 'edit').at(-1)?.spec.hidden).toEqual([8, 4]);
  });

  it('has its own parameters, by their labels in the registry', async () => {
    const host = await diabetes({ model: 'huber' });
    const { page, posted } = await open(host, settingsOpen('model'));
    const [parameter] = models.get('huber').parameters;
    const field = page.locator('.settings vscode-text-field', { hasText: parameter?.label ?? '' });
    expect(await field.locator('input').inputValue()).toBe(String(parameter?.default));
    await field.locator('input').fill('40');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.modelParameters).toEqual({ delta: 40 });
  });

  it('of two classes has a positive one, which can be the other', async () => {
    const host = await new FakeHost({
      name: 'penguins.csv',
      spec: { target: ['sex'], iterations: 30 },
    }).trained();
    const { page, posted } = await open(host, settingsOpen('model'));
    const positive = page.locator('.settings vscode-dropdown[aria-label^="Positive class"]');
    expect(await positive.getAttribute('aria-label')).toBe('Positive class: male');
    await positive.click();
    await positive.locator('vscode-option', { hasText: 'female' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.positive).toBe('female');
    const task = page.locator('.settings vscode-dropdown[aria-label^="The target is"]');
    await task.click();
    await task.locator('vscode-option', { hasText: 'numbers' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.task).toBe('regression');
  });
});

describe('penalty and solver', () => {
  it('an L1 share leaves a solver open that cannot have it, and says what it is called', async () => {
    const { page, posted } = await open(await diabetes({ solver: 'cholesky' }), settingsOpen('penalty'));
    const slider = page.getByRole('slider', { name: 'L1 share of the penalty' });
    await slider.focus();
    await page.keyboard.press('End');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec).toMatchObject({ l1Ratio: 1, solver: 'auto' });
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('Lasso: L1 alone');
    await expect.poll(() => labels(page, 1)).not.toContain('Cholesky');
    await page.keyboard.press('Home');
    await expect.poll(() => labels(page, 1)).toContain('Cholesky');
  });

  it('a column is left out of the penalty by its λ, and gets a number', async () => {
    const { page, posted } = await open(await diabetes(), settingsOpen('columns', 'penalty'));
    await page.getByRole('button', { name: 'Penalize bmi' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.penaltyFactors).toEqual({ bmi: 0 });
    await page.getByRole('textbox', { name: 'λ × for bmi' }).fill('2.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.penaltyFactors).toEqual({ bmi: 2.5 });
    await page.getByRole('button', { name: 'Penalize bmi' }).click();
    await page.getByRole('button', { name: 'Penalize bmi' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.penaltyFactors).toEqual({});
  });

  it('a column of numbers is taken as a category by its switch, and back', async () => {
    const { page, posted } = await open(await diabetes(), settingsOpen('columns'));
    const chip = page.getByRole('button', { name: 'Take sex as a category' });
    expect(await chip.getAttribute('aria-pressed')).toBe('false');
    await chip.click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.csv.categorical).toEqual(['sex']);
    expect(await page.locator('.section-settings-csv .group-summary').textContent()).toBe('detected');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('tab', { name: 'Weights' }).click();
    await page.locator('.weights-full').getByText('sex=1.0', { exact: true }).waitFor();
    expect(await chip.textContent()).toBe('Aa');
    await chip.click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.csv.categorical).toBeNull();
  });

  it('schedules, batches and early stopping are there for solvers that walk', async () => {
    const host = await diabetes({ solver: 'adam', patience: 3 });
    const { page, posted } = await open(host, settingsOpen('solver'));
    expect(await page.getByText('Early stopping needs validation rows').isVisible()).toBe(true);
    const schedule = page.locator('.settings vscode-dropdown[aria-label^="Schedule"]');
    await schedule.click();
    await schedule.locator('vscode-option', { hasText: 'Steps' }).click();
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.schedule).toEqual({ id: 'step', parameters: {} });
    await page.getByRole('textbox', { name: 'Drops' }).fill('5');
    await page.keyboard.press('Enter');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.schedule.parameters).toEqual({ drops: 5 });
    expect(await page.getByRole('textbox', { name: 'Batch size' }).isVisible()).toBe(true);
    await choice(page, 1).click();
    await choice(page, 1).locator('vscode-option', { hasText: 'Newton' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Batch size' }).isVisible()).toBe(false);
    await expect.poll(() => schedule.isVisible()).toBe(false);
  });

  it('expansions are part of the spec', async () => {
    const { page, posted } = await open(await diabetes(), settingsOpen('expansions'));
    await page.locator('vscode-checkbox', { hasText: 'Products of two columns' }).click();
    await page.locator('vscode-checkbox', { hasText: 'ln(1 + target)' }).click();
    await expect
      .poll(() => of(posted, 'edit').at(-1)?.spec)
      .toMatchObject({ interactions: true, targetTransform: 'log1p' });
    await page.getByRole('button', { name: /^Expansions/ }).click();
    const summary = page.locator('.section-settings-expansions .group-summary');
    await expect.poll(() => summary.textContent()).toBe('products, ln(1 + target)');
  });
});

describe('classes', () => {
  it('the confusion matrix holds every row that was tested, by its counts', async () => {
    const host = await iris();
    const { page } = await open(host, { local: { tab: 'fit' } });
    const details = host.state.run?.result?.inspection.details?.test?.classes;
    const cells = await page
      .locator('.confusion .heat')
      .evaluateAll((all) => all.map((cell) => Number((cell as HTMLElement).dataset['exact'])));
    expect(cells).toEqual(details?.confusion.flat());
    expect(cells.reduce((sum, count) => sum + count, 0)).toBe(host.state.run?.data?.rows.test);
    expect(await page.locator('.class-scores tbody th').allTextContents()).toEqual(
      host.state.run?.data?.classes,
    );
    expect(await page.locator('.calibration-dot').count()).toBe(
      details?.calibration?.filter(({ predicted }) => predicted !== null).length,
    );
    await page.getByRole('group', { name: 'Rows that are looked at' }).getByText('train').click();
    await expect
      .poll(() => page.locator('.confusion .heat').first().getAttribute('data-exact'))
      .toBe(String(host.state.run?.result?.inspection.details?.train?.classes?.confusion[0]?.[0]));
  });

  it('weights are shown a class at a time, and a row is predicted with its probabilities', async () => {
    const { page } = await open(await iris(), { local: { tab: 'weights', predictOpen: true } });
    const picker = page.locator('.weights-full .chart-head vscode-dropdown');
    expect(await picker.locator('vscode-option').allTextContents()).toEqual([
      'setosa',
      'versicolor',
      'virginica',
    ]);
    await page.locator('.prediction').nth(2).waitFor();
    const shares = await page
      .locator('.prediction strong')
      .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['exact'])));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  });

  it('residuals of numbers are told by their quantiles, exact zeros of how many', async () => {
    const host = await diabetes({ l1Ratio: 1, lambda: 3000 });
    const { page } = await open(host, { local: { tab: 'fit' } });
    const values = host.state.run?.result?.inspection.details?.test?.residuals?.[0]?.values;
    const shown = await page
      .locator('.residuals td')
      .evaluateAll((all) => all.map((one) => Number((one as HTMLElement).dataset['exact'])));
    expect(shown).toEqual(values);
    const zeros = host.state.run?.result?.now.exactZeros ?? 0;
    expect(zeros).toBeGreaterThan(0);
    expect(await page.locator('.facts').first().textContent()).toContain(`exact zeros${zeros} of 10`);
  });
});

describe('what is said of the fit', () => {
  const facts = (page: Opened['page']) => page.locator('.facts').first();

  it('names the Hessian’s condition, and that a run has converged', async () => {
    const host = await iris();
    const { page } = await open(host, { local: { tab: 'fit' } });
    const condition = host.state.run?.result?.inspection.condition;
    expect(condition).toBeGreaterThan(1);
    const value = facts(page).locator('div', { hasText: 'Hessian condition' }).locator('dd');
    expect(await value.getAttribute('data-exact')).toBe(String(condition));
    expect(await facts(page).textContent()).toContain('converged after');
  });

  it('says where there is no minimum: of classes that columns tell apart, without a penalty', async () => {
    const host = await new FakeHost({
      name: 'iris.csv',
      spec: { target: ['species'], lambda: 0, standardize: 'all' },
    }).trained();
    const { page } = await open(host, { local: { tab: 'fit' } });
    const text = await facts(page).textContent();
    expect(text).toContain('no minimum, stopped after');
    expect(text).not.toMatch(/converged|condition|optimum/);
  });
});

describe('a network', () => {
  it('has no weights to show, and tells by shuffling which columns matter', async () => {
    const { page, posted } = await open(await network(), { local: { tab: 'weights' } });
    expect(await page.locator('.no-weights').isVisible()).toBe(true);
    expect(await page.locator('.weights-full').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Which columns matter?' }).click();
    await page.locator('.importance .bar-row').first().waitFor();
    expect(of(posted, 'examine')).toMatchObject([{ what: 'importance', runId: 'run-1' }]);
    const values = page.locator('.importance .bar-value');
    const added = await values.evaluateAll((list) =>
      list.map((value) => Number((value as HTMLElement).dataset['exact'])),
    );
    expect(added).toHaveLength(10);
    expect(added.some((value) => value < 0)).toBe(true);
    expect(added).toEqual([...added].sort((a, b) => b - a));
  });

  it('is not trained anew while λ moves, and says how it would be', async () => {
    const { page, posted } = await open(await network());
    await page.locator('.lambda-slider').focus();
    await page.keyboard.press('PageUp');
    await expect
      .poll(() => page.locator('.lambda-note').textContent())
      .toContain('Press Train to train with this λ');
    await expect.poll(() => of(posted, 'edit').at(-1)?.spec.lambda).toBe(10);
    expect(of(posted, 'train')).toEqual([]);
    expect(of(posted, 'preview')).toEqual([]);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => of(posted, 'train').at(-1)?.spec.lambda).toBe(10);
    await expect.poll(() => page.locator('.lambda-note').isVisible()).toBe(false);
  });
});

describe('the descent', () => {
  it('can be looked at by its distance from the optimum', async () => {
    const { page } = await open(await diabetes({ solver: 'momentum' }));
    await page.getByRole('button', { name: 'To the optimum' }).click();
    await settle(page);
    const legend = page.locator('.legend button:visible');
    await expect.poll(() => legend.allTextContents()).toEqual(['J − J*', '‖w − w*‖']);
    await page.getByRole('group', { name: 'What the chart shows' }).getByText('Loss').click();
    await settle(page);
    await expect.poll(() => legend.allTextContents()).toContain('penalty');
  });
});

describe('intervals', () => {
  it('of weights are computed on request, with what they mean', async () => {
    const host = await diabetes();
    const { page, posted } = await open(host, { local: { tab: 'weights' } });
    await page.getByRole('button', { name: 'How sure are the weights?' }).click();
    await page.locator('.intervals tbody tr').nth(10).waitFor();
    expect(of(posted, 'examine')).toMatchObject([{ what: 'intervals' }]);
    expect(await page.locator('.intervals tbody th').allTextContents()).toContain('intercept');
  });
});

describe('what is computed on request', () => {
  it('says how far it is, and can be cancelled', async () => {
    const host = await new FakeHost({
      name: 'penguins.csv',
      spec: { target: ['species'], iterations: 60 },
    }).trained();
    host.rest = 400;
    const { page, posted } = await open(host, { local: { tab: 'weights' } });
    const ask = page.getByRole('button', { name: 'How sure are the weights?' });
    const bar = page.getByRole('progressbar', { name: 'Examining the run' });
    expect(await bar.isVisible()).toBe(false);
    await ask.click();
    await expect
      .poll(() => page.locator('.examined .work-text').textContent())
      .toMatch(/ · sample \d+ of 200$/);
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await bar.waitFor({ state: 'hidden' });
    expect(of(posted, 'cancelExamine')).toEqual([{ type: 'cancelExamine', runId: 'run-1' }]);
    expect(await page.locator('.examine-hint').textContent()).toBe('');
    expect(await page.locator('.intervals').isVisible()).toBe(false);
    await ask.click();
    await bar.waitFor();
  });
});

describe('a race', () => {
  it('runs the chosen solvers, live, to a table, and leaves the runs alone', async () => {
    const host = await diabetes();
    const { page, posted } = await open(host, { local: { tab: 'race' } });
    const solverChips = page.getByRole('group', { name: 'Solvers' });
    const iterating = solvers.list().filter(({ goal }) => goal !== undefined);
    expect(await solverChips.locator('.chip').allTextContents()).toEqual(iterating.map(({ label }) => label));
    await solverChips.getByText('Newton').click();
    await page.getByRole('group', { name: 'Learning rates' }).getByText('0.01').click();
    await page.getByRole('button', { name: 'Start race' }).click();
    await page.getByRole('button', { name: 'Start race' }).waitFor();
    // Two of the five solvers take no learning rate: they race once.
    await page.locator('.race-table tbody tr').nth(7).waitFor();
    await expect.poll(() => page.locator('.race-table').textContent()).toContain('arrived');
    const [race] = of(posted, 'race');
    expect(race?.lanes.solvers).not.toContain('newton');
    expect(race?.lanes.learningRates).toEqual(['auto', 0.01]);
    const rated = race?.lanes.solvers.filter(
      (id) => iterating.find((own) => own.id === id)?.goal === 'watch',
    );
    expect(rated).toHaveLength(3);
    expect(await page.locator('.racer').count()).toBe(3 * 2 + 2);
    await expect.poll(() => page.locator('.race-hint').textContent()).toContain('have no learning rate');
    expect(await page.locator('.run').count()).toBe(1);
    await page.locator('.racer').first().click();
    await expect.poll(() => page.locator('.racer').first().getAttribute('aria-pressed')).toBe('false');
  });

  it('can be stopped, and is there again when the panel comes back', async () => {
    const host = await diabetes({ iterations: 200_000, solver: 'auto' });
    const { page, posted } = await open(host, { local: { tab: 'race' } });
    await page.getByRole('button', { name: 'Start race' }).click();
    await page.locator('.race-table tbody tr').first().waitFor();
    await page.getByRole('button', { name: 'Stop race' }).click();
    await page.getByText('Stopped.').waitFor();
    expect(of(posted, 'stopRace').length).toBe(1);
    const rows = await page.locator('.race-table tbody').textContent();
    await page.reload();
    await page.locator('.race-table tbody tr').first().waitFor();
    expect(await page.locator('.race-table tbody').textContent()).toBe(rows);
  });

  it('of too many is not started, and a failed one says why', async () => {
    const host = await diabetes();
    const panel = await open(host, { local: { tab: 'race' } });
    for (const start of ['Constant', 'Uniform', 'Normal', 'Orthogonal'])
      await panel.page.getByRole('group', { name: 'Starts' }).getByText(start, { exact: true }).click();
    await expect.poll(() => panel.page.locator('.race-hint').textContent()).toContain('too many');
    const race = {
      id: 'r',
      status: 'failed' as const,
      lanes: { solvers: [], initializers: [], learningRates: [] },
      labels: [],
      optimum: null,
      tracks: [],
      result: null,
      failure: { code: 'bad-spec', message: 'No rows.', place: null, stack: null },
    };
    await panel.post({ type: 'race', race });
    await panel.page.locator('.race-failure', { hasText: 'No rows.' }).waitFor();
  });

  it('comes to the front when it is asked for from outside', async () => {
    const panel = await open(await diabetes());
    await panel.post({ type: 'look', tab: 'race' });
    await panel.page.getByRole('tab', { name: 'Race', selected: true }).waitFor();
  });
});
