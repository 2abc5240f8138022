import * as vscode from 'vscode';
import type { Folder } from './runStore.ts';
import type { Platform } from './workerHandle.ts';

/** Writes a file whole or not at all where it lies on a disk, else as its file system does. */
export async function writeWhole(platform: Platform, uri: vscode.Uri, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  if (uri.scheme === 'file') await platform.replaceFile(uri.fsPath, bytes);
  else await vscode.workspace.fs.writeFile(uri, bytes);
}

/** A folder that VS Code gives the extension for this workspace. */
export class StorageFolder implements Folder {
  constructor(
    private readonly uri: vscode.Uri,
    private readonly platform: Platform,
  ) {}

  async read(name: string): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#file(name)));
    } catch {
      return undefined;
    }
  }

  async write(name: string, text: string): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.uri);
    await writeWhole(this.platform, this.#file(name), text);
  }

  async remove(name: string): Promise<void> {
    try {
      await vscode.workspace.fs.delete(this.#file(name));
    } catch {
      // It was never there.
    }
  }

  #file(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.uri, name);
  }
}
