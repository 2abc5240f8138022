import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type JoinedFiles, joinFiles } from '../engine/csv/joinFiles.ts';
import type { CsvOptions } from '../engine/csv/types.ts';
import { RidgelineError } from '../engine/errors.ts';
import { fileSource } from '../worker/node.ts';

/** What is taken out of a folder. */
const DATA_FILE = /^[^.].*\.(csv|tsv|tab)(\.gz)?$/i;

/**
 * Files, folders and patterns as one source: a file as it is; several, in the order of their paths' code points, as the
 * rows of one. Throws `unreadable` where there is none.
 */
export async function openData(paths: readonly string[], csv: CsvOptions): Promise<JoinedFiles> {
  const files = [...new Set((await Promise.all(paths.map(expanded))).flat())];
  if (files.length === 1) return { source: fileSource(files[0]!), csv };
  const names = namesOf(files);
  const sources = files.map((path, index) => fileSource(path, names[index]));
  const name =
    paths.length === 1 ? basename(paths[0]!) || paths[0]! : `${names[0]} and ${files.length - 1} more`;
  return joinFiles(sources, name, csv);
}

/** The files that a path stands for. */
async function expanded(path: string): Promise<string[]> {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind?.isDirectory()) return inFolder(path);
  if (kind || !isDynamicPattern(path)) return [path];
  const pattern = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  const found = await glob(pattern, { expandDirectories: false });
  if (found.length > 0) return found.sort();
  throw new RidgelineError('unreadable', `No file matches ${path}. Check the pattern and the folder.`);
}

function inFolder(path: string): string[] {
  const names = readdirSync(path)
    .filter((name) => DATA_FILE.test(name))
    .sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new RidgelineError(
    'unreadable',
    `The folder ${path} holds no .csv or .tsv file. Give the files themselves, or another folder.`,
  );
}

/** Names without their folders, where those are enough to tell files apart. */
function namesOf(files: readonly string[]): string[] {
  const names = files.map((path) => basename(path));
  return new Set(names).size === names.length ? names : [...files];
}
