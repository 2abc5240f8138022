import * as vscode from 'vscode';
import { RidgelineError } from '../engine/errors.ts';
import { CONTEXTS } from './contributions.ts';
import { EXCLUDE, isCsv, MAX_FILES, PATTERN } from './csvPicker.ts';
import { DisposableStore } from './dispose.ts';
import { together } from './fileSet.ts';
import { fileName } from './fileSource.ts';

/** Several files come and go at once; the folders are looked at once that is over. */
const SETTLE_MS = 500;

/** Tells VS Code which folders hold several CSV files, so that only these offer to be trained on. */
export class CsvFolders implements vscode.Disposable {
  readonly #store = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param problem is told why the folders could not be looked for; what VS Code was told of them before stays */
  constructor(private readonly problem: (text: string) => void) {
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(PATTERN, false, true, false));
    this.#store.add(watcher.onDidCreate(() => this.#later()));
    this.#store.add(watcher.onDidDelete(() => this.#later()));
    this.#store.add({ dispose: () => clearTimeout(this.#timer) });
    void this.#look();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), SETTLE_MS);
  }

  async #look(): Promise<void> {
    try {
      const folders = await foldersOfSeveral();
      if (this.#store.disposed) return;
      await setContext(CONTEXTS.csvFolders, folders);
      await setContext(CONTEXTS.started, true);
    } catch (error) {
      this.problem(`The folders with CSV files could not be looked for: ${error}`);
    }
  }
}

async function foldersOfSeveral(): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const uri of await vscode.workspace.findFiles(PATTERN, EXCLUDE, MAX_FILES)) {
    const folder = pathOf(vscode.Uri.joinPath(uri, '..'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([folder]) => folder);
}

const setContext = (key: string, value: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand('setContext', key, value);

/** As the context key `resourcePath` has it. */
const pathOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.path);

/** The CSV files of a folder as one; throws a sentence where it holds none. */
export async function csvsIn(folder: vscode.Uri): Promise<vscode.Uri> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const files = entries
    .filter(([name, type]) => !(type & vscode.FileType.Directory) && !name.startsWith('.'))
    .map(([name]) => vscode.Uri.joinPath(folder, name))
    .filter(isCsv);
  if (files.length > 0) return together(files);
  const message = `The folder ${fileName(folder)} holds no CSV file. Choose another folder, or the files themselves.`;
  throw new RidgelineError('unreadable', message);
}
