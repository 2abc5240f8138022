import { parseToPanel } from '../src/protocol/parse.ts';
import { type App, app } from './app.ts';
import { onThemeChange } from './charts/theme.ts';
import { copyExactly } from './copy.ts';
import { Store } from './store.ts';
import { acquireHost } from './vscode.ts';

/** Starts the panel: messages change the store, the store asks for a frame, the frame draws. */
function start(root: HTMLElement): void {
  const host = acquireHost();
  let drawn: App | null = null;
  let requested = false;
  const request = (): void => {
    if (requested) return;
    requested = true;
    requestAnimationFrame(() => {
      requested = false;
      if (!store.model) return;
      drawn ??= app(root, store);
      drawn.draw(store.model);
    });
  };
  const store = new Store(host, request);
  const report = (message: string): void => host.postMessage({ type: 'problem', message });

  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = parseToPanel(data);
    if (parsed.ok) store.receive(parsed.message);
    else report(`A message could not be read: ${parsed.reason}`);
  });
  window.addEventListener('error', ({ message }) => report(message));
  window.addEventListener('unhandledrejection', ({ reason }) => report(String(reason)));
  window.addEventListener('resize', request);
  copyExactly();
  onThemeChange(() => {
    drawn?.retheme();
    request();
  });
  host.postMessage({ type: 'ready' });
}

const root = document.getElementById('app');
if (root) start(root);
