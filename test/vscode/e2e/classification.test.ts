import { expect, test } from 'vitest';
import { contextMenu, quickPickRow, runCommand, statusBarItem, until } from '../harness/index.ts';
import { product } from './product.ts';

const SPECIES = ['setosa', 'versicolor', 'virginica'];

const get = product({ width: 1500, height: 1000, settings: { 'ridgeline.notifications': false } });

test('a target of names trains a model of classes, with the classes it mistakes for one another', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'iris.csv', 'Train ridge model');
  await panel.isOf('iris.csv');
  await panel.shows(1, 'trained · 150 rows');
  await panel.run('trained', () => panel.choose('Target', 'species'));
  const model = panel.frame.locator('vscode-dropdown[aria-label^="Model:"]');
  expect(await model.getAttribute('aria-label')).toBe('Model: Auto · Softmax');
  expect(await panel.verdict.textContent()).toMatch(/signal/i);
  await panel.tab('Fit').click();
  const matrix = panel.frame.getByRole('region', { name: 'Confusion matrix' });
  const names = matrix.locator('thead .class-name');
  await names.first().waitFor();
  expect(await names.allTextContents()).toEqual(SPECIES);
  const counts = await matrix
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.dataset['exact']))),
    );
  const rows = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, actual) => sum + (row[actual] ?? Number.NaN), 0);
  expect(rows).toBe(31);
  expect(right / rows).toBeGreaterThan(0.85);
  await statusBarItem(page, `test accuracy ${((100 * right) / rows).toFixed(1)} %`).waitFor();
});

test('a race from the palette runs in the panel in front until all racers are done', async () => {
  const { page, panel } = get();
  const runs = await panel.newest();
  await runCommand(page, 'Ridgeline: Race solvers…');
  await quickPickRow(page, 'Gradient descent').waitFor();
  const chosen = Number.parseInt((await page.locator('.quick-input-count').textContent()) ?? '', 10);
  expect(chosen).toBeGreaterThan(1);
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  const race = panel.frame.getByRole('region', { name: 'Race' });
  const racers = race.locator('.race-table tbody tr');
  await until('the racers are in their lanes', async () => (await racers.count()) === chosen);
  await race.locator('vscode-button', { hasText: 'Start race' }).waitFor({ timeout: 60_000 });
  for (const racer of await racers.allTextContents()) expect(racer).not.toContain('running');
  expect(await racers.filter({ hasText: 'Newton' }).textContent()).toContain('arrived');
  expect(await panel.tab('Race').getAttribute('aria-selected')).toBe('true');
  expect(await panel.hasDrawing('The racers’ losses over iterations')).toBe(true);
  expect(await panel.newest()).toBe(runs);
});

test('a search from the palette is stopped, goes on, and one of its trials is trained', async () => {
  const { page, panel } = get();
  const runs = await panel.newest();
  await runCommand(page, 'Ridgeline: Search hyperparameters…');
  const search = panel.frame.getByRole('region', { name: 'Search' });
  await search.getByRole('textbox', { name: 'Trials' }).fill('60');
  await page.keyboard.press('Enter');
  await search.locator('vscode-button', { hasText: 'Start search' }).click();
  const trials = search.locator('.trial-table tbody tr');
  await trials.first().waitFor({ timeout: 60_000 });
  await search.locator('vscode-button', { hasText: 'Stop search' }).click();
  const resume = search.locator('vscode-button', { hasText: 'Resume' });
  await resume.waitFor();
  const before = await trials.count();
  expect(before).toBeLessThan(60);
  await resume.click();
  await search.getByText('60 trials, all done.').waitFor({ timeout: 60_000 });
  expect(await trials.count()).toBe(60);
  expect(await panel.hasDrawing('The trials’ cross-validated loss over λ')).toBe(true);
  expect(await panel.newest()).toBe(runs);
  const best = search.locator('.trial-table tr.best');
  expect(await best.count()).toBe(1);
  await panel.run('trained', () => best.locator('.trial-use').click());
  expect(await best.locator('.trial-use').textContent()).toBe('in use');
  expect(await panel.newest()).toBe(runs + 1);
});
