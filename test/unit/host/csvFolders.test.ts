import { beforeEach, expect, test, vi } from 'vitest';
import { CsvFolders } from '../../../src/host/csvFolders.ts';
import { settled } from './fakeWorker.ts';

const host = vi.hoisted(() => ({
  contexts: [] as unknown[][],
  find: null as null | (() => Promise<unknown>),
}));

vi.mock('vscode', async () => {
  const { Uri, event } = await import('./fakeVscode.ts');
  const silent = event().on;
  const found = ['/a/1.csv', '/a/2.csv', '/b/3.csv'].map((path) => Uri.from({ scheme: 'file', path }));
  return {
    Uri,
    commands: { executeCommand: async (...call: unknown[]) => void host.contexts.push(call) },
    workspace: {
      createFileSystemWatcher: () => ({ onDidCreate: silent, onDidDelete: silent, dispose: () => {} }),
      findFiles: () => host.find?.() ?? Promise.resolve(found),
    },
  };
});

beforeEach(() => {
  Object.assign(host, { contexts: [], find: null });
});

test('the folders with several CSV files are told before it is said that they are known', async () => {
  const folders = new CsvFolders(() => {});
  await settled();
  expect(host.contexts).toEqual([
    ['setContext', 'ridgeline.csvFolders', ['/a']],
    ['setContext', 'ridgeline.started', true],
  ]);
  folders.dispose();
});

test('a workspace that cannot be searched is logged, and every folder stays offered', async () => {
  host.find = () => Promise.reject(new Error('no luck'));
  const problems: string[] = [];
  const folders = new CsvFolders((text) => problems.push(text));
  await settled();
  expect(problems).toEqual(['The folders with CSV files could not be looked for: Error: no luck']);
  expect(host.contexts).toEqual([]);
  folders.dispose();
});
