/**
 * Draws 200 paths × 100 λ anew many times in the panel's page, and prints as JSON how many milliseconds lie between the
 * change that asks for it and the end of the page's painting of the frame that shows it (`whole`); and, to compare, the
 * same with another tab in sight (`empty`). Everything that the panel shows is drawn anew each time.
 */
import { FakeHost } from '../../test/webview/fixtures/fakeHost.ts';
import { manyColumns } from '../../test/webview/fixtures/scenes.ts';
import { leavingPaths } from '../../test/webview/fixtures/selections.ts';
import { PanelBrowser } from '../../test/webview/harness/panelPage.ts';

const TIMES = 60;
const WARM_UP = 10;

/** Runs in the page: another colour of the theme has every chart drawn anew, in full. */
async function redraw(count: number): Promise<number[]> {
  const probe = document.createElement('div');
  probe.style.cssText = 'position: fixed; left: 0; top: 0; width: 1px; height: 1px';
  document.body.append(probe);
  let laidOut = () => {};
  new ResizeObserver(() => laidOut()).observe(probe);
  /** After the page has painted the first frame that holds what stands in the document now. */
  const painted = () =>
    new Promise<void>((resolve) => {
      laidOut = () => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        port2.postMessage(0);
      };
      probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    });
  const taken: number[] = [];
  for (let time = 0; time < count; time++) {
    await new Promise((resolve) => setTimeout(resolve, 20 + ((time * 7.3) % 17)));
    const started = performance.now();
    document.documentElement.style.setProperty('--vscode-charts-blue', time % 2 ? '#3794ff' : '#3794fe');
    // The theme's change is heard of at once, and drawn in the frame after it.
    await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
    await painted();
    taken.push(performance.now() - started);
  }
  probe.remove();
  return taken;
}

const host = await new FakeHost({
  name: 'wide.csv',
  text: manyColumns(200, 120),
  spec: { target: ['y'], lambdaChoice: 'min' },
  reselect: leavingPaths,
}).trained();
const selection = host.state.run?.result?.selection;
if (selection?.lambdas.length !== 100 || selection.paths[0]?.length !== 200)
  throw new Error('There are not 200 paths over 100 λ.');
const browser = await PanelBrowser.launch();
const measure = async (tab: string): Promise<number[]> => {
  const opened = await browser.open(host, { local: { tab }, width: 640 });
  const all = await opened.page.evaluate(redraw, TIMES + WARM_UP);
  await opened.close();
  return all.slice(WARM_UP);
};
try {
  const whole = await measure('lambda');
  const empty = await measure('fit');
  console.log(JSON.stringify({ whole, empty }));
} finally {
  await browser.close();
}
