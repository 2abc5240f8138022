import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import {
  contextMenuLabels,
  contextMenuOf,
  editorTab,
  explorerRow,
  openFile,
  panelCount,
  pick,
  quickInput,
  quickPickRow,
  runCommand,
  until,
} from '../harness/index.ts';
import { product } from './product.ts';

const ROWS = Array.from({ length: 40 }, (_, i) => [i, (i * 7) % 11, 3 * i + ((i * 7) % 11)]);
const TABLE = [['a', 'b', 'y'], ...ROWS].map((row) => `${row.join(',')}\n`).join('');

const get = product({
  settings: { 'ridgeline.notifications': false },
  files: {
    'notes.txt': 'not a table\n',
    'LOUD.CSV': TABLE,
    'tabs.tsv': TABLE.replaceAll(',', '\t'),
    'packed.csv.gz': gzipSync(TABLE),
  },
});

const TRAIN = 'Train ridge model';

test('the palette without a CSV in front lets one be searched for', async () => {
  const { page, panel } = get();
  await runCommand(page, `Ridgeline: ${TRAIN}`);
  await quickPickRow(page, 'winequality_red.csv').waitFor();
  expect(await quickPickRow(page, 'notes.txt').count()).toBe(0);
  await quickInput(page).fill('seed4');
  await until(
    'one file is left',
    async () => (await quickPickRow(page, 'winequality_red.csv').count()) === 0,
  );
  await page.keyboard.press('Enter');
  await panel.shows(1, 'trained');
  expect(await panel.frame.locator('.file').textContent()).toBe('seed4_regression.csv');
});

test('the palette trains the CSV in front', async () => {
  const { page, panel } = get();
  await openFile(page, 'longley.csv');
  await runCommand(page, `Ridgeline: ${TRAIN}`);
  await panel.isOf('longley.csv');
  await panel.shows(1, 'trained · 16 rows');
});

test('options are asked for step by step, and back again', async () => {
  const { page, panel } = get();
  const title = page.locator('.quick-input-title');
  await openFile(page, 'diabetes.csv');
  await runCommand(page, `Ridgeline: ${TRAIN} with options…`);
  await title.filter({ hasText: '(1/4)' }).waitFor();
  await pick(page, 'bmi');
  await title.filter({ hasText: '(2/4)' }).waitFor();
  await page.locator('.quick-input-titlebar').getByRole('button', { name: 'Back' }).click();
  await title.filter({ hasText: '(1/4)' }).waitFor();
  await pick(page, 'progression');
  await title.filter({ hasText: '(2/4)' }).waitFor();
  await pick(page, 'Linear');
  await title.filter({ hasText: '(3/4)' }).waitFor();
  const age = page.locator('.quick-input-widget .monaco-list-row', { hasText: /^age/ }).first();
  await age.click();
  await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
  await title.filter({ hasText: '(4/4)' }).waitFor();
  await pick(page, 'every 5th row');
  await panel.isOf('diabetes.csv');
  await panel.shows(1, 'trained');
  const names = Object.keys(await panel.weights());
  expect(names).toHaveLength(9);
  expect(names).not.toContain('age');
  expect(await panel.frame.locator('.section-details').textContent()).toMatch(/354\strain.*88\stest/);
});

test('menus offer the training on tables and on nothing else', async () => {
  const { page } = get();
  for (const file of ['LOUD.CSV', 'tabs.tsv', 'packed.csv.gz'])
    expect(await contextMenuLabels(page, file)).toContain(TRAIN);
  for (const file of ['notes.txt', 'README.md'])
    expect(await contextMenuLabels(page, file)).not.toContain(TRAIN);
});

test('the tab of a table and the editor’s title bar train it', async () => {
  const { page, panel } = get();
  await openFile(page, 'LOUD.CSV');
  await contextMenuOf(page, editorTab(page, 'LOUD.CSV'), TRAIN);
  await panel.isOf('LOUD.CSV');
  await panel.shows(1, 'trained · 40 rows');
  await openFile(page, 'tabs.tsv');
  await page.locator(`.editor-actions [aria-label^="${TRAIN}"]`).filter({ visible: true }).first().click();
  await panel.isOf('tabs.tsv');
  await panel.shows(1, 'trained · 40 rows');
});

test('a compressed table is trained, and each file keeps one panel', async () => {
  const { page, panel } = get();
  await contextMenuOf(page, explorerRow(page, 'packed.csv.gz'), TRAIN);
  await panel.isOf('packed.csv.gz');
  await panel.shows(1, 'trained · 40 rows');
  const panels = await panelCount(page);
  await contextMenuOf(page, explorerRow(page, 'packed.csv.gz'), TRAIN);
  await panel.shows(2, 'trained');
  expect(await panelCount(page)).toBe(panels);
});
