import * as vscode from 'vscode';
import { compose, type TestingApi } from './host/compose.ts';
import { NodePlatform } from './host/nodePlatform.ts';
import { Report } from './host/report.ts';

/** What other extensions get: nothing, except for the extension's own tests. */
export interface RidgelineApi {
  readonly testing?: TestingApi;
}

/** Composes the extension; nothing is read and no worker is started before the first training. */
export function activate(context: vscode.ExtensionContext): RidgelineApi {
  const report = new Report();
  context.subscriptions.push(report);
  const workerPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.mjs').fsPath;
  const platform = new NodePlatform(workerPath, (line) => report.info(line));
  const testing = compose(context, platform, report);
  return context.extensionMode === vscode.ExtensionMode.Test ? { testing } : {};
}
