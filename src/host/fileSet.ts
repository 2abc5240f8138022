import * as vscode from 'vscode';
import { RidgelineError } from '../engine/errors.ts';

/** Of URIs that name several files which are read as one. */
const SCHEME = 'ridgeline-files';

/** Each is looked at whenever one of them may have changed. */
const MAX_PARTS = 1000;

/**
 * Several files as one: a URI that names them all, in the order of their paths' code points, each once. A single file stays
 * what it is. Throws a sentence where they are too many.
 */
export function together(files: readonly vscode.Uri[]): vscode.Uri {
  const distinct = new Map(files.map((file) => [file.toString(), file.path]));
  const texts = [...distinct.keys()].sort((a, b) => (distinct.get(a)! < distinct.get(b)! ? -1 : 1));
  if (texts.length < 2) return files[0]!;
  if (texts.length > MAX_PARTS) throw tooMany(texts.length);
  const first = distinct.get(texts[0]!)!;
  const name = `${first.slice(first.lastIndexOf('/') + 1)} and ${texts.length - 1} more`;
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify(texts) });
}

const tooMany = (count: number): RidgelineError =>
  new RidgelineError(
    'too-large',
    `These are ${count.toLocaleString('en')} files, and ${MAX_PARTS.toLocaleString('en')} can be trained on as one: choose fewer, or join them into larger files first.`,
  );

/** The files that a URI names together; null where it names one. */
export function partsOf({ scheme, query }: vscode.Uri): readonly vscode.Uri[] | null {
  if (scheme !== SCHEME) return null;
  try {
    const texts: unknown = JSON.parse(query);
    return Array.isArray(texts) ? texts.map((text) => vscode.Uri.parse(String(text))) : [];
  } catch {
    return [];
  }
}

/** The files themselves: of one, that one. */
export const filesOf = (uri: vscode.Uri): readonly vscode.Uri[] => partsOf(uri) ?? [uri];

/** Where the files are, as people read it. */
export function shownPath(uri: vscode.Uri): string {
  return filesOf(uri)
    .map((file) => vscode.workspace.asRelativePath(file))
    .join('\n');
}
