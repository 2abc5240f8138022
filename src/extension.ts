import * as vscode from 'vscode';
import { COMMANDS, type CommandName, PANEL_TYPE } from './host/contributions.ts';
import type { Host, TestingApi } from './host/main.ts';

/** What other extensions get: nothing, except for the extension's own tests. */
export interface RidgelineApi {
  /** The host, started where it is not yet. */
  readonly testing?: () => Promise<TestingApi>;
}

/** Registers what can be asked for. The host itself is another bundle, loaded and started when first something is. */
export function activate(context: vscode.ExtensionContext): RidgelineApi {
  let started: Promise<Host> | undefined;
  const host = (): Promise<Host> => {
    started ??= import('./host/main.ts').then(({ startHost }) => startHost(context));
    return started;
  };
  for (const [name, id] of Object.entries(COMMANDS)) {
    const run = async (argument: unknown, selection: unknown) =>
      (await host()).run(name as CommandName, argument, selection);
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
  const serializer: vscode.WebviewPanelSerializer = {
    deserializeWebviewPanel: async (panel, state) =>
      (await host()).panels.deserializeWebviewPanel(panel, state),
  };
  context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, serializer));
  return context.extensionMode === vscode.ExtensionMode.Test ? { testing: host } : {};
}
