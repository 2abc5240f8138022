import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { panelHtml } from '../../../src/host/panelHtml.ts';
import { bundlePanel } from './bundle.ts';
import { THEMES, themeCss } from './themes.ts';

const NONCE = 'dGVzdC1ub25jZS1vZi10aGUtcGFuZWw';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

export interface PanelServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the panel's page as the host makes it, on the loopback address: `/dark`, `/light`, `/hc`. */
export async function servePanel(): Promise<PanelServer> {
  const files = new Map<string, Uint8Array | string>(await bundlePanel());
  for (const theme of THEMES) files.set(`theme-${theme.name}.css`, themeCss(theme));
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', origin).pathname.slice(1);
    const theme = THEMES.find((one) => one.name === name);
    const content = theme ? page(origin, theme.name, theme.bodyClass) : files.get(name);
    if (content === undefined) {
      response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
      return;
    }
    const type = theme ? 'text/html' : (TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain');
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** The host's own page; the theme's sheet and class stand in for what VS Code adds to it. */
function page(origin: string, theme: string, bodyClass: string): string {
  const files = { script: `${origin}/panel.js`, style: `${origin}/panel.css` };
  const html = panelHtml({ cspSource: origin, ...files, nonce: NONCE, language: 'en', title: 'Ridgeline' });
  return html
    .replace('</title>', `</title><link rel="stylesheet" href="${origin}/theme-${theme}.css">`)
    .replace('<body>', `<body class="${bodyClass}">`);
}
