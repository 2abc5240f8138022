import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { ROOT } from '../../scripts/lib/run.mjs';
import type { ModelFile } from '../../src/engine/index.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const example = (name: string): string => path.join(ROOT, 'examples', name);

/** A folder of this file's tests, removed at the end; a path in it by name. */
export function useFolder(): (name: string) => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ridgeline-words-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => path.join(folder, name);
}

export function write(file: string, content: string | Uint8Array): string {
  writeFileSync(file, content);
  return file;
}

/** Runs the terminal program as a process of its own. */
export function ridgeline(...words: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const settings = { maxBuffer: 1 << 28, timeout: 50_000 };
    execFile(process.execPath, [inject('terminal'), ...words], settings, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** The JSON of a run that ends well, and says nothing on stderr. */
export async function json<T = ModelFile>(...words: string[]): Promise<T> {
  const { code, stdout, stderr } = await ridgeline(...words, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
}

/** The one sentence of a run that fails as expected, with nothing on stdout. */
export async function refusal(code: 1 | 2, ...words: string[]): Promise<string> {
  const outcome = await ridgeline(...words);
  expect({ ...outcome, stderr: '' }, outcome.stderr).toEqual({ code, stdout: '', stderr: '' });
  const sentence = outcome.stderr.trimEnd();
  expect(sentence).toMatch(/\S.*\.$/);
  expect(sentence).not.toMatch(/\n|\bat \S+:\d+:\d+|undefined|NaN|\[object/);
  return sentence;
}
