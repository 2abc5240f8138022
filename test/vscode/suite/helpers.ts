import { strict as assert } from 'node:assert';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RidgelineApi } from '../../../src/extension.ts';
import type { TestingApi } from '../../../src/host/compose.ts';
import type { TrainingPanel } from '../../../src/host/trainingPanel.ts';
import type { TrainingRun } from '../../../src/host/trainingRun.ts';

/** The extension under test, activated. */
export async function testing(): Promise<TestingApi> {
  const extension = vscode.extensions.getExtension<RidgelineApi>('ridgeline.ridgeline');
  assert.ok(extension, 'the extension is not there');
  const api = (await extension.activate()).testing;
  assert.ok(api, 'the extension does not know that it is tested');
  return api();
}

/** A CSV file of the workspace, by its name. */
export function example(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** A file with this text in a folder of its own, outside of the workspace. */
export function temporaryFile(name: string, content: string | Uint8Array): vscode.Uri {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'ridgeline-')), name);
  writeFileSync(file, content);
  return vscode.Uri.file(file);
}

/** Rows y = 2 x + 1. */
export function line(rows: number): string {
  return `x,y\n${Array.from({ length: rows }, (_, i) => `${i},${2 * i + 1}\n`).join('')}`;
}

/** Trains a file by the command, and waits for the end of the run. */
export async function train(uri: vscode.Uri): Promise<{ panel: TrainingPanel; run: TrainingRun }> {
  const { panels } = await testing();
  const before = panels.get(uri)?.session.runs.all.at(-1)?.number ?? 0;
  await vscode.commands.executeCommand('ridgeline.train', uri);
  const panel = panels.get(uri);
  assert.ok(panel, 'no panel was opened');
  return { panel, run: await ended(panel, before + 1) };
}

/** The newest run of a panel, once it has ended. */
export async function ended(panel: TrainingPanel, number = 1): Promise<TrainingRun> {
  return until('the run has ended', () => {
    const run = panel.session.runs.all.at(-1);
    return run && run.number >= number && !run.active ? run : undefined;
  });
}

/** Waits until a value is there. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false,
  timeout = 10_000,
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Not within ${timeout} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Closes every editor and panel. */
export async function closeAll(): Promise<void> {
  const { panels } = await testing();
  for (const panel of panels.all) panel.dispose();
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Replaces an open document's text. */
export async function edit(document: vscode.TextDocument, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  change.replace(document.uri, all, text);
  assert.ok(await vscode.workspace.applyEdit(change));
}

/** Runs a test with workers that run this JavaScript in place of the real ones. */
export async function withWorkers<T>(script: string, work: () => Promise<T>): Promise<T> {
  const { platform } = await testing();
  const file = temporaryFile('worker.mjs', `import { parentPort } from 'node:worker_threads';\n${script}`);
  const { NodePlatform } = await import('../../../src/host/nodePlatform.ts');
  const other = new NodePlatform(file.fsPath, () => {});
  const original = platform.startWorker;
  platform.startWorker = () => other.startWorker();
  try {
    return await work();
  } finally {
    platform.startWorker = original;
  }
}
