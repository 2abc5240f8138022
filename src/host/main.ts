import * as vscode from 'vscode';
import { compose, type Host } from './compose.ts';
import { NodePlatform } from './nodePlatform.ts';
import { Report } from './report.ts';

export type { Host, TestingApi } from './compose.ts';

/** Starts the host on Node; no file is read and no worker is started before the first training. */
export function startHost(context: vscode.ExtensionContext): Host {
  const report = new Report();
  context.subscriptions.push(report);
  const workerPath = vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.mjs').fsPath;
  const platform = new NodePlatform(workerPath, (line) => report.info(line));
  return compose(context, platform, report);
}
