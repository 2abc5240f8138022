/**
 * From thumb to pixels: trains a file in a real VS Code, moves the λ slider many times, and prints as JSON how many
 * milliseconds lie between each move and the frame that shows the new model.
 *
 *   node bench/latency/slider.ts FILE       by a Node that runs TypeScript, as VS Code's does
 */
import { readFileSync } from 'node:fs';
import {
  contextMenu,
  launchBrowser,
  openWorkbench,
  panelFrame,
  startVsCode,
} from '../../test/vscode/harness/index.ts';

const MOVES = 200;
/** Moves before them that do not count: code is compiled, caches are filled. */
const WARM_UP = 20;

/** Runs in the panel: one move after another, at irregular times, as a hand's are to the screen's frames. */
async function drag(
  _root: unknown,
  { count, pauses }: { count: number; pauses: readonly number[] },
): Promise<number[]> {
  const slider = document.querySelector<HTMLInputElement>('input.lambda-slider');
  const scores = document.querySelector('table.scores');
  if (!slider || !scores) throw new Error('The panel has no slider or no scores.');
  const exact = () => scores.querySelector('tbody tr:last-child [data-exact]')?.getAttribute('data-exact');
  const changed = (before: unknown) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The scores never changed.')), 5000);
      const observer = new MutationObserver(() => {
        if (exact() === before) return;
        clearTimeout(late);
        observer.disconnect();
        resolve();
      });
      observer.observe(scores, { subtree: true, attributes: true, childList: true });
    });
  /** After the frame that follows has been painted. */
  const painted = () =>
    new Promise<void>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(0);
      });
    });
  const taken: number[] = [];
  for (let move = 0; move < count; move++) {
    await new Promise((resolve) => setTimeout(resolve, pauses[move]));
    const position = Number(slider.max) * (0.5 + 0.4 * Math.sin(move / 7));
    const before = exact();
    const started = performance.now();
    slider.value = String(position);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await changed(before);
    await painted();
    taken.push(performance.now() - started);
  }
  return taken;
}

const content = readFileSync(process.argv[2] ?? '');
const [browser, vscode] = await Promise.all([
  launchBrowser(),
  startVsCode({ folder: null, files: { 'wide.csv': content } }),
]);
try {
  const { page } = await openWorkbench(browser, vscode, { width: 1600, height: 1000 });
  await contextMenu(page, 'wide.csv', 'Train ridge model');
  const panel = panelFrame(page);
  await panel.locator('.status', { hasText: 'trained' }).waitFor({ timeout: 60_000 });
  await panel.locator('table.scores [data-exact]').first().waitFor();
  const count = WARM_UP + MOVES;
  const pauses = Array.from({ length: count }, (_, i) => 20 + ((i * 7.3) % 17));
  const taken = await panel.locator(':root').evaluate(drag, { count, pauses });
  console.log(JSON.stringify({ milliseconds: taken.slice(WARM_UP) }));
} finally {
  await browser.close();
  await vscode.stop();
}
