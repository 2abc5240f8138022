import * as vscode from 'vscode';
import { together } from './fileSet.ts';
import { fileName } from './fileSource.ts';
import { formatBytes } from './formatText.ts';
import type { RunStore } from './runStore.ts';

const CSV = /\.(csv|tsv|tab|csv\.gz)$/i;
/** Globs know no letter case on some systems and do on others. */
export const PATTERN = '**/*.{[cC][sS][vV],[tT][sS][vV],[tT][aA][bB],[cC][sS][vV].[gG][zZ]}';
export const EXCLUDE = '**/{node_modules,.git,.venv,venv,__pycache__,.vscode-test}/**';
export const MAX_FILES = 1000;

export function isCsv(uri: vscode.Uri): boolean {
  return CSV.test(uri.path);
}

/**
 * The CSV file in the active tab, as text or in another extension's editor. The tab is known at once; the active
 * editor and panel stay the ones before it until its file is loaded.
 */
export function activeCsv(): vscode.Uri | undefined {
  const input = activeInput();
  const inTab = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
  const uri = inTab ? input.uri : vscode.window.activeTextEditor?.document.uri;
  return uri && isCsv(uri) && !isWebviewInFront() ? uri : undefined;
}

/** True where the active tab is a panel. */
export function isWebviewInFront(): boolean {
  return activeInput() instanceof vscode.TabInputWebview;
}

const activeInput = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;

interface FileItem extends vscode.QuickPickItem {
  readonly uri?: vscode.Uri;
}

/**
 * Lets the user choose one of the workspace's CSV files, the ones used last first, all those of a folder as one, or any
 * other files.
 */
export async function pickCsv(store: RunStore, title: string): Promise<vscode.Uri | undefined> {
  const items = listItems(store);
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Choose a CSV file',
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  return chosen.uri ?? browse();
}

async function listItems(store: RunStore): Promise<FileItem[]> {
  const uris = await vscode.workspace.findFiles(PATTERN, EXCLUDE, MAX_FILES);
  const found = await Promise.all(uris.map((uri) => describe(uri, store)));
  found.sort((a, b) => b.usedAt - a.usedAt || b.mtime - a.mtime);
  return [
    ...found.map(({ item }) => item),
    ...folderItems(uris),
    { label: '$(folder-opened) Other files…', alwaysShow: true },
  ];
}

/** An entry for each folder that holds several files. */
function folderItems(uris: readonly vscode.Uri[]): FileItem[] {
  const folders = new Map<string, vscode.Uri[]>();
  for (const uri of uris) {
    const folder = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1).join('/') || '.';
    folders.set(folder, [...(folders.get(folder) ?? []), uri]);
  }
  return [...folders]
    .filter(([, files]) => files.length > 1)
    .map(([folder, files]) => ({
      label: `$(files) All ${files.length} files`,
      description: `${folder} · as one`,
      uri: together(files),
    }));
}

async function describe(uri: vscode.Uri, store: RunStore) {
  const folder = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1).join('/');
  const usedAt = store.usedAt(uri.toString());
  const item = { label: fileName(uri), uri };
  try {
    const { size, mtime } = await vscode.workspace.fs.stat(uri);
    const description = [folder, formatBytes(size)].filter(Boolean).join(' · ');
    return { item: { ...item, description }, usedAt, mtime };
  } catch {
    return { item, usedAt, mtime: 0 };
  }
}

async function browse(): Promise<vscode.Uri | undefined> {
  const uris =
    (await vscode.window.showOpenDialog({
      title: 'Train ridge model',
      openLabel: 'Train',
      canSelectMany: true,
      filters: { CSV: ['csv', 'tsv', 'tab', 'gz'], 'All files': ['*'] },
    })) ?? [];
  return uris.length > 0 ? together(uris) : undefined;
}
