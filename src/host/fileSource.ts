import * as vscode from 'vscode';
import { RidgelineError } from '../engine/errors.ts';
import type { OneSource } from '../protocol/run.ts';
import { partsOf } from './fileSet.ts';
import type { TrainingSource } from './sessionTypes.ts';
import { STORED } from './storedVersion.ts';

/** A file that is not on a disk is read whole: `workspace.fs` has no way to read a piece. */
const MAX_VIRTUAL_BYTES = 200_000_000;

/** A file's name without its folder. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

export function isGzip(uri: vscode.Uri): boolean {
  return /\.gz$/i.test(uri.path);
}

/** The open document whose text counts in place of what is stored; a compressed file has none. */
export function unsavedDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  if (isGzip(uri)) return undefined;
  return vscode.workspace.textDocuments.find(
    (document) => (document.isDirty || document.isUntitled) && document.uri.toString() === key,
  );
}

/** Names a document's text in {@link fileVersion}. */
export function documentVersion(document: vscode.TextDocument): string {
  return `document:${document.version}`;
}

/** Changes whenever what would be trained on does; undefined where the file cannot be found. */
export async function fileVersion(uri: vscode.Uri): Promise<string | undefined> {
  const parts = partsOf(uri);
  if (parts) {
    const versions = await Promise.all(parts.map(fileVersion));
    return versions.every((version) => version !== undefined) ? jointVersion(versions) : undefined;
  }
  const document = unsavedDocument(uri);
  if (document) return documentVersion(document);
  try {
    return statVersion(await vscode.workspace.fs.stat(uri));
  } catch {
    return undefined;
  }
}

/**
 * What to train on now: the unsaved text of an open document, a file of the machine by its path, else its bytes.
 * Throws a sentence where it cannot be read or is too large.
 */
export async function trainingSource(uri: vscode.Uri): Promise<TrainingSource> {
  const parts = partsOf(uri);
  await refuseTooLarge(fileName(uri), parts ?? [uri]);
  return parts ? jointSource(fileName(uri), parts) : oneSource(uri);
}

/** Files whose names are the same are told apart by their folders. */
async function jointSource(name: string, files: readonly vscode.Uri[]): Promise<TrainingSource> {
  const found = await Promise.all(files.map(oneSource));
  const alike = new Set(files.map(fileName)).size < files.length;
  const parts = found.map(({ ref }, at) =>
    alike ? { ...ref, name: vscode.workspace.asRelativePath(files[at]!) } : ref,
  );
  const version = jointVersion(parts.map((part) => part.version));
  return { ref: { kind: 'files', name, version, parts }, encoding: null };
}

async function oneSource(uri: vscode.Uri): Promise<TrainingSource & { readonly ref: OneSource }> {
  const name = fileName(uri);
  const document = unsavedDocument(uri);
  if (document) {
    const bytes = new TextEncoder().encode(document.getText());
    return { ref: { kind: 'bytes', name, version: documentVersion(document), bytes }, encoding: 'utf8' };
  }
  const stat = await statOf(uri);
  const version = statVersion(stat);
  if (uri.scheme === 'file')
    return { ref: { kind: 'file', path: uri.fsPath, name, version }, encoding: null };
  const bytes = new Uint8Array(await vscode.workspace.fs.readFile(uri));
  return { ref: { kind: 'bytes', name, version, bytes }, encoding: null };
}

/** Looks before anything is read: what is not on a disk is in memory all at once, however many files it is in. */
async function refuseTooLarge(name: string, files: readonly vscode.Uri[]): Promise<void> {
  const virtual = files.filter((file) => file.scheme !== 'file' && !unsavedDocument(file));
  const stats = await Promise.all(virtual.map(statOf));
  const bytes = stats.reduce((sum, { size }) => sum + size, 0);
  if (bytes <= MAX_VIRTUAL_BYTES) return;
  const has = `${Math.round(bytes / 1e6)} MB`;
  throw new RidgelineError(
    'too-large',
    files.length > 1
      ? `${name} have ${has} together, and files that are not on a disk can have 200 MB: copy them to a folder first.`
      : `${name} has ${has}, and a file that is not on a disk can have 200 MB: copy it to a folder first.`,
  );
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat> {
  const name = fileName(uri);
  let stat: vscode.FileStat;
  try {
    stat = await vscode.workspace.fs.stat(uri);
  } catch {
    throw new RidgelineError(
      'unreadable',
      `${name} cannot be read: it may have been moved or deleted. Train on it where it is now.`,
    );
  }
  if (stat.type & vscode.FileType.Directory)
    throw new RidgelineError('unreadable', `${name} is a folder. Choose a CSV file in it.`);
  return stat;
}

/** Stored, like those of its parts, or of this window alone where one of them is. */
function jointVersion(versions: readonly string[]): string {
  const stored = versions.every((version) => version.startsWith(STORED));
  return `${stored ? STORED : ''}${versions.join(' ')}`;
}

function statVersion({ mtime, size }: vscode.FileStat): string {
  return `${STORED}${mtime}:${size}`;
}
