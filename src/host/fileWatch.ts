import * as vscode from 'vscode';
import { DisposableStore, Emitter } from './dispose.ts';
import { filesOf, partsOf } from './fileSet.ts';
import { documentVersion, fileName, fileVersion } from './fileSource.ts';

/** Several events come for one save; the file is looked at once they are over. */
const SETTLE_MS = 150;

/** Says when what would be trained on changes: the file on disk, or the unsaved text of its editor. */
export class FileWatch implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<string | undefined>());
  /** A text that was saved as it stood: the version it has on disk since. */
  readonly #saved = new Map<string, string>();
  /** The files' URIs: an editor's every keystroke asks for them. */
  readonly #files: ReadonlySet<string>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly uri: vscode.Uri) {
    const { onDidChangeTextDocument, onDidCloseTextDocument, onDidSaveTextDocument } = vscode.workspace;
    const look = () => this.look();
    const files = filesOf(uri);
    this.#files = new Set(files.map(String));
    for (const pattern of patternsOf(files)) {
      const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
        this.#store.add(event((file) => this.#isOurs(file) && look()));
    }
    this.#store.add(onDidChangeTextDocument(({ document }) => this.#isOurs(document.uri) && look()));
    this.#store.add(onDidCloseTextDocument((document) => this.#isOurs(document.uri) && look()));
    this.#store.add(
      onDidSaveTextDocument((document) => void (this.#isOurs(document.uri) && this.#save(document))),
    );
    this.#store.add({ dispose: () => clearTimeout(this.#timer) });
  }

  /** The version that would be trained on now; undefined where the file is gone. */
  readonly onVersion = this.#changed.on;

  /** Looks at the file soon, e.g. because the panel is shown again. */
  look(): void {
    clearTimeout(this.#timer);
    if (this.#store.disposed) return;
    this.#timer = setTimeout(() => void this.#look(), SETTLE_MS);
  }

  /** True where a run of this version was trained on what is there now. */
  isCurrent(trained: string, now: string | undefined): boolean {
    return trained === now || (now !== undefined && this.#saved.get(trained) === now);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #look(): Promise<void> {
    const version = await fileVersion(this.uri);
    if (!this.#store.disposed) this.#changed.fire(version);
  }

  async #save(document: vscode.TextDocument): Promise<void> {
    const trained = documentVersion(document);
    const version = await fileVersion(this.uri);
    // What several files were is not told by one of them.
    if (version && !partsOf(this.uri)) this.#saved.set(trained, version);
    this.look();
  }

  #isOurs(file: vscode.Uri): boolean {
    return this.#files.has(file.toString());
  }
}

/** One pattern a folder: of its only file, else of whatever is in it. */
function patternsOf(files: readonly vscode.Uri[]): vscode.RelativePattern[] {
  const folders = new Map<string, vscode.RelativePattern>();
  for (const file of files) {
    const folder = vscode.Uri.joinPath(file, '..');
    const key = folder.toString();
    const glob = folders.has(key) ? '*' : escapeGlob(fileName(file));
    folders.set(key, new vscode.RelativePattern(folder, glob));
  }
  return [...folders.values()];
}

/** A file name may hold what a glob gives a meaning. */
function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, (letter) => `[${letter}]`);
}
