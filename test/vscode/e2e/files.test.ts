import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  contextMenu,
  openFile,
  quickInput,
  quickPickRow,
  runCommand,
  statusBarItem,
  until,
} from '../harness/index.ts';
import { type Product, product } from './product.ts';

const TRAIN = 'Train ridge model';
const HOSTILE = '<img src=x onerror=document.title=1>';

/** y = 2 x + 1, and a column of noise. */
function line(rows: number, names = ['x', 'z', 'y']): string {
  const body = Array.from({ length: rows }, (_, i) => `${i},${(i * 37) % 101},${2 * i + 1}\n`);
  return [`${names.join(',')}\n`, ...body].join('');
}

const get = product({
  width: 1400,
  height: 900,
  settings: { 'ridgeline.notifications': false, 'files.autoSave': 'off' },
  files: {
    'open quote.csv': line(60).replace('\n30,', '\n"30,'),
    'bad cells.csv': line(60).replace('\n5,', '\noops,').replace('\n7,', '\nseven,'),
    'hostile.csv': line(60, [HOSTILE, '"a ""quoted"" b"', 'y']),
    'changing.csv': line(30),
  },
});

test('a quote that is never closed fails with its place, and one click goes there', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'open quote.csv', TRAIN);
  await panel.shows(1, 'failed');
  const failure = panel.callout.filter({ hasText: /quot/i });
  await failure.waitFor();
  expect(await failure.textContent()).toMatch(/line 32/);
  await panel.button('Go to line 32').click();
  await statusBarItem(page, /Ln 32, Col/).waitFor();
});

test('cells that are no numbers are listed among the problems', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'bad cells.csv', TRAIN);
  await panel.isOf('bad cells.csv');
  await panel.shows(1, 'trained');
  await runCommand(page, 'Problems: Focus on Problems View');
  const problems = page.locator('.markers-panel .monaco-list-row');
  await problems.filter({ hasText: 'oops' }).waitFor();
  await problems.filter({ hasText: 'seven' }).waitFor();
  await runCommand(page, 'View: Hide Panel');
});

test('a header that is HTML is text', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'hostile.csv', TRAIN);
  await panel.isOf('hostile.csv');
  await panel.shows(1, 'trained');
  expect(Object.keys(await panel.weights())).toContain(HOSTILE);
  for (const section of ['predict', 'details'])
    await panel.frame.locator(`.section-${section} .disclosure`).click();
  await panel.openSettings();
  await panel.frame.getByText(HOSTILE).filter({ visible: true }).first().waitFor();
  expect(await panel.frame.locator('img').count()).toBe(0);
  expect(await page.title()).toContain('hostile.csv');
});

test('a file that changes on disk makes its model stale until it is rerun', async () => {
  const { panel, vscode } = await besideEditor('changing.csv');
  await panel.shows(1, 'trained · 30 rows');
  expect(await panel.callout.count()).toBe(0);
  await writeFile(path.join(vscode.folder, 'changing.csv'), line(35));
  await panel.callout.filter({ hasText: 'changed' }).waitFor();
  await panel.run('trained · 35 rows', () => panel.button('Rerun').click());
  await until('the model is not stale', async () => (await panel.callout.count()) === 0);
});

test('unsaved changes are what is trained on', async () => {
  const { page, panel, vscode } = await besideEditor('changing.csv');
  await panel.status.filter({ hasText: 'trained' }).waitFor();
  await page.locator('.monaco-editor[data-uri$="changing.csv"] .view-lines').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('90,1,181\n91,2,183\n');
  await panel.callout.filter({ hasText: 'changed' }).waitFor();
  await panel.run('trained · 37 rows', () => panel.button('Rerun').click());
  expect(await readFile(path.join(vscode.folder, 'changing.csv'), 'utf8')).not.toContain('181');
  await page.locator('.monaco-editor[data-uri$="changing.csv"] .view-lines').click();
  await page.keyboard.press('Control+S');
  await until('it is saved', async () =>
    (await readFile(path.join(vscode.folder, 'changing.csv'), 'utf8')).includes('181'),
  );
  await page.waitForTimeout(500);
  expect(await panel.callout.count()).toBe(0);
});

/** A file in an editor with its panel beside it, and nothing else open. */
async function besideEditor(file: string): Promise<Product> {
  const { page, panel } = get();
  await runCommand(page, 'View: Close All Editors');
  await openFile(page, file);
  await contextMenu(page, file, TRAIN);
  await panel.isOf(file);
  return get();
}

test('one row typed by hand is predicted', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'diabetes.csv', TRAIN);
  await panel.isOf('diabetes.csv');
  await panel.shows(1, 'trained');
  const section = panel.frame.locator('.section-predict');
  await section.locator('.disclosure').click();
  const predicted = section.locator('.prediction strong');
  const average = Number(await predicted.getAttribute('data-exact'));
  expect(average).toBeGreaterThan(100);
  const { bmi = 0 } = await panel.weights();
  expect(bmi).toBeGreaterThan(0);
  await section.locator('vscode-text-field', { hasText: 'bmi' }).locator('input').fill('40');
  await until('it rises', async () => Number(await predicted.getAttribute('data-exact')) > average + 10);
});

test('an earlier run is shown again, and its model is saved', async () => {
  const { page, panel, vscode } = get();
  await contextMenu(page, 'iris.csv', TRAIN);
  await panel.isOf('iris.csv');
  await panel.shows(1, 'trained');
  const first = await panel.weightSize();
  await panel.lambdaField.fill('500');
  await panel.run('trained', () => panel.lambdaField.press('Enter'));
  expect(await panel.weightSize()).toBeLessThan(first);
  await panel.runs.filter({ hasText: '#1' }).click();
  await panel.shows(1, 'trained');
  await until('its weights', async () => (await panel.weightSize()) === first);
  const r2 = await panel.frame.locator('.scores tbody tr').last().locator('td').nth(2).textContent();
  await statusBarItem(page, `test R² ${r2}`).waitFor();
  await panel.tab('Fit').click();
  await panel.button('Save model…').click();
  const file = path.join(vscode.folder, 'iris.ridgeline.json');
  await until('a name is proposed', async () => (await quickInput(page).inputValue()) === file);
  await quickPickRow(page, '..').waitFor();
  await quickInput(page).press('Enter');
  const text = await until('the file', () => readFile(file, 'utf8').catch(() => undefined));
  const model = JSON.parse(text);
  expect(model).toMatchObject({ schema: 'ridgeline.model/1', spec: { lambdaChoice: 'min' } });
  expect(model.spec.lambda.toPrecision(4)).toBe(await panel.lambdaField.inputValue());
});
