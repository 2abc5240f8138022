/**
 * From thumb to pixels: trains a file in a real VS Code, moves the λ slider many times, and prints as JSON how many
 * milliseconds lie between each move and the end of the page's painting of the first frame that holds the new model
 * (`milliseconds`), and how many until the browser says that it has put this frame on the screen (`presented`).
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

interface Move {
  readonly paintedMs: number;
  readonly presentedMs: number;
}

/** Runs in the panel: one move after another, at irregular times, as a hand's are to the screen's frames. */
async function drag(
  _root: unknown,
  { count, pauses }: { count: number; pauses: readonly number[] },
): Promise<Move[]> {
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
  const probe = document.createElement('div');
  probe.style.cssText = 'position: fixed; left: 0; top: 0; width: 1px; height: 1px';
  document.body.append(probe);
  let laidOut = () => {};
  new ResizeObserver(() => laidOut()).observe(probe);
  /**
   * After the page has painted the first frame that holds what stands in the document now. An observer of sizes hears
   * of a change in that very frame, just before it is painted; the next frame callback may belong to the one after.
   */
  const painted = () =>
    new Promise<void>((resolve) => {
      laidOut = () => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(0);
      };
      probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    });
  let onScreen: (time: number) => void = () => {};
  const timing = new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      onScreen((entry as PerformanceEntry & { renderTime: number }).renderTime);
  });
  timing.observe({ type: 'element' });
  /** When the browser has put the first frame that holds what stands in the document now on the screen; NaN: unknown. */
  const presented = () =>
    new Promise<number>((resolve) => {
      const mark = document.createElement('div');
      mark.textContent = '•';
      mark.style.cssText = 'position: fixed; left: 4px; top: 4px';
      mark.setAttribute('elementtiming', 'mark');
      document.body.append(mark);
      const settle = (time: number) => {
        clearTimeout(late);
        mark.remove();
        resolve(time);
      };
      const late = setTimeout(() => settle(Number.NaN), 500);
      onScreen = settle;
    });
  const taken: Move[] = [];
  for (let move = 0; move < count; move++) {
    await new Promise((resolve) => setTimeout(resolve, pauses[move]));
    const position = Number(slider.max) * (0.5 + 0.4 * Math.sin(move / 7));
    const before = exact();
    const started = performance.now();
    slider.value = String(position);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await changed(before);
    const since = (time: number) => time - started;
    const [paintedMs, presentedMs] = await Promise.all([
      painted().then(() => since(performance.now())),
      presented().then(since),
    ]);
    taken.push({ paintedMs, presentedMs });
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
  const moves = taken.slice(WARM_UP);
  const milliseconds = moves.map(({ paintedMs }) => paintedMs);
  const presented = moves.map(({ presentedMs }) => presentedMs).filter((time) => !Number.isNaN(time));
  console.log(JSON.stringify({ milliseconds, presented }));
} finally {
  await browser.close();
  await vscode.stop();
}
