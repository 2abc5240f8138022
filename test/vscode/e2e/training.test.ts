import { rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  contextMenu,
  editorTab,
  openFile,
  panelCount,
  panelElement,
  runCommand,
  statusBarItem,
  until,
} from '../harness/index.ts';
import { type Product, product } from './product.ts';

const get = product({ width: 1500, height: 1000, settings: { 'ridgeline.notifications': false } });

test('a right-click on a CSV file trains it in a panel beside the editor', async () => {
  const { page, panel } = get();
  await openFile(page, 'diabetes.csv');
  await contextMenu(page, 'diabetes.csv', 'Train ridge model');
  await panel.shows(1, 'trained · 442 rows');
  const file = await editorTab(page, 'diabetes.csv').boundingBox();
  const beside = await panelElement(page).boundingBox();
  expect(beside?.x).toBeGreaterThan(file?.x ?? Number.NaN);
  expect(await panel.frame.locator('.file').textContent()).toBe('diabetes.csv');
  expect(await panel.verdict.textContent()).toMatch(/signal/i);
  expect(Object.keys(await panel.weights()).sort()).toEqual(
    ['age', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6', 'sex'].sort(),
  );
  expect(await panel.hasDrawing('Loss over iterations')).toBe(true);
  expect(await panel.frame.locator('.scores tbody tr').count()).toBe(3);
});

test('dragging λ shrinks the weights live, without the file; releasing it trains', async () => {
  const { page, panel, vscode } = await trained();
  const before = await panel.weightSize();
  const lambda = await panel.lambdaField.inputValue();
  const file = path.join(vscode.folder, 'diabetes.csv');
  const box = await panel.slider.boundingBox();
  if (!box) throw new Error('The slider is not in view.');
  const fill = Number(await panel.slider.evaluate((slider) => slider.style.getPropertyValue('--fill')));
  const y = box.y + box.height / 2;
  const at = (share: number) => box.x + share * box.width;
  await page.mouse.move(at(fill), y);
  await page.mouse.down();
  await rename(file, `${file}.away`);
  const sizes = [before];
  for (const share of [0.75, 0.85, 0.93]) {
    await page.mouse.move(at(share), y, { steps: 8 });
    const last = sizes.at(-1) ?? 0;
    sizes.push(
      await until('the weights shrink', async () => {
        const size = await panel.weightSize();
        return size < 0.95 * last && size;
      }),
    );
  }
  expect(await panel.lambdaField.inputValue()).not.toBe(lambda);
  expect(await panel.newest()).toBe(1);
  await rename(`${file}.away`, file);
  await panel.run('trained', () => page.mouse.up());
  const dragged = await panel.weightSize();
  expect(dragged).toBeLessThan(0.95 * (sizes.at(-2) ?? 0));
  expect(await panel.runs.first().textContent()).toContain(await panel.lambdaField.inputValue());
});

test('the arrow keys move λ too', async () => {
  const { panel } = await trained();
  const before = await panel.weightSize();
  await panel.slider.focus();
  await panel.run('trained', async () => {
    for (let press = 0; press < 10; press++) await panel.slider.press('ArrowLeft');
    await until('the weights grow', async () => (await panel.weightSize()) > before);
  });
  await panel.run('trained', () => panel.slider.press('Home'));
  expect(await panel.lambdaField.inputValue()).toBe('0');
  await panel.lambdaField.fill('2.5');
  await panel.run('trained', () => panel.lambdaField.press('Enter'));
});

test('another target retrains', async () => {
  const { panel } = await trained();
  await panel.run('trained', () => panel.choose('Target', 'bmi'));
  const names = Object.keys(await panel.weights());
  expect(names).toContain('progression');
  expect(names).not.toContain('bmi');
  await panel.run('trained', () => panel.choose('Target', 'progression'));
});

test('a learning rate that is too large is explained, and one click goes on with a better one', async () => {
  const { page, panel } = await trained();
  await panel.openSettings('Solver');
  await panel.type('Learning rate', '3');
  await panel.run('diverged', () => panel.choose('Solver', 'Gradient descent'));
  await panel.callout.filter({ hasText: '2/L' }).waitFor();
  await statusBarItem(page, 'Ridgeline: diverged').waitFor();
  await panel.run('trained', () =>
    panel.frame.locator('.callout vscode-button', { hasText: 'Resume with' }).click(),
  );
  expect(await panel.callout.count()).toBe(0);
});

test('a run with a pace streams, pauses, steps, goes on and stops', async () => {
  const { page, panel } = await trained();
  await panel.openSettings('Solver');
  await panel.choose('Solver', 'Gradient descent');
  await panel.type('Learning rate', '0.01');
  await panel.type('Pace', '30');
  await panel.type('Iterations', '5000');
  const number = await panel.run('training', () => panel.button('Train').click());
  const streamed = await panel.iterationAfter(await panel.iterationAfter(2));
  await panel.button('Pause').click();
  await panel.shows(number, 'paused');
  const paused = await panel.iteration();
  expect(paused).toBeGreaterThanOrEqual(streamed);
  await panel.button('Step: one more iteration').click();
  expect(await panel.iterationAfter(paused)).toBe(paused + 1);
  await panel.button('Resume').click();
  await panel.iterationAfter(paused + 2);
  await panel.button('Stop').click();
  await panel.shows(number, 'stopped');
  await panel.type('Pace', '0');
  await panel.type('Learning rate', '1e-9');
  await panel.type('Iterations', '1000000000');
  const long = await panel.run('training', () => panel.button('Train').click());
  await panel.iterationAfter(1000);
  await page.getByRole('button', { name: 'Stop training' }).click();
  await panel.shows(long, 'stopped');
  await panel.type('Learning rate', 'auto');
  await panel.type('Iterations', '1000');
  await panel.run('trained', () => runCommand(page, 'Ridgeline: Rerun last training'));
});

/** The panel with a run of the diabetes example, whichever tests came before. */
async function trained(): Promise<Product> {
  const { page, panel } = get();
  if ((await panelCount(page)) === 0) {
    await contextMenu(page, 'diabetes.csv', 'Train ridge model');
    await panel.shows(1, 'trained');
  }
  return get();
}
