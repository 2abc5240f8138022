import * as vscode from 'vscode';

/** Of URIs that name several files which are read as one. */
const SCHEME = 'ridgeline-files';

/**
 * Several files as one: a URI that names them all, in the order of their paths' code points, each once. A single file stays
 * what it is.
 */
export function together(files: readonly vscode.Uri[]): vscode.Uri {
  const distinct = new Map(files.map((file) => [file.toString(), file.path]));
  const texts = [...distinct.keys()].sort((a, b) => (distinct.get(a)! < distinct.get(b)! ? -1 : 1));
  if (texts.length < 2) return files[0]!;
  const first = distinct.get(texts[0]!)!;
  const name = `${first.slice(first.lastIndexOf('/') + 1)} and ${texts.length - 1} more`;
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name}`, query: JSON.stringify(texts) });
}

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
