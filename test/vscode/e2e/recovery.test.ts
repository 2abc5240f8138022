import path from 'node:path';
import { expect, test } from 'vitest';
import {
  contextMenu,
  editorTab,
  layoutSaved,
  notification,
  openFile,
  panelCount,
  runCommand,
  until,
} from '../harness/index.ts';
import { product } from './product.ts';

const TRAIN = 'Train ridge model';

const get = product({
  companions: [path.join(import.meta.dirname, 'workerKiller')],
});

test('a training process that dies fails its run with a sentence; earlier runs live on, a rerun works', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'diabetes.csv', TRAIN);
  await panel.shows(1, 'trained');
  await panel.openSettings('Solver');
  await panel.choose('Solver', 'Gradient descent');
  await panel.type('Learning rate', '0.01');
  await panel.type('Pace', '20');
  await panel.button('Train').click();
  await panel.shows(3, 'training');
  await panel.iterationAfter(3);
  await runCommand(page, 'Test: Kill workers');
  await panel.shows(3, 'failed');
  await panel.callout.filter({ hasText: 'ended unexpectedly' }).waitFor();
  expect(await panel.runs.allTextContents()).toHaveLength(3);
  await panel.type('Pace', '0');
  await panel.runs.filter({ hasText: '#1' }).click();
  await panel.shows(1, 'trained');
  expect(Object.keys(await panel.weights())).toHaveLength(10);
  await runCommand(page, 'Ridgeline: Rerun last training');
  await panel.shows(4, 'trained');
});

test('a long training out of sight says so, and can be stopped from there', async () => {
  const { page, panel } = get();
  await contextMenu(page, 'winequality_red.csv', TRAIN);
  await panel.isOf('winequality_red.csv');
  await panel.shows(1, 'trained');
  await panel.openSettings('Solver');
  await panel.choose('Solver', 'Gradient descent');
  await panel.shows(2, 'trained');
  await panel.type('Learning rate', '1e-9');
  await panel.type('Iterations', '1000000000');
  const long = await panel.run('training', () => panel.button('Train').click());
  await openFile(page, 'README.md');
  const notice = notification(page, 'Training on winequality_red.csv');
  await notice.filter({ hasText: 'iteration' }).waitFor();
  await notice.hover();
  await notice.getByRole('button', { name: 'Cancel' }).click();
  await notice.waitFor({ state: 'hidden' });
  await runCommand(page, 'Ridgeline: Show training panel');
  await panel.shows(long, 'stopped');
});

test('a window that is reloaded shows the panel with its last result, and a rerun works', async () => {
  const { page, panel, workbench } = get();
  await contextMenu(page, 'longley.csv', TRAIN);
  await panel.isOf('longley.csv');
  await panel.shows(1, 'trained');
  const weights = await panel.weights();
  const verdict = await panel.verdict.textContent();
  await layoutSaved(page, 'Ridgeline: longley.csv');
  await workbench.reload();
  await editorTab(page, 'Ridgeline: longley.csv').waitFor();
  await panel.isOf('longley.csv');
  await panel.shows(1, 'trained');
  expect(await panel.weights()).toEqual(weights);
  expect(await panel.verdict.textContent()).toBe(verdict);
  await panel.run('trained', () => panel.button('Rerun').click());
  await until('nothing is in the way', async () => (await panel.callout.count()) === 0);
  expect(await panelCount(page)).toBeGreaterThan(0);
});
