import type { FromPanel } from '../src/protocol/panel.ts';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** What the panel may ask of VS Code; acquired once. */
export type Host = VsCodeApi;

export const acquireHost = (): Host => acquireVsCodeApi();
