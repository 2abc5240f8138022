import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { panelCsp } from '../../../src/protocol/panelCsp.ts';
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

/** The skeleton that the host writes; the theme's sheet stands in for the variables that VS Code sets. */
function page(origin: string, theme: string, bodyClass: string): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${panelCsp(origin, NONCE)}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>Ridgeline</title>
    <link rel="stylesheet" href="${origin}/theme-${theme}.css">
    <link rel="stylesheet" href="${origin}/panel.css">
  </head>
  <body class="${bodyClass}">
    <div id="app"></div>
    <script nonce="${NONCE}" src="${origin}/panel.js"></script>
  </body>
</html>`;
}
