import * as vscode from 'vscode';
import { rangeAt } from './diagnostics.ts';
import { filesOf, partsOf } from './fileSet.ts';
import { fileName, isGzip } from './fileSource.ts';
import { writeWhole } from './files.ts';
import type { TrainingRun } from './trainingRun.ts';
import type { Platform } from './workerHandle.ts';

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Opens the CSV at a place: where it is shown already, else in the first column or, with the panel there, beside it. */
export async function revealCell(
  uri: vscode.Uri,
  { line, column, length }: Place,
  panelColumn: vscode.ViewColumn | undefined,
) {
  if (partsOf(uri)) {
    const message = 'These are several files: the sentence beside the button says in which of them to look.';
    void vscode.window.showInformationMessage(message);
    return;
  }
  if (isGzip(uri)) {
    void vscode.window.showInformationMessage(
      `${fileName(uri)} is compressed: line ${line} cannot be opened in it.`,
    );
    return;
  }
  const shown = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === uri.toString(),
  );
  const { One, Beside } = vscode.ViewColumn;
  const viewColumn = shown?.viewColumn ?? (panelColumn === One ? Beside : One);
  const selection = rangeAt(line, column, length);
  try {
    await vscode.window.showTextDocument(uri, { viewColumn, selection });
  } catch {
    // Files past 50 MB never become documents of an extension, but VS Code itself opens them.
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn, selection });
  }
}

/** Asks where and writes a run's model file, whole or not at all. */
export async function saveModel(uri: vscode.Uri, run: TrainingRun, platform: Platform): Promise<void> {
  if (!run.result) return;
  const name = fileName(uri).replace(/(\.\w+)?\.\w+$/, '');
  const target = await vscode.window.showSaveDialog({
    title: 'Save model',
    defaultUri: vscode.Uri.joinPath(filesOf(uri)[0] ?? uri, '..', `${name || 'model'}.ridgeline.json`),
    filters: { 'Ridgeline model': ['json'] },
  });
  if (target) await writeWhole(platform, target, run.result.modelJson);
}
